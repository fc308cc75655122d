"""What people may write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.errors import BadInput
from portal_app.rules import writing


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert writing.clean(writing.clean(text)) == writing.clean(text)


def test_what_cannot_be_seen_is_taken_out_and_line_ends_are_one_kind() -> None:
    assert writing.clean(" a\x00b\u202ec\r\nd\re\u2028f\x07 ") == "abc\nd\ne\nf"


def test_family_emoji_and_accents_stay_whole() -> None:
    assert writing.clean("Dolor de estómago 👨\u200d👩\u200d👧") == "Dolor de estómago 👨\u200d👩\u200d👧"


@pytest.mark.parametrize("text", ["", " ", "\u202e\n", "x" * 8001])
def test_a_message_is_neither_empty_nor_too_long(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        writing.message(text)
    assert refusal.value.field == "body"


def test_eight_thousand_characters_are_a_message() -> None:
    assert len(writing.message("x" * 8000)) == 8000


def test_a_subject_is_one_line_or_else_the_topic() -> None:
    assert writing.subject(" my\npills ", "A medicine") == "my pills"
    assert writing.subject(" ", "A medicine") == "A medicine"
    with pytest.raises(BadInput):
        writing.subject("x" * 141, "A medicine")


@pytest.mark.parametrize(
    ("name", "letters", "called"),
    [("Ben Ruiz", "BR", "Ben"), ("Dr. Amara Osei", "AO", "Dr.\u00a0Osei"), ("Cher", "C", "Cher"), ("", "", "")],
)
def test_people_have_initials_and_a_name_to_call_them_by(name: str, letters: str, called: str) -> None:
    assert (writing.initials(name), writing.called(name)) == (letters, called)
