"""Which tests belong to which report; either may come first. A test that is a part has no line of its own.

A report and its tests are as sensitive as the most sensitive of them: its line, its words and its other tests would
tell of the test that waits.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from portal_app.models import Hold, PanelMember, ReleaseClass, Resource, Shelf
from portal_app.work import Work

_INHERITED = (ReleaseClass.PATHOLOGY, ReleaseClass.GENETICS, ReleaseClass.IMAGING)
"""Classes of a report that are its tests' classes too: no number tells what the report may not tell yet."""
_TABLE = Resource.__table__  # type: ignore[attr-defined]
_FLAG = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values(flags=bindparam("to_flags"))
_JOIN = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row"))
    .values(
        panel_id=bindparam("panel"), shelf=bindparam("to_shelf"), release_class=bindparam("to_class"),
        flags=bindparam("to_flags"),
    )
)  # fmt: skip
AT_A_TIME = 400


def join(work: Work, source: str, reports: Mapping[UUID, tuple[str, ...]], tests: Iterable[str]) -> list[UUID]:
    """Note the parts of these reports, and find the reports of these tests; returns the ids of all that changed.

    `reports` gives the FHIR ids of each report's parts in order, none for a report that is an error; `tests` are FHIR
    ids of Observations that came.
    """
    touched = set(tests)
    for report_id, parts in reports.items():
        known = set(work.session.scalars(select(PanelMember.fhir_id).where(PanelMember.report_id == report_id)))
        touched |= known | set(parts)
        if gone := known - set(parts):
            work.session.execute(
                delete(PanelMember).where(PanelMember.report_id == report_id, PanelMember.fhir_id.in_(gone))
            )
        fresh = [
            {"source": source, "fhir_id": part, "report_id": report_id, "position": position}
            for position, part in enumerate(parts)
            if part not in known
        ]
        if fresh:
            work.session.execute(insert(PanelMember), fresh)
    names, moved = sorted(touched), []
    for start in range(0, len(names), AT_A_TIME):
        moved += _place(work, source, names[start : start + AT_A_TIME])
    concerned = set(reports)
    for start in range(0, len(names), AT_A_TIME):
        some = PanelMember.fhir_id.in_(names[start : start + AT_A_TIME])
        concerned |= set(work.session.scalars(select(PanelMember.report_id).where(PanelMember.source == source, some)))
    every = sorted(concerned)
    for start in range(0, len(every), AT_A_TIME):
        moved += _flag(work, source, every[start : start + AT_A_TIME])
    return moved


def _of_one_person(report: Any) -> ColumnElement[bool]:
    """A report of one patient takes no test of another, whatever its source says; who came before their patient may."""
    mine, theirs = _TABLE.c.patient_id, report.c.patient_id
    return (mine == theirs) | mine.is_(None) | theirs.is_(None)


def _flag(work: Work, source: str, report_ids: list[UUID]) -> list[UUID]:
    """Give these reports the flags of their tests, and all their tests the flags of their report."""
    report = Resource.__table__.alias()  # type: ignore[attr-defined]
    part = (_TABLE.c.source == source) & (_TABLE.c.type == "Observation") & _TABLE.c.entered_in_error.is_(False)
    query = (
        select(
            _TABLE.c.id, _TABLE.c.panel_id, _TABLE.c.flags, report.c.id.label("of"), report.c.flags.label("of_flags")
        )
        .join(PanelMember, (PanelMember.source == source) & (PanelMember.fhir_id == _TABLE.c.fhir_id))
        .join(report, (report.c.id == PanelMember.report_id) & _of_one_person(report))
        .where(part, report.c.id.in_(report_ids), report.c.entered_in_error.is_(False))
    )
    rows = work.session.execute(query).all()
    stand, together = {row.of: row.of_flags for row in rows}, {row.of: set(row.of_flags.split()) for row in rows}
    for row in rows:
        together[row.of].update(row.flags.split())
        if row.panel_id == row.of:
            stand[row.id] = row.flags
    wanted = {of: " ".join(sorted(found)) for of, found in together.items()}
    wanted |= {row.id: wanted[row.of] for row in rows if row.panel_id == row.of}
    changed = [{"row": row, "to_flags": flags} for row, flags in wanted.items() if flags != stand[row]]
    if changed:
        work.connection.execute(_FLAG, changed)
    return [one["row"] for one in changed]


def _place(work: Work, source: str, names: list[str]) -> list[UUID]:
    """Give these tests the report that they are a part of: the newest, if there are several."""
    report = Resource.__table__.alias()  # type: ignore[attr-defined]
    query = (
        select(
            _TABLE.c.id, _TABLE.c.panel_id, _TABLE.c.group, _TABLE.c.shelf, _TABLE.c.release_class, _TABLE.c.flags,
            report.c.id.label("of"), report.c.release_class.label("of_class"), report.c.flags.label("of_flags"),
        )
        .outerjoin(PanelMember, (PanelMember.source == source) & (PanelMember.fhir_id == _TABLE.c.fhir_id))
        .outerjoin(report, (report.c.id == PanelMember.report_id) & _of_one_person(report))
        .where(_TABLE.c.source == source, _TABLE.c.type == "Observation", _TABLE.c.fhir_id.in_(names))
        .order_by(report.c.clinical_at, report.c.id)
    )  # fmt: skip
    changed: dict[UUID, dict[str, object]] = {}
    left: dict[UUID, UUID] = {}
    for row in work.session.execute(query):
        if row.of is None:
            if row.panel_id is not None and row.id not in changed:
                left[row.id] = row.panel_id
                # it stands for itself again, as strictly as it stood in the report
                own = {"to_shelf": Shelf.RESULTS, "to_class": row.release_class, "to_flags": row.flags}
                changed[row.id] = {"row": row.id, "panel": None, **own}
            continue
        flags = " ".join(sorted({*row.flags.split(), *row.of_flags.split()}))
        changed[row.id] = {
            "row": row.id,
            "panel": row.of,
            "to_shelf": Shelf.NONE,
            "to_class": row.of_class if row.of_class in _INHERITED else row.release_class,
            "to_flags": flags,
        }
        if row.panel_id is not None:
            left[row.id] = row.panel_id
    if changed:
        work.connection.execute(_JOIN, list(changed.values()))
    _stay_held(work, {test: was for test, was in left.items() if changed[test]["panel"] != was})
    return list(changed)


def _stay_held(work: Work, left: Mapping[UUID, UUID]) -> None:
    """Tests that leave a held report stay held as it is, by the same clinician, for the same reason and time."""
    standing = select(Hold).where(Hold.resource_id.in_(set(left.values())), Hold.ended_at.is_(None))
    held = list(work.session.scalars(standing.where(Hold.until > work.now))) if left else []
    for test, one in ((test, one) for test, was in left.items() for one in held if one.resource_id == was):
        same = select(Hold.id).where(Hold.resource_id == test, Hold.at == one.at, Hold.staff_id == one.staff_id)
        if work.session.scalars(same).first() is None:
            work.add(Hold(**one.model_dump(exclude={"id", "resource_id"}), resource_id=test))
