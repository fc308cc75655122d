"""What is stored is what the pure rule answers, for any rules, records, times, reviews, holds and wishes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal_app import releasing
from portal_app.access.actor import SYSTEM
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.jobs import reactions, runner
from portal_app.models import (
    STORED,
    Flag,
    Harm,
    Hold,
    Job,
    Patient,
    ReleaseChoice,
    ReleaseClass,
    ReleaseRules,
    Resource,
    ResourceRelease,
    Review,
    Shelf,
    ShownNow,
    Wait,
    new_id,
    resource,
)
from portal_app.rules import release
from portal_app.rules.release import Answer, Held, Item, Story
from portal_app.rules.release_plan import planned
from portal_app.services import importing
from portal_app.services import release as service
from portal_app.services.release import reaching
from portal_app.wiring import House, begin
from tests.people import uid

LOINC = "http://loinc.org"
NOW = datetime.now(UTC).replace(microsecond=123456)
HOUR = timedelta(hours=1)
BORN = {"ana": datetime(2012, 3, 3, tzinfo=UTC).date(), "rosa": None}


def lab(number: int, code: str, at: datetime, *, wrong: bool = False, label: str = "") -> dict:
    return {
        "resourceType": "Observation", "id": f"lab-{number}", "status": "entered-in-error" if wrong else "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": LOINC, "code": code}]}, "valueQuantity": {"value": 1, "unit": "mg/dL"},
        "effectiveDateTime": at.isoformat(), "issued": at.isoformat(),
        "meta": {"security": [{"code": label}]} if label else {},
    }  # fmt: skip


def report(number: int, category: str, at: datetime, tests: list[int]) -> dict:
    return {
        "resourceType": "DiagnosticReport", "id": f"report-{number}", "status": "final",
        "category": [{"coding": [{"code": category}]}], "code": {"text": f"Report {number}"},
        "effectiveDateTime": at.isoformat(), "issued": at.isoformat(),
        "result": [{"reference": f"Observation/lab-{one}"} for one in tests],
    }  # fmt: skip


def note(number: int, at: datetime) -> dict:
    return {
        "resourceType": "DocumentReference", "id": f"note-{number}", "status": "current",
        "type": {"coding": [{"system": LOINC, "code": "11506-3"}]}, "date": at.isoformat(), "content": [],
    }  # fmt: skip


@pytest.fixture
def chart(house: House) -> House:
    """Records of two patients, of many kinds and times: a minor, and one whose birth date nobody knows."""
    ages = [NOW - hours * HOUR for hours in (0, 1, 71, 72, 73, 239, 241, 2_400, 60_000)]
    rows = [
        lab(n, "2339-0" if n % 2 else "56888-1", at, wrong=n == 3, label="ETH" if n == 5 else "")
        for n, at in enumerate(ages)
    ]
    rows += [report(1, "PAT", ages[1], [1, 4]), report(2, "LAB", ages[2], [2, 6]), report(3, "RAD", ages[7], [])]
    rows += [note(1, ages[0]), note(2, ages[6])]
    with begin(SYSTEM) as work:
        for name, born in BORN.items():
            work.one(select(Patient).where(Patient.id == uid(name))).birth_date = born
        importing.store(work, [member({"resource": row}, Names()) for row in rows])
        for place, row in enumerate(work.all(select(Resource).order_by(Resource.fhir_id))):
            row.patient_id = uid("rosa" if place % 5 == 0 else "ana")
        # so that the arrival is spread, as of charts that came day by day
        for row in work.all(select(Resource)):
            row.arrived_at = row.clinical_at
    return house


classes = st.lists(st.sampled_from(["labs", "pathology", "imaging", "notes"]), unique=True, max_size=2)
rule_bodies = st.fixed_dictionaries(
    {
        "when": st.sampled_from(["at_once", "after", "reviewed", "never"]),
        "hours": st.integers(1, 240),
        "classes": classes,
        "flags": st.lists(st.sampled_from(["cancer", "hiv", "substance_use"]), unique=True, max_size=2),
        "codes": st.sampled_from([[], ["2339-0"]]),
        "ages": st.sampled_from([None, (0, 11), (12, 17)]),
        "sites": st.sampled_from([[], [str(uid("maple"))]]),
        "viewer": st.sampled_from(["everyone", "patient", "proxy"]),
    }
)


@st.composite
def bodies(draw: st.DrawFn) -> dict:
    """Any rules that a clinic may have."""
    rules = []
    for number, body in enumerate(draw(st.lists(rule_bodies, max_size=4))):
        viewer = "proxy" if body["when"] == "never" else body["viewer"]
        hours = body["hours"] if body["when"] in ("after", "reviewed") else 0
        rules.append({**body, "key": f"r{number}", "viewer": viewer, "hours": hours})
    off = draw(st.sampled_from([{}, {}, {"off_classes": ["notes"]}, {"off_shelves": ["results"]}]))
    return planned({"rules": rules, **off}).model_dump(mode="json")


happenings = st.lists(
    st.tuples(
        st.sampled_from(["review", "comment", "hold", "representative", "choice", "shown"]),
        st.integers(0, 20),
        st.integers(-100, 100),
    ),
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies(), bodies(), happenings)
def test_what_is_stored_is_what_the_pure_rule_answers(chart: House, first: dict, second: dict, happened: list):
    with begin(SYSTEM) as work:
        for table in (Review, Hold, ShownNow, ReleaseChoice, ReleaseRules):
            work.session.execute(delete(table))
        work.add(ReleaseRules(edition=1, body=first, made_at=NOW))
    with begin(SYSTEM) as work:
        _let_happen(work, happened)
    # the slow way, item by item, as after an import or a review
    with begin(SYSTEM) as work:
        releasing.settle(work, list(work.session.scalars(select(Resource.id))))
    assert _stored(chart) == _pure(chart, first)
    # the quick way, kind by kind, as after a change of the rules; through the job
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=2, body=second, made_at=NOW))
        work.enqueue("apply_release_rules", {"edition": 2})
    runner.run_due(reactions.REACTIONS)
    assert _stored(chart) == _pure(chart, second)
    with Session(chart.engine) as session:
        assert session.scalars(select(ReleaseRules).where(ReleaseRules.edition == 2)).one().applied_at is not None


def _let_happen(work, happened: list) -> None:
    roots = work.all(select(Resource).where(Resource.panel_id.is_(None)).order_by(Resource.fhir_id))
    for kind, place, hours in happened:
        row, at = roots[place % len(roots)], NOW + hours * HOUR
        common = {"resource_id": row.id, "patient_id": row.patient_id}
        if kind in ("review", "comment"):
            said = "All is well" if kind == "comment" else ""
            made = Review(
                **common, staff_id=uid("amara"), staff_name="Dr. Osei", at=at, comment=said, key=str(new_id())
            )
            work.add(made)
        elif kind in ("hold", "representative"):
            harm = Harm.REPRESENTATIVE if kind == "representative" else Harm.LIFE_OR_SAFETY
            work.add(
                Hold(**common, staff_id=uid("amara"), staff_name="Dr. Osei", harm=harm, reason="x", at=NOW, until=at)
            )
        elif kind == "choice":
            choice = ReleaseChoice(
                patient_id=row.patient_id, release_class=row.release_class, wait=Wait.COMMENT, since=at
            )
            work.session.merge(choice)
        else:
            work.session.merge(ShownNow(**common, at=at))
        work.session.flush()


def _stored(house: House) -> dict[str, Answer]:
    with Session(house.engine) as session:
        return {
            row.fhir_id: Answer(row.allowed_from, row.visible_from, row.proxy_from, row.hold, row.decided_by)
            for row in session.scalars(select(Resource))
        }


def _pure(house: House, body: dict) -> dict[str, Answer]:
    """The answers worked out from the tables in the plainest way there is."""
    rules = planned(body).as_rules()
    with Session(house.engine) as session:
        people = {one.id: one for one in session.scalars(select(Patient))}
        reviews, holds = session.scalars(select(Review)).all(), session.scalars(select(Hold)).all()
        shown = session.scalars(select(ShownNow)).all()
        choices = {(one.patient_id, one.release_class): one.since for one in session.scalars(select(ReleaseChoice))}
        answers, named, reports = dict[UUID, Answer](), {}, {}
        codes = {(row.id, row.patient_id): {row.code} for row in session.scalars(select(Resource))}
        for row in session.scalars(select(Resource).where(Resource.entered_in_error.is_(False))):
            codes.get((row.panel_id, row.patient_id), set()).add(row.code)
        for row in session.scalars(select(Resource)):
            mine, patient = {row.id, row.panel_id}, people[row.patient_id]
            born, day = patient.birth_date, row.clinical_at
            age = None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            page = Shelf.RESULTS if row.panel_id else row.shelf
            flags = frozenset(Flag(one) for one in row.flags.split())
            item = Item(
                ReleaseClass(row.release_class),
                page,
                flags,
                frozenset(codes[row.id, row.patient_id]),
                age,
                str(patient.site_id),
            )
            since = choices.get((row.patient_id, row.release_class))
            story = Story(
                row.arrived_at,
                row.entered_in_error,
                min((one.at for one in reviews if one.resource_id in mine), default=None),
                min((one.at for one in reviews if one.resource_id in mine and one.comment), default=None),
                tuple(Held(one.until, one.harm) for one in holds if one.resource_id in mine),
                since is not None and since <= row.arrived_at,
                min((one.at for one in shown if one.resource_id in mine), default=None),
            )
            answers[row.id] = release.answer(release.verdict(rules, item), story)
            named[row.id], reports[row.id] = row.fhir_id, row.panel_id
        return {named[id_]: _with_report(answers, reports[id_], own) for id_, own in answers.items()}


def _with_report(answers: dict[UUID, Answer], report: UUID | None, own: Answer) -> Answer:
    """A test is never seen before its report is."""
    if report is None or "in_error" in (own.decided_by, answers[report].decided_by):
        return own
    theirs = answers[report]
    pairs = [(getattr(own, n), getattr(theirs, n)) for n in ("allowed_from", "visible_from", "proxy_from")]
    allowed, seen, proxy = (None if None in pair else max(pair) for pair in pairs)
    return Answer(allowed, seen, proxy, own.hold, own.decided_by if allowed == own.allowed_from else theirs.decided_by)


def test_a_test_in_a_report_goes_with_the_page_of_results(chart: House):
    body = planned({"off_shelves": ["results"]}).model_dump(mode="json")
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=1, body=body, made_at=NOW))
        work.session.flush()
        releasing.settle_patient(work, uid("ana"))
        parts = work.all(select(Resource).where(Resource.panel_id.is_not(None), Resource.patient_id == uid("ana")))
        assert parts
        assert {row.visible_from for row in parts} == {None}


def test_a_walk_that_stops_goes_on_where_it_stopped(chart: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reactions, "AT_ONCE", 0.0)
    monkeypatch.setattr(reaching, "AT_A_TIME", 1)
    body = planned({"rules": [{"key": "a", "when": "after", "hours": 5}]}).model_dump(mode="json")
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=1, body=body, made_at=NOW))
    reactions.apply_release_rules(1)
    with Session(chart.engine) as session:
        asked = session.scalars(select(Job).where(Job.name == "apply_release_rules")).one()
        assert asked.args["after"]
        assert session.scalars(select(ReleaseRules)).one().applied_at is None
    runner.run_due(reactions.REACTIONS)
    assert _stored(chart) == _pure(chart, body)
    with Session(chart.engine) as session:
        assert session.scalars(select(ReleaseRules)).one().applied_at is not None


def test_an_older_editions_walk_ends_where_a_newer_one_has_its_own(chart: House):
    with begin(SYSTEM) as work:
        for edition in (1, 2):
            work.add(ReleaseRules(edition=edition, body=planned({}).model_dump(mode="json"), made_at=NOW))
    reactions.apply_release_rules(1)
    with Session(chart.engine) as session:
        assert session.scalars(select(ReleaseRules).where(ReleaseRules.edition == 1)).one().applied_at is None


def test_only_the_patients_whose_items_changed_are_told(chart: House):
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=1, body=planned({}).model_dump(mode="json"), made_at=NOW))
    reactions.apply_release_rules(1)
    with begin(SYSTEM) as work:
        assert service.reach(work, uid("ana")) == 0
        assert work.topics == set()
    body = planned({"rules": [{"key": "a", "when": "after", "hours": 5}]}).model_dump(mode="json")
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=2, body=body, made_at=NOW))
    with begin(SYSTEM) as work:
        assert service.reach(work, uid("ana")) > 0
        assert work.topics == {f"patient:{uid('ana')}"}


@pytest.mark.parametrize("name", ["allowed_from", "visible_from", "proxy_from", "hold"])
def test_what_somebody_settled_meanwhile_is_not_overwritten(chart: House, name: str):
    """A hold from who acts for the patient, for one, changes nothing that the patient sees."""
    body = planned({"rules": [{"key": "a", "when": "after", "hours": 5}]}).model_dump(mode="json")
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=1, body=body, made_at=NOW))
    with begin(SYSTEM, reads=True) as work:
        stretch = service.next_stretch(work, 1, None)
    later = NOW + timedelta(days=9)
    with begin(SYSTEM) as work:
        held = work.session.scalars(select(Resource).where(Resource.patient_id.is_not(None)).limit(1)).one()
        setattr(held.release, name, later)
        held.release.version += 1
        held_id = held.id
    for piece in stretch.pieces:
        with begin(SYSTEM) as work:
            service.store(work, 1, piece)
    with Session(chart.engine) as session:
        assert getattr(session.get_one(Resource, held_id), name) == later


def test_what_came_anew_meanwhile_is_not_overwritten_though_its_answer_stayed(house: House):
    """A lab result becomes a pathology result while only pathology still waits: its wait is as long as before."""
    _owned(report(1, "LAB", NOW, []))
    _decide(1, {"key": "a", "when": "after", "hours": 48, "classes": ["labs", "pathology"]})
    reactions.apply_release_rules(1)
    _decide(2, {"key": "a", "when": "after", "hours": 48, "classes": ["pathology"]})
    with begin(SYSTEM, reads=True) as work:
        stretch = service.next_stretch(work, 2, None)
    _owned(report(1, "PAT", NOW, []))
    for piece in stretch.pieces:
        with begin(SYSTEM) as work:
            service.store(work, 2, piece)
    with Session(house.engine) as session:
        [found] = session.scalars(select(Resource).where(Resource.type == "DiagnosticReport"))
        assert found.release_class is ReleaseClass.PATHOLOGY
        assert found.visible_from > found.arrived_at


def _decide(edition: int, *rules: dict) -> None:
    body = planned({"rules": list(rules)}).model_dump(mode="json")
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=edition, body=body, made_at=NOW))


def _owned(row: dict) -> None:
    person = {"resourceType": "Patient", "id": "p", "birthDate": "1980-01-01"}
    rows = [person, {**row, "subject": {"reference": "Patient/p"}}]
    with begin(SYSTEM) as work:
        importing.store(work, [member({"resource": one}, Names()) for one in rows])


def test_the_last_moment_of_a_second_stays_in_its_second_and_day(chart: House):
    """SQLite's own reading of a time rounds to thousandths."""
    late = (NOW - timedelta(days=100)).replace(hour=23, minute=59, second=59, microsecond=999_999)
    with begin(SYSTEM) as work:
        for row in work.all(select(Resource)):
            row.arrived_at = row.clinical_at = late
        twelfth = late.date() + timedelta(days=1)
        work.one(select(Patient).where(Patient.id == uid("ana"))).birth_date = twelfth.replace(year=twelfth.year - 12)
    body = planned({"rules": [{"key": "young", "when": "after", "hours": 5, "ages": (0, 11)}]}).model_dump(mode="json")
    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=1, body=body, made_at=NOW))
    reactions.apply_release_rules(1)
    assert _stored(chart) == _pure(chart, body)
    with begin(SYSTEM) as work:
        found = set(
            work.session.scalars(select(ResourceRelease.allowed_from).where(ResourceRelease.decided_by == "young"))
        )
        assert found == {late + 5 * HOUR}


def test_what_was_said_about_an_item_goes_with_it_when_rules_change(chart: House):
    with begin(SYSTEM) as work:
        item = work.all(select(Resource).where(Resource.shelf == Shelf.NOTES).order_by(Resource.fhir_id))[0]
        said = resource(
            b"{}", source="portal", type="Communication", fhir_id="said", patient_id=item.patient_id, group=item.group,
            shelf=Shelf.NONE, digest=b"", received_at=NOW, arrived_at=NOW + 2 * HOUR, about_id=item.id,
            release_class=item.release_class, release=ResourceRelease(visible_from=NOW),
        )  # fmt: skip
        work.add(said)
        item_id, said_id = item.id, said.id
        body = planned({"rules": [{"key": "a", "when": "after", "hours": 5}]}).model_dump(mode="json")
        work.add(ReleaseRules(edition=1, body=body, made_at=NOW))
    reactions.apply_release_rules(1)
    with Session(chart.engine) as session:
        item, said = session.get_one(Resource, item_id), session.get_one(Resource, said_id)
        assert {getattr(said, name) == getattr(item, name) for name in STORED} == {True}
        assert said.decided_by == "a"


def test_a_report_waits_for_a_test_in_it_that_a_rule_names(house: House):
    body = planned({"rules": [{"key": "named", "when": "reviewed", "hours": 240, "codes": ["2339-0"]}]})
    day = NOW - 2 * HOUR

    def come(*rows: dict) -> dict[str, str]:
        with begin(SYSTEM) as work:
            importing.store(work, [member({"resource": row}, Names()) for row in rows])
            for row in work.all(select(Resource)):
                row.patient_id = uid("ana")
            came = Resource.fhir_id.in_([row["id"] for row in rows])
            releasing.settle(work, list(work.session.scalars(select(Resource.id).where(came))))
        with Session(house.engine) as session:
            return {row.fhir_id: row.decided_by for row in session.scalars(select(Resource))}

    with begin(SYSTEM) as work:
        work.add(ReleaseRules(edition=1, body=body.model_dump(mode="json"), made_at=NOW))
    plain = come(report(1, "LAB", day, [1, 2]), lab(1, "56888-1", day))
    assert plain == {"report-1": "everything_else", "lab-1": "everything_else"}
    # the test that a rule names comes after its report: what the report says of it, and all beside it, waits too
    assert come(lab(2, "2339-0", day)) == dict.fromkeys(("report-1", "lab-1", "lab-2"), "named")
    assert come(lab(2, "2339-0", day, wrong=True))["report-1"] == "everything_else"
