"""Bursts of looks are one visit, and no look is lost."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal_app.rules.looks import BURST, Look, visits, what, why

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SOMEBODY, OTHER = UUID(int=1), UUID(int=2)


def look(seq: int, minutes: int, who: UUID = SOMEBODY, part: str = "labs") -> Look:
    return Look(seq, NOON + timedelta(minutes=minutes), "ChartRead", who, part, "care")


def test_looks_of_one_person_at_one_part_within_half_an_hour_are_one() -> None:
    made = visits([look(3, 40), look(2, 20), look(1, 0)])
    assert [(visit.newest.seq, visit.times, visit.oldest_seq) for visit in made] == [(3, 3, 1)]


def test_another_person_another_part_or_a_longer_gap_is_another_visit() -> None:
    made = visits([look(4, 100), look(3, 20), look(2, 10, OTHER), look(1, 0, part="visits")])
    assert [visit.times for visit in made] == [1, 1, 1, 1]


def test_a_copy_to_read_and_one_for_another_program_are_two_lines() -> None:
    """Joined, the log would say that one form was saved twice."""
    made = visits(
        [
            Look(seq, NOON + timedelta(minutes=seq), "RecordTaken", SOMEBODY, "whole", "", form)
            for seq, form in ((3, "json"), (2, "pdf"), (1, "json"))
        ]
    )
    assert [(what(visit.newest), visit.times) for visit in made] == [
        ("Saved a copy: the whole record, for another program", 2),
        ("Saved a copy: the whole record, to read", 1),
    ]


def test_what_the_patient_opened_is_said_to_them_as_theirs() -> None:
    opened = Look(1, NOON, "ChartRead", SOMEBODY, "labs", "own")
    assert (why(opened, to_patient=True), why(opened)) == ("Your own record", "Their own record")


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from([SOMEBODY, OTHER]), st.sampled_from(["labs", "visits"])))
)
def test_every_look_is_in_exactly_one_visit_and_gaps_inside_are_short(raw: list[tuple[int, UUID, str]]) -> None:
    newest_first = [
        look(len(raw) - place, minutes, who, part)
        for place, (minutes, who, part) in enumerate(sorted(raw, key=lambda one: -one[0]))
    ]
    made = visits(newest_first)
    assert sum(visit.times for visit in made) == len(raw)
    assert [visit.newest.seq for visit in made] == sorted((visit.newest.seq for visit in made), reverse=True)
    assert timedelta(minutes=30) == BURST
