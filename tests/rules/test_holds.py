"""A hold is for harm, for a reason in words, and ends: ten days at most each, thirty days in all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.errors import BadInput
from portal_app.models import Harm
from portal_app.rules import holds

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WHY = "She may hurt herself if she reads this alone."


@pytest.mark.parametrize("word", ["distress", "", "upsetting", "LIFE_OR_SAFETY"])
def test_distress_is_no_reason_to_hold(word: str) -> None:
    with pytest.raises(BadInput):
        holds.harm_of(word)
    assert "distress" not in {str(harm) for harm in Harm}
    assert set(holds.HARMS) == set(Harm)


@pytest.mark.parametrize("words", ["", "because", "too bad for her", "x" * 1001, "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_reason_is_at_least_a_sentence(words: str) -> None:
    with pytest.raises(BadInput):
        holds.reason_of(words, [])


@pytest.mark.parametrize("again", [WHY, WHY.upper(), f"  {WHY.replace(' ', '  ')}!!"])
def test_a_longer_hold_needs_a_fresh_reason(again: str) -> None:
    with pytest.raises(BadInput):
        holds.reason_of(again, [WHY])
    assert holds.reason_of("Her sister comes on Monday to be with her.", [WHY])


@given(st.lists(st.integers(1, 60 * 24 * 40), max_size=40), st.integers(0, 60 * 24 * 12))
def test_whoever_holds_however_often_it_is_over_thirty_days_after_the_first_hold(gaps: list[int], length: int) -> None:
    now, first, ends = NOW, None, []
    for gap in gaps:
        try:
            ends.append(holds.end_of(now + timedelta(minutes=length), now, first))
            first = first or now
        except BadInput:
            assert (
                length == 0 or length > 60 * 24 * 10 or (first and now + timedelta(minutes=length) > first + 30 * DAY)
            )
        now += timedelta(minutes=gap)
    assert all(first is not None and end <= first + holds.IN_ALL for end in ends)


@pytest.mark.parametrize(
    ("until", "first", "fine"),
    [
        (NOW, None, False),
        (NOW - DAY, None, False),
        (NOW + 10 * DAY, None, True),
        (NOW + 10 * DAY + timedelta(seconds=1), None, False),
        (NOW + 10 * DAY, NOW - 20 * DAY, True),
        (NOW + 10 * DAY, NOW - 20 * DAY - timedelta(seconds=1), False),
    ],
)
def test_every_boundary_of_an_end(until: datetime, first: datetime | None, fine: bool) -> None:
    if fine:
        assert holds.end_of(until, NOW, first) == until
    else:
        with pytest.raises(BadInput):
            holds.end_of(until, NOW, first)
