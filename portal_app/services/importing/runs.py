"""One import from its beginning to its end: what it did, and the site that its people are seen at."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import ChartImport, Site
from portal_app.models.base import new_id
from portal_app.services.importing.owners import SOURCE
from portal_app.work import Work


@dataclass
class Report:
    """What one import, or one batch of it, has done."""

    resources_in: int = 0
    stored: int = 0
    unchanged: int = 0
    not_understood: Counter[str] = field(default_factory=Counter)
    patients: set[str] = field(default_factory=set)
    orphans: int = 0
    """Resources whose patient is not here yet; a later file may bring them."""

    def add(self, other: "Report") -> None:
        """Count another batch in."""
        self.resources_in += other.resources_in
        self.stored += other.stored
        self.unchanged += other.unchanged
        self.not_understood += other.not_understood
        self.patients |= other.patients
        self.orphans += other.orphans


def begin_import(work: Work) -> UUID:
    """Note that an import has begun; returns its id."""
    work.permit(Permission.CHART_IMPORT)
    return work.add(ChartImport(id=new_id(), source=SOURCE, started_at=work.now)).id


def end_import(work: Work, import_id: UUID, report: Report) -> None:
    """Note that it has ended: from now on pages say that the chart is as of this moment."""
    work.permit(Permission.CHART_IMPORT)
    run = work.one(select(ChartImport).where(ChartImport.id == import_id))
    run.ended_at = work.now
    run.counts = {"in": report.resources_in, "stored": report.stored, "unchanged": report.unchanged}


def site_named(work: Work, name: str) -> UUID:
    """The site that people of an import are seen at; raises BadInput if there is none of that name."""
    work.permit(Permission.CHART_IMPORT)
    site = work.session.scalars(select(Site.id).where(Site.name == name)).first()
    if site is None:
        raise BadInput(say("There is no site called {name}.", name=name), "site")
    return site
