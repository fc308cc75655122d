"""Who looked: patients see everybody else's looks at their own record, and nobody else's record."""

import re
from dataclasses import fields
from datetime import timedelta
from uuid import UUID

import pytest

from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.errors import Refused
from portal_app.facts import Fact, kinds
from portal_app.facts.chart import ChartRead
from portal_app.facts.taken import RecordTaken
from portal_app.rules.looks import KINDS, PARTS, REASONS, REASONS_TO_THE_PATIENT, TO_THE_PATIENT
from portal_app.services import access_log, choices, holds, reviews, view_as
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import WORD, arrive, id_of, lab, report
from tests.services.doors import do


def looks_at(patient: str, name: str, part: str = "labs", reason: str = "care") -> None:
    with begin(person(name), reads=True) as work:
        work.record(ChartRead(patient_id=uid(patient), part=part, reason=reason))


def told(name: str) -> list[tuple[str, str, str, str, int]]:
    with begin(person(name), reads=True) as work:
        lines = access_log.mine(work).lines
        return [(line.who, line.title, line.what, line.why, line.times) for line in lines]


@pytest.mark.parametrize("name", ["nobody", "ben", "sam"])
def test_only_a_patient_has_a_log_of_their_own(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        access_log.mine(work)


@pytest.mark.parametrize("name", ["nobody", "ana", "stranger", "lena"])
def test_who_may_not_see_the_patient_does_not_see_who_looked(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        access_log.of_patient(work, uid("ana"))


def test_a_patient_reads_who_when_and_why_with_bursts_as_one_line(house: House) -> None:
    looks_at("ana", "ben")
    looks_at("ana", "ben")
    looks_at("ana", "priya", "page", "front_desk")
    looks_at("ana", "ana", "labs", "own")
    looks_at("stranger", "ben")
    assert told("ana") == [
        ("Priya Shah", "Front desk", "Opened the patient page, without the chart", "For the clinic's office work", 1),
        ("Ben Ruiz", "Nurse", "Read the lab results", "For care", 2),
    ]
    assert [line[4] for line in told("stranger")] == [1]
    assert told("rosa") == []


def test_staff_see_the_patients_own_looks_too_by_name_or_as_the_patients(house: House, ben: Actor) -> None:
    looks_at("ana", "ana", "labs", "own")
    looks_at("ana", "ben")
    with begin(ben, reads=True) as work:
        assert [line.who for line in access_log.of_patient(work, uid("ana")).lines] == ["Ben Ruiz", "The patient"]


@pytest.mark.parametrize("part", [*PARTS])
def test_nothing_that_staff_read_there_speaks_to_the_patient(house: House, ana: Actor, ben: Actor, part: str) -> None:
    looks_at("ana", "sam", part, "preview")
    looks_at("ana", "ana", part, "own")
    with begin(ana, reads=True) as work:
        work.record(RecordTaken(patient_id=uid("ana"), part=part, form="pdf", items=3))
    do(ben, view_as.open, uid("ana"), "asked", "She cannot find it.")
    with begin(person("priya"), reads=True) as work:
        lines = access_log.of_patient(work, uid("ana")).lines
    said = {word for line in lines for word in re.findall(r"\w+", f"{line.who} {line.what} {line.why}".lower())}
    assert len(lines) == 4
    assert not said & {"you", "your"}


def test_pages_follow_each_other(house: House, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "PAGE", 2)
    for part in ("labs", "visits", "vitals", "problems", "medicines"):
        looks_at("ana", "ben", part)
    found, before = [], 0
    for _ in range(3):
        with begin(ana, reads=True) as work:
            page = access_log.mine(work, before)
        found += [line.what for line in page.lines]
        before = page.before
    assert (len(found), len(set(found)), before) == (5, 5, 0)


def every_fact(about: UUID) -> list[Fact]:
    """One fact of each kind there is, all about one item; where a word of the portal's own belongs, its name stands."""
    made = []
    for kind in sorted(kinds(), key=lambda one: one.__name__):
        if not kind.__module__.startswith("portal_app."):
            continue
        values = {}
        for one in fields(kind):
            hint = str(one.type)
            values[one.name] = about if "UUID" in hint else WORD if "str" in hint else 1 if "int" in hint else True
        made.append(kind(**{**values, "patient_id": uid("ana")}))
    return made


def test_no_kind_of_fact_names_an_item_that_the_patient_may_not_see_yet(house: House, amara: Actor) -> None:
    do(person("ana"), choices.choose, "pathology", "comment")
    arrive(lab("held"), report("waits", category=[{"coding": [{"code": "SP"}]}]))
    held, waits = id_of("held"), id_of("waits")
    with begin(amara) as work:
        holds.hold(work, held, "life_or_safety", "She has spoken of ending her life.", work.now + timedelta(days=2))
    with begin(amara, reads=True) as work:
        reviews.look(work, held)
        reviews.look(work, waits)
    with begin(amara) as work:
        reviews.review(work, held, "Walnut is what it is.", "", "the-key-of-a-draft")
    recorded = [*every_fact(held), *every_fact(waits)]
    with begin(amara) as work:
        for fact in recorded:
            work.record(fact)
    assert {"ResultHeld", "HoldEnded", "ResultReviewed", "ChartRead"} <= {type(fact).__name__ for fact in recorded}
    general = {str(say(words)) for words in (*PARTS.values(), *KINDS.values(), *TO_THE_PATIENT.values())}
    reasons = {"", *(str(say(words)) for words in (*REASONS.values(), *REASONS_TO_THE_PATIENT.values()))}
    lines, before = [], 0
    with begin(person("ana"), reads=True) as work:
        while True:
            part = access_log.mine(work, before)
            lines, before = [*lines, *part.lines], part.before
            if not before:
                break
    assert {line.what for line in lines} <= general
    assert {line.why for line in lines} <= reasons
    assert "Read test results" in {line.what for line in lines}
    told = repr(lines).lower()
    for secret in (WORD, str(held), str(waits), held.hex, "patholog", "genetic", "hold", "held", "reviewed", "biops"):
        assert secret not in told, secret


def test_every_general_word_of_the_log_names_no_kind_of_result() -> None:
    for words in (*PARTS.values(), *KINDS.values(), *REASONS.values()):
        assert not {"pathology", "genetic", "imaging", "scan", "biopsy", "hold", "held"} & set(words.lower().split())


def test_a_patient_who_asks_sees_their_own_looks_and_copies_too(house: House, ana: Actor) -> None:
    looks_at("ana", "ben")
    looks_at("ana", "ana", "medicines", "own")
    with begin(ana, reads=True) as work:
        work.record(RecordTaken(patient_id=uid("ana"), part="results", form="pdf", items=3))
    with begin(ana, reads=True) as work:
        lines = access_log.mine(work, own_too=True).lines
    assert [(line.who, line.what) for line in lines] == [
        ("You", "Saved a copy: Test results, to read"),
        ("You", "Read the medicines"),
        ("Ben Ruiz", "Read the lab results"),
    ]
    assert [line[0] for line in told("ana")] == ["Ben Ruiz"]
