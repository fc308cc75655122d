"""Staff see the portal as a patient does: after a reason, for half an hour, read only, and the patient can read it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal_app import looking
from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.models import Draft, FactRow, Notice, PatientView, Session, Stage, Thread
from portal_app.models.notices import Event
from portal_app.services import access_log, choices, forms, holds, messages, records, results, reviews, view_as
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import WORD, arrive, decide, id_of, lab, report
from tests.services.conversations import begun, key
from tests.services.doors import do

WHY = ("asked", "She called and cannot find her result.")


def opened(who: str, patient: str = "ana") -> Actor:
    do(person(who), view_as.open, uid(patient), *WHY)
    return person(who)


@pytest.mark.parametrize("who", ["nobody", "ana", "stranger", "priya", "dana", "sam"])
def test_who_may_not_look_as_a_patient_opens_nothing(house: House, who: str) -> None:
    for verb, args in ((view_as.open, WHY), (view_as.look, ()), (view_as.leave, ())):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work, uid("ana"), *args)
    with begin(SYSTEM) as work:
        assert work.all(select(PatientView)) == []


def test_a_patient_of_another_site_is_not_found_and_the_portal_itself_does_not_look(house: House, lena: Actor) -> None:
    with pytest.raises(NotFound), begin(lena) as work:
        view_as.open(work, uid("ana"), *WHY)
    with pytest.raises(Refused), begin(SYSTEM) as work:
        view_as.open(work, uid("ana"), *WHY)


@pytest.mark.parametrize("why", [("", WHY[1]), ("curious", WHY[1]), ("asked", "  why  "), ("asked", "")])
def test_a_reason_is_needed(house: House, ben: Actor, why: tuple[str, str]) -> None:
    with pytest.raises(BadInput), begin(ben) as work:
        view_as.open(work, uid("ana"), *why)


@pytest.mark.parametrize("who", ["ben", "amara", "sam"])
def test_without_an_open_view_nothing_is_read_through_a_patients_eyes(house: House, who: str) -> None:
    arrive(lab("k"))
    for verb, args in ((records.hub, ()), (records.see, ("problems",)), (results.see, ())):
        with pytest.raises(Refused), begin(person(who), reads=True) as work:
            verb(work, *args, through=uid("ana"))


def test_a_view_is_of_one_patient_for_its_opener_for_half_an_hour(house: House, amara: Actor) -> None:
    ben = opened("ben")
    assert ben.view_ids == {uid("ana")}
    assert person("amara").view_ids == frozenset()
    with pytest.raises(Refused), begin(ben, reads=True) as work:
        records.hub(work, through=uid("stranger"))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31)):
        assert person("ben").view_ids == frozenset()
        with begin(person("ben")) as work:
            assert not view_as.look(work, uid("ana")).open
    do(ben, view_as.leave, uid("ana"))
    do(ben, view_as.leave, uid("ana"))
    assert person("ben").view_ids == frozenset()


def test_opening_it_twice_is_one_view(house: House) -> None:
    opened("ben")
    opened("ben")
    with begin(SYSTEM) as work:
        assert len(work.all(select(PatientView))) == 1
        assert len(work.all(select(FactRow).where(FactRow.kind == "ViewedAs"))) == 1
        assert "cannot find" not in "".join(fact.data for fact in work.all(select(FactRow)))


@pytest.mark.parametrize("who", ["ben", "amara"])
def test_what_it_shows_is_what_the_patient_gets(house: House, ana: Actor, amara: Actor, who: str) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("own wait"), lab("held"))
    do(ana, choices.choose, "labs", "now")
    arrive(report("panel", "a"), lab("a"), lab("seen"))
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("waits"))
    wanted = id_of("held")
    with begin(amara) as work:
        holds.hold(work, wanted, "life_or_safety", "She has spoken of ending her life.", work.now + timedelta(days=2))
    looker = opened(who)

    def cards(actor: Actor, **through: Any) -> list[Any]:
        with begin(actor, reads=True) as work:
            return [records.hub(work, **through), results.see(work, **through), records.visits(work, **through)]

    hers = cards(person("ana"))
    assert cards(looker, through=uid("ana")) == hers
    assert "seen" in repr(hers[1])
    # her own waits stand there as she sees them; the hold, and what the results say, do not
    assert [wait.title for wait in hers[1].waits] == ["Walnut waits is ready"]
    assert "held" not in repr(hers).lower()


def test_every_write_of_the_patients_is_refused_to_who_looks(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"))
    thread = begun("ana")
    writes: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (choices.read, ()),
        (choices.choose, ("labs", "now")),
        (choices.show_now, (id_of("k"),)),
        (messages.start, (str(uid("medicine")), "Subject", "Words", key())),
        (messages.send, (thread, "Words", key())),
        (messages.save_draft, ("new", "Words", key())),
        (messages.draft, ("new",)),
        (messages.close, (thread,)),
        (forms.mine, ()),
        (forms.send, (uuid4(),)),
        (access_log.mine, ()),
    ]
    for who in ("ben", "amara"):
        looker = opened(who)
        before = _facts()
        for verb, args in writes:
            with pytest.raises(Refused), begin(looker) as work:
                verb(work, *args)
        assert _facts() == before


def _facts() -> int:
    with begin(SYSTEM) as work:
        return len(work.all(select(FactRow).where(FactRow.kind != "Refused")))


def test_nothing_of_the_patients_account_opens_through_their_eyes(house: House, ana: Actor) -> None:
    begun("ana")
    with begin(SYSTEM) as work:
        work.add(Draft(account_id=uid("account ana"), place="new", body="secret", key=key(), saved_at=work.now))
        work.add(
            Notice(
                account_id=uid("account ana"), patient_id=uid("ana"), event=Event.RESULT, about_id=uuid4(), at=work.now
            )
        )
        # somebody who has not signed in yet belongs to nobody
        work.add(
            Session(
                key_hash=b"x" * 32, created_at=work.now, seen_at=work.now, expires_at=work.now + timedelta(hours=1),
                stage=Stage.FIRST_FACTOR, address="", browser="",
            )
        )  # fmt: skip
    with begin(opened("ben"), reads=True) as work:
        eyes = looking.eyes(work, uid("ana"))
        assert (eyes.account_id, eyes.patient_id) == (None, uid("ana"))
        for query in (visible.drafts(eyes), visible.notices(eyes), visible.sessions(eyes)):
            assert work.all(query) == []
        assert work.all(visible.tasks(eyes)) == []
        assert len(work.all(select(Thread))) == 1


def test_the_patient_reads_who_looked_and_why(house: House, ana: Actor) -> None:
    arrive(lab("k"), who="ana")
    with begin(opened("ben"), reads=True) as work:
        results.see(work, through=uid("ana"))
    with begin(ana, reads=True) as work:
        lines = [(line.who, line.what, line.why) for line in access_log.mine(work).lines]
    assert ("Ben Ruiz", "Looked at the portal as you see it", "You asked for help") in lines
    assert ("Ben Ruiz", "Read the lab results", "To see what you see") in lines
    with begin(person("priya"), reads=True) as work:
        lines = [(line.who, line.what, line.why) for line in access_log.of_patient(work, uid("ana")).lines]
    assert ("Ben Ruiz", "Looked at the portal as the patient sees it", "The patient asked for help") in lines
    assert WORD not in repr(lines).lower()


def test_a_rule_that_hides_from_the_patient_hides_from_who_looks(house: House) -> None:
    arrive(lab("k"))
    looker = opened("amara")
    decide({"key": "wait", "when": "after", "hours": 24, "classes": ["labs"]})
    with begin(looker, reads=True) as work:
        assert results.see(work, through=uid("ana")).total == 0
    with begin(replace(looker, view_ids=frozenset()), reads=True) as work, pytest.raises(Refused):
        reviews.look(work, uuid4())
