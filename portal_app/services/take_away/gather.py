"""The items that go along: what the patient may see, of the chosen pages and days, with the tests of each report."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.chart.dates import Moment, Precision, day_of
from portal_app.models import Group, PanelMember, Resource, Shelf
from portal_app.services.take_away.asked import Asked
from portal_app.work import Work

AT_A_TIME = 500
_A_DAY = timedelta(days=1)


@dataclass
class Gathered:
    """Items by page, newest first; the tests of each report in its order; the patient's own entry in the chart."""

    shelves: dict[Shelf, list[Resource]] = field(default_factory=dict)
    tests: dict[UUID, list[Resource]] = field(default_factory=lambda: defaultdict(list))
    person: Resource | None = None

    def everything(self) -> list[Resource]:
        """All of it, once."""
        found = [self.person] if self.person else []
        for items in self.shelves.values():
            for item in items:
                found += [item, *self.tests.get(item.id, ())]
        return found


def gather(work: Work, eyes: Actor, asked: Asked) -> Gathered:
    """Everything asked for; of one item, that item: NotFound if it may not be seen."""
    mine = visible.resources(eyes, work.now).where(
        Resource.patient_id == eyes.patient_id, Resource.entered_in_error.is_(False)
    )
    found = Gathered(person=work.session.scalars(mine.where(Resource.type == "Patient").limit(1)).first())
    if asked.item is not None:
        item = work.one(mine.where(Resource.id == asked.item))
        found.shelves[item.shelf] = [item]
    else:
        for row in _of_days(work, mine, asked):
            found.shelves.setdefault(row.shelf, []).append(row)
        found.shelves = {shelf: found.shelves[shelf] for shelf in Shelf if shelf in found.shelves}
    reports = [item.id for items in found.shelves.values() for item in items if item.group is Group.REPORTS]
    _add_tests(work, mine, reports, found)
    return found


def _of_days(work: Work, mine: Select[tuple[Resource]], asked: Asked) -> Iterable[Resource]:
    query = mine.where(Resource.shelf.in_(asked.shelves)).order_by(Resource.sort_at.desc(), Resource.id.desc())
    # a day wider on both sides than any zone; the day itself is told below
    if asked.since:
        query = query.where(Resource.sort_at >= datetime.combine(asked.since, datetime.min.time(), UTC) - _A_DAY)
    if asked.until:
        query = query.where(Resource.sort_at < datetime.combine(asked.until, datetime.min.time(), UTC) + 2 * _A_DAY)
    for row in work.session.scalars(query):
        if _in_range(row, asked, work.clinic.zone):
            yield row


def _in_range(row: Resource, asked: Asked, zone: str) -> bool:
    if asked.since is None and asked.until is None:
        return True
    if row.clinical_at is None:
        return False
    day = day_of(Moment(row.clinical_at, Precision(row.precision or "second")), zone)
    return (asked.since is None or day >= asked.since) and (asked.until is None or day <= asked.until)


def _add_tests(work: Work, mine: Select[tuple[Resource]], reports: Sequence[UUID], found: Gathered) -> None:
    for start in range(0, len(reports), AT_A_TIME):
        some = reports[start : start + AT_A_TIME]
        members = select(PanelMember.report_id, PanelMember.fhir_id, PanelMember.position)
        places = {
            (one.report_id, one.fhir_id): one.position
            for one in work.session.execute(members.where(PanelMember.report_id.in_(some)))
        }
        for test in work.session.scalars(mine.where(Resource.panel_id.in_(some))):
            found.tests[test.panel_id].append(test)
        for report in some:
            found.tests[report].sort(key=lambda test: places.get((report, test.fhir_id), len(places)))
