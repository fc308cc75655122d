"""A page of the clinic's own as an admin types it: checked, each fault one sentence at its field. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from portal_app.catalogue import say
from portal_app.errors import BadInput

SYSTEMS = ("icd10", "snomed", "loinc", "rxnorm", "cvx")
_CODE = re.compile(rf"({'|'.join(SYSTEMS)}):[A-Za-z0-9.\-]{{1,40}}")
MOST_CODES = 100


@dataclass(frozen=True)
class ReadingPlan:
    """What is to be written."""

    titles: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    link: str = ""
    codes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The English words."""
        return self.texts.get("en", "")


def planned(form: Mapping[str, str]) -> ReadingPlan:
    """The page that these fields describe; BadInput with the field to mend."""
    title = form.get("title", "").strip()[:200]
    if not title:
        raise BadInput(say("Give the page a title."), "title")
    texts = {"en": form.get("text", "").strip(), "es": form.get("text_es", "").strip()}
    if texts["es"] and not texts["en"]:
        raise BadInput(say("Write it in English too: everybody else reads that."), "text")
    titles = {"en": title, "es": form.get("title_es", "").strip()[:200]}
    return ReadingPlan(
        {language: words for language, words in titles.items() if words},
        {language: words for language, words in texts.items() if words},
        _link(form.get("link", "").strip()),
        _codes(form.get("codes", "")),
    )


def _link(written: str) -> str:
    if not written:
        return ""
    if len(written) > 500 or not _is_an_address(written):
        raise BadInput(say("Write the whole address of a page, beginning with https://"), "link")
    return written


def _is_an_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        return parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username and parts.port != 0
    except ValueError:
        # a bracket or a port that cannot be
        return False


def _codes(written: str) -> list[str]:
    found = [code for code in re.split(r"[\s,;]+", written) if code]
    if not found:
        raise BadInput(say("Say what it is about, for example: icd10:E11, loinc:4548-4"), "codes")
    if wrong := next((code for code in found if not _CODE.fullmatch(code)), None):
        raise BadInput(
            say("{code} is not a code we know. Write it like icd10:E11 or loinc:4548-4", code=wrong), "codes"
        )
    return list(dict.fromkeys(found))[:MOST_CODES]
