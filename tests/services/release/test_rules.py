"""The clinic's rules: who may touch them, what an edit does, and that nothing is lost when two edit at once."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal_app.access.actor import SYSTEM, Actor
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.errors import BadInput, Conflict, NotFound, Refused
from portal_app.jobs import reactions, runner
from portal_app.models import FactRow, Hold, ReleaseChoice, ReleaseRules, Resource, Role, ShownNow, StaffRole
from portal_app.rules.clinic_plan import planned
from portal_app.services import access_log, choices, holds, importing, release
from portal_app.services.release.cards import RuleLine, RulesCard
from portal_app.services.release.reaching import Piece
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import person, uid
from tests.services.test_clinic import plan as clinic_plan

NOW = datetime.now(UTC)


def do(actor: Actor, service: Callable, *args: object, **more: object):
    """One service in one Work."""
    with begin(actor) as work:
        return service(work, *args, **more)


def own(card: RulesCard) -> list[RuleLine]:
    return [line for line in card.rules if line.own and line.key != "everything_else"]


def editions(house: House) -> list[ReleaseRules]:
    with Session(house.engine) as session:
        return list(session.scalars(select(ReleaseRules).order_by(ReleaseRules.edition)))


@pytest.fixture
def second_admin(house: House, lena: Actor) -> Actor:
    """Lena has become an admin too."""
    with Session(house.engine) as session:
        session.add(StaffRole(staff_id=uid("lena"), role=Role.ADMIN))
        session.commit()
    return person("lena")


@pytest.fixture
def reports(house: House) -> list[UUID]:
    """Two pathology reports of Ana's, of today and of three weeks ago, and a note of Rosa's."""
    rows = [report("today", NOW), report("before", NOW - timedelta(days=21)), note("rosas", NOW)]
    with begin(SYSTEM) as work:
        importing.store(work, [member({"resource": row}, Names()) for row in rows])
        for row in work.all(select(Resource)):
            row.patient_id = uid("rosa" if row.fhir_id == "rosas" else "ana")
        return [row.id for row in work.all(select(Resource))]


def report(name: str, at: datetime) -> dict:
    return {
        "resourceType": "DiagnosticReport", "id": name, "status": "final", "code": {"text": f"Biopsy {name}"},
        "category": [{"coding": [{"code": "PAT"}]}], "effectiveDateTime": at.isoformat(), "issued": at.isoformat(),
    }  # fmt: skip


def note(name: str, at: datetime) -> dict:
    kind = {"coding": [{"system": "http://loinc.org", "code": "11506-3", "display": "Progress note"}]}
    return {"resourceType": "DocumentReference", "id": name, "status": "current", "type": kind, "date": at.isoformat()}


DOORS: dict[str, Callable[[Work], object]] = {
    "read": release.read,
    "edit": lambda work: release.edit(work, "own_1", "hours", "5"),
    "add": release.add,
    "remove": lambda work: release.remove(work, "own_1"),
    "move": lambda work: release.move(work, "own_1", 1),
    "switch": lambda work: release.switch(work, "class", "notes"),
    "choose_pack": lambda work: release.choose_pack(work, "KY", True),
    "drop": release.drop,
    "preview": lambda work: release.preview(work, uid("ana")),
    "weigh": release.weigh,
    "save": lambda work: release.save(work, "because", 0),
    "take_theirs": release.take_theirs,
    "undo": lambda work: release.undo(work, 0),
    "adopt": lambda work: release.adopt(work, planned_release({}), "because"),
    "export": release.export,
    "next_stretch": lambda work: release.next_stretch(work, 1, None),
    "reach": lambda work: release.reach(work, uid("ana")),
    "store": lambda work: release.store(work, 1, Piece([], frozenset())),
    "note_applied": lambda work: release.note_applied(work, 1),
}


def planned_release(body: dict):
    return clinic_plan(release=body).release


def test_every_door_is_named():
    assert set(DOORS) == set(release.__all__)


@pytest.mark.parametrize("who", ["nobody", "ana", "priya", "ben", "amara", "dana"])
def test_only_an_admin_may_knock_at_any_door(house: House, who: str):
    for door, knock in DOORS.items():
        with pytest.raises(Refused), begin(person(who)) as work:
            knock(work)
        assert editions(house) == [], door


def test_a_patient_that_is_not_there_is_not_found(house: House, sam: Actor):
    with pytest.raises(NotFound):
        do(sam, release.preview, uid("ben"))


def test_a_fresh_clinic_shows_everything_at_once(house: House, sam: Actor):
    card = do(sam, release.read)
    assert [line.key for line in card.rules] == ["everything_else"]
    assert not card.edited


def test_an_edit_is_kept_for_who_makes_it_and_changes_nothing_yet(house: House, sam: Actor, second_admin: Actor):
    card = do(sam, release.add)
    assert card.edited
    assert do(sam, release.read).edited
    assert not do(second_admin, release.read).edited
    assert editions(house) == []
    assert not do(sam, release.drop).edited


def test_each_word_of_a_rule_can_be_changed_and_nonsense_is_refused(house: House, sam: Actor):
    key = own(do(sam, release.add))[0].key
    for field, value in (
        ("when", "after"), ("hours", "48"), ("site", str(uid("maple"))), ("viewer", "proxy"), ("name", "Mine"),
        ("classes", "notes"), ("flags", "hiv"), ("codes", "2339-0 4548-4"), ("youngest", "12"), ("oldest", "17"),
    ):  # fmt: skip
        line = own(do(sam, release.edit, key, field, value))[0]
    assert (line.way, line.hours, line.site, line.viewer) == ("after", "48", str(uid("maple")), "proxy")
    assert (line.classes, line.flags, line.codes) == (["pathology", "notes"], ["hiv"], "2339-0, 4548-4")
    assert (line.youngest, line.oldest, line.what, line.when) == ("12", "17", "Mine", "after 2 days")
    for field, value in (
        ("hours", "241"), ("hours", "many"), ("when", "distress"), ("site", str(uid("ana"))), ("viewer", "me"),
        ("classes", "own"), ("statute", "KRS 1"), ("pack", "KY"), ("youngest", "99"),
    ):  # fmt: skip
        if field == "classes":
            continue
        with pytest.raises(BadInput):
            do(sam, release.edit, key, field, value)
    assert own(do(sam, release.read))[0] == line


def test_never_is_for_who_acts_for_the_patient_alone(house: House, sam: Actor):
    key = own(do(sam, release.add))[0].key
    assert own(do(sam, release.edit, key, "when", "never"))[0].viewer == "proxy"
    with pytest.raises(BadInput):
        do(sam, release.edit, key, "viewer", "everyone")


def test_the_clinics_rules_change_places_and_laws_do_not(house: House, sam: Actor):
    do(sam, release.choose_pack, "KY", True)
    first, second = (own(do(sam, release.add, ready_made))[0].key for ready_made in ("", ""))
    card = do(sam, release.move, second, 1)
    assert [line.key for line in card.rules] == ["ky_cancer", "ky_genetic", first, second, "everything_else"]
    for change in (
        lambda work: release.move(work, "ky_cancer", 1),
        lambda work: release.remove(work, "ky_cancer"),
        lambda work: release.edit(work, "ky_cancer", "hours", "1"),
        lambda work: release.edit(work, "everything_else", "when", "after"),
    ):
        with pytest.raises(BadInput):
            do(sam, change)


def test_a_law_may_be_for_one_site_and_two_laws_need_a_site_each(house: House, sam: Actor):
    do(sam, release.choose_pack, "KY", True)
    with pytest.raises(BadInput):
        do(sam, release.choose_pack, "TX", True)
    do(sam, release.choose_pack, "KY", True, str(uid("maple")))
    card = do(sam, release.choose_pack, "TX", True, str(uid("riverside")))
    assert {pack.state: pack.site for pack in card.packs if pack.on} == {
        "KY": str(uid("maple")),
        "TX": str(uid("riverside")),
    }
    assert "At Maple Street" in card.rules[0].more


def test_a_law_says_where_it_is_written_before_it_is_switched_on(house: House, sam: Actor):
    packs = {pack.state: pack for pack in do(sam, release.read).packs}
    assert packs["KY"].rules[0].endswith("after review, at most 3 days (KRS 333.152(2)(a))")
    assert not packs["KY"].on


def test_saving_makes_an_edition_a_fact_and_a_job_and_reaches_what_is_stored(
    house: House, sam: Actor, reports: list[UUID]
):
    do(sam, release.add)
    with pytest.raises(BadInput) as refused:
        do(sam, release.save, " ", 0)
    assert refused.value.field == "why"
    card = do(sam, release.save, "Doctors agreed", 0)
    assert (card.edition, card.edited, card.applying) == (1, False, True)
    assert card.history[0].why == "Doctors agreed"
    assert card.history[0].who == "Sam Whitfield"
    runner.run_due(reactions.REACTIONS)
    assert not do(sam, release.read).applying
    with Session(house.engine) as session:
        waits = session.scalars(select(Resource).where(Resource.fhir_id == "today")).one()
        assert waits.visible_from == waits.arrived_at + timedelta(hours=72)
        kinds = [fact.kind for fact in session.scalars(select(FactRow)) if fact.kind.startswith("Release")]
        assert kinds == ["ReleaseRulesChanged", "ReleaseRulesApplied"]


def test_taking_back_is_an_edition_equal_to_the_one_before_and_again_brings_it_back(house: House, sam: Actor):
    do(sam, release.add)
    do(sam, release.save, "because", 0)
    do(sam, release.undo, 1)
    do(sam, release.undo, 2)
    first, second, third = editions(house)
    assert (second.undoes, third.undoes) == (1, 2)
    assert second.body["rules"] == []
    assert third.body == first.body


def test_of_two_who_edit_the_second_is_told_and_nothing_is_lost(house: House, sam: Actor, second_admin: Actor):
    do(sam, release.add)
    do(second_admin, release.switch, "class", "notes")
    do(sam, release.save, "mine", 0)
    card = do(second_admin, release.read)
    assert card.behind
    with pytest.raises(Conflict):
        do(second_admin, release.save, "theirs", card.edition)
    with pytest.raises(Conflict):
        do(second_admin, release.undo, 0)
    kept = do(second_admin, release.read)
    assert kept.edited
    assert [switch.name for switch in kept.classes if not switch.on] == ["notes"]
    card = do(second_admin, release.take_theirs)
    do(second_admin, release.save, "in its place", card.edition)
    assert [edition.why for edition in editions(house)] == ["mine", "in its place"]


def test_nothing_new_is_not_saved(house: House, sam: Actor):
    with pytest.raises(BadInput):
        do(sam, release.save, "because", 0)
    assert editions(house) == []


def test_the_preview_says_when_and_by_which_rule(house: House, sam: Actor, reports: list[UUID]):
    do(sam, release.add)
    found = do(sam, release.preview, uid("ana"))
    assert (found.patient, found.total, found.changes) == ("Ana Rivera", 2, 1)
    first, second = found.lines
    assert first.title == "Biopsy today"
    assert (first.today.state, first.tomorrow.state, first.edited.state) == ("sees", "sees", "waits")
    assert first.edited.changed
    assert "Rule 1, Pathology reports." in first.why
    assert "No review yet" in first.why
    assert (second.today.state, second.edited.state, second.edited.changed) == ("sees", "sees", False)


def test_the_preview_tells_a_hold_that_is_over_from_one_that_lasts(house: House, sam: Actor, reports: list[UUID]):
    why = "She told us that she may hurt herself."
    hold = do(person("amara"), holds.hold, reports[0], "life_or_safety", why, NOW + timedelta(hours=2))
    assert "A clinician holds it until" in do(sam, release.preview, uid("ana")).lines[0].why
    with begin(SYSTEM) as work:
        work.session.get_one(Resource, reports[0]).arrived_at = NOW - timedelta(hours=3)
        row = work.session.get_one(Hold, hold)
        row.at, row.until = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    found = next(line for line in do(sam, release.preview, uid("ana")).lines if line.title == "Biopsy today")
    assert found.today.state == "sees"
    assert "A clinician held it until" in found.why


def test_the_preview_says_of_a_wait_that_it_is_over(house: House, sam: Actor, ana: Actor, reports: list[UUID]):
    do(ana, choices.choose, "pathology", "comment")
    with begin(SYSTEM) as work:
        work.session.scalars(select(ReleaseChoice)).one().since = NOW - timedelta(days=60)
    lines = {line.title: line.why for line in do(sam, release.preview, uid("ana")).lines}
    assert lines["Biopsy today"] == "They chose to wait for a comment."
    with begin(SYSTEM) as work:
        work.add(ShownNow(resource_id=reports[0], patient_id=uid("ana"), at=work.now))
    lines = {line.title: line.why for line in do(sam, release.preview, uid("ana")).lines}
    assert lines["Biopsy today"] == "They had chosen to wait for a comment."


def test_the_preview_as_who_acts_for_the_patient_knows_their_rules(house: House, sam: Actor, reports: list[UUID]):
    key = own(do(sam, release.add))[0].key
    do(sam, release.edit, key, "when", "never")
    assert do(sam, release.preview, uid("ana")).changes == 0
    theirs = do(sam, release.preview, uid("ana"), "proxy")
    assert theirs.changes == 2
    assert {line.edited.state for line in theirs.lines} == {"never"}


def test_a_preview_stands_in_the_patients_access_log(house: House, sam: Actor, ana: Actor, reports: list[UUID]):
    do(sam, release.preview, uid("ana"))
    with begin(ana, reads=True) as work:
        log = repr(access_log.mine(work))
    assert "Sam Whitfield" in log
    assert "Biopsy" not in log


def test_before_saving_it_is_counted_what_changes(house: House, sam: Actor, reports: list[UUID]):
    assert do(sam, release.weigh).lines == 0
    do(sam, release.add)
    found = do(sam, release.weigh)
    assert (found.lines, found.patients, found.hidden, found.at_once, found.partly) == (1, 1, 1, 0, "")
    do(sam, release.save, "because", 0)
    runner.run_due(reactions.REACTIONS)
    do(sam, release.remove, "own_1")
    found = do(sam, release.weigh)
    assert (found.lines, found.at_once, found.unreviewed) == (1, 1, 1)


def test_older_records_are_counted_where_they_are_switched_off(house: House, sam: Actor, reports: list[UUID]):
    do(sam, release.switch, "class", "pathology")
    assert (do(sam, release.weigh).hidden, do(sam, release.weigh).patients) == (2, 1)
    do(sam, release.drop)
    key = own(do(sam, release.add))[0].key
    do(sam, release.edit, key, "when", "never")
    found = do(sam, release.weigh)
    assert (found.lines, found.proxies) == (0, 2)


def test_the_rules_go_into_the_clinics_file_and_come_back_the_same(house: House, sam: Actor):
    do(sam, release.choose_pack, "KY", True, str(uid("maple")))
    key = own(do(sam, release.add))[0].key
    do(sam, release.edit, key, "name", 'Says "wait"\\')
    do(sam, release.add, "teen_alone")
    do(sam, release.switch, "page", "devices")
    do(sam, release.save, "because", 0)
    said = do(sam, release.export)
    assert 'sites = ["Maple Street"]' in said
    assert "ky_cancer" not in said
    again = planned_release(tomllib.loads(said)["release"])
    assert do(SYSTEM, release.adopt, again, "file") is None
    assert do(SYSTEM, release.adopt, planned_release({}), "file") == 2
    assert do(SYSTEM, release.adopt, again, "file") == 3
    first, _, third = editions(house)
    assert first.body == third.body
    with pytest.raises(BadInput):
        do(SYSTEM, release.adopt, planned_release({"rules": [{"key": "a", "sites": ["Nowhere"]}]}), "file")


def test_a_fault_in_the_clinics_file_is_a_sentence_with_its_place():
    with pytest.raises(BadInput) as refused:
        planned({**clinic_plan().model_dump(), "release": {"rules": [{"key": "a", "when": "never"}]}})
    assert "release" in refused.value.sentence


def test_the_words_of_the_facts_name_no_patient_and_no_reason(house: House, sam: Actor):
    do(sam, release.add)
    do(sam, release.save, "Ana Rivera complained", 0)
    with Session(house.engine) as session:
        fact = session.scalars(select(FactRow).where(FactRow.kind == "ReleaseRulesChanged")).one()
    assert fact.patient_id is None
    assert fact.data == '{"edition":1}'
