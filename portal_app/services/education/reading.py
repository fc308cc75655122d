"""A patient reads: what fits an item of their record, and one page."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, select

from portal_app import looking
from portal_app.catalogue import ENGLISH, language, say
from portal_app.chart.subjects import subjects
from portal_app.errors import NotFound
from portal_app.models import EducationPage, Resource, ResourceBody
from portal_app.services.education.cards import LinkCard, ReadingCard
from portal_app.values.theirs import MINE, known, one
from portal_app.work import Work

MOST = 3
OWN = "own-"
_ITEM = (
    MINE.where(Resource.id == bindparam("id", type_=Uuid()))
    .join(ResourceBody, ResourceBody.resource_id == Resource.id)
    .with_only_columns(ResourceBody.body)
)
_OWN = select(EducationPage).where(EducationPage.active.is_(True)).order_by(EducationPage.slug)


def about(work: Work, resource_id: UUID, through: UUID | None = None) -> list[LinkCard]:
    """What to read about an item that the patient may see: the clinic's own first, three at most."""
    eyes = looking.eyes(work, through)
    codes = subjects(orjson.loads(one(work, _ITEM, known(work, eyes, id=resource_id)).body))
    own = [_link(page) for page in _own(work) if _fits(page, codes)]
    bundled = [LinkCard(found.title, f"/learn/{found.key}") for found in work.ports.library.about(codes, language())]
    return [*own, *bundled][:MOST]


def read(work: Work, key: str, through: UUID | None = None) -> ReadingCard:
    """One page, in the reader's language; NotFound if there is none of that name, or it was switched off."""
    looking.eyes(work, through)
    if key.startswith(OWN):
        page = next((page for page in _own(work) if key == f"{OWN}{page.id.hex}" and page.body), None)
        if page is None:
            raise NotFound(say("We could not find that. It may have moved."))
        paragraphs = _words(page.body).split("\n\n")
        return ReadingCard(_words(page.title), [part.strip() for part in paragraphs if part.strip()], work.clinic.name)
    found = work.ports.library.get(key, language())
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return ReadingCard(found.title, list(found.paragraphs), "; ".join(found.sources))


def _own(work: Work) -> Sequence[EducationPage]:
    """The clinic's own pages; one whose link does not answer is shown only if it has words of its own."""
    return [page for page in work.all(_OWN) if page.body or (page.link and page.dead_since is None)]


def _fits(page: EducationPage, codes: Sequence[str]) -> bool:
    return any(
        code == own or (own.startswith("icd10:") and code.startswith(own)) for own in page.codes for code in codes
    )


def _link(page: EducationPage) -> LinkCard:
    if page.body:
        return LinkCard(_words(page.title), f"/learn/{OWN}{page.id.hex}")
    return LinkCard(_words(page.title), page.link, outside=True)


def _words(choices: dict[str, str]) -> str:
    return choices.get(language()) or choices.get(ENGLISH, "")
