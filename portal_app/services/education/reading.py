"""A patient reads: what fits an item of their record, and one page."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app import looking
from portal_app.access import visible
from portal_app.catalogue import ENGLISH, language, say
from portal_app.chart.subjects import subjects
from portal_app.errors import NotFound
from portal_app.models import EducationPage, Resource
from portal_app.services.education.cards import LinkCard, ReadingCard
from portal_app.work import Work

MOST = 3
OWN = "own-"


def about(work: Work, resource_id: UUID, through: UUID | None = None) -> list[LinkCard]:
    """What to read about an item that the patient may see: the clinic's own first, three at most."""
    eyes = looking.eyes(work, through)
    mine = visible.resources(eyes, work.now).where(Resource.patient_id == eyes.patient_id)
    item = work.one(mine.where(Resource.id == resource_id))
    codes = subjects(orjson.loads(item.body))
    own = [_link(page) for page in _own(work) if _fits(page, codes)]
    bundled = [LinkCard(one.title, f"/learn/{one.key}") for one in work.ports.library.about(codes, language())]
    return [*own, *bundled][:MOST]


def read(work: Work, key: str, through: UUID | None = None) -> ReadingCard:
    """One page, in the reader's language; NotFound if there is none of that name, or it was switched off."""
    looking.eyes(work, through)
    if key.startswith(OWN):
        page = next((page for page in _own(work) if key == f"{OWN}{page.id.hex}" and page.body), None)
        if page is None:
            raise NotFound(say("We could not find that. It may have moved."))
        paragraphs = _words(page.body).split("\n\n")
        return ReadingCard(_words(page.title), [one.strip() for one in paragraphs if one.strip()], work.clinic.name)
    found = work.ports.library.get(key, language())
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return ReadingCard(found.title, list(found.paragraphs), "; ".join(found.sources))


def _own(work: Work) -> Sequence[EducationPage]:
    """The clinic's own pages; one whose link does not answer is shown only if it has words of its own."""
    query = select(EducationPage).where(EducationPage.active.is_(True)).order_by(EducationPage.slug)
    return [page for page in work.all(query) if page.body or (page.link and page.dead_since is None)]


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
