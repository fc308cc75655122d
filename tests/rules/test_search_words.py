"""Whatever way a name, number or birth date is usually typed, it finds the patient."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.models import Patient
from portal_app.rules.search_words import LONGEST, MOST_TERMS, search_words, typed_words


def patient(given: str = "Ana", family: str = "Rivera", born: date | None = date(1968, 3, 3), mrn: str = "MS-1001"):
    return Patient(mrn=mrn, given=given, family=family, birth_date=born, created_at=datetime.now(UTC))


def finds(typed: str, who: Patient) -> bool:
    words = search_words(who)
    terms = typed_words(typed)
    return bool(terms) and all(any(word.startswith(term) for term in some for word in words) for some in terms)


@pytest.mark.parametrize("typed", ["", "   ", "-", "'", ",;", "\x00"])
def test_nothing_typed_finds_nobody(typed: str) -> None:
    assert not finds(typed, patient())


@pytest.mark.parametrize("typed", ["ben", "ana lopez", "3/4/1968", "MS-1002", "na", "13/13/1968"])
def test_somebody_else_is_not_found(typed: str) -> None:
    assert not finds(typed, patient())


@pytest.mark.parametrize("typed", ["ana", "riv", "RIVERA, Ana", "ana r", "Ána  Rivera"])
def test_a_name_is_found_by_its_beginning_in_any_order(typed: str) -> None:
    assert finds(typed, patient())


@pytest.mark.parametrize(
    "typed",
    ["3/3/1968", "03/03/1968", "3-3-68", "3.3.1968", "1968-03-03", "03031968", "March 3, 1968", "mar 3 1968",
     "3 Mar 1968", "3 de marzo de 1968", "3/1968", "1968", "rivera 3/3/68"],
)  # fmt: skip
def test_a_birth_date_is_found_however_it_is_written(typed: str) -> None:
    assert finds(typed, patient())


@pytest.mark.parametrize("typed", ["MS-1001", "ms1001", "ms-10"])
def test_a_record_number_is_found_with_and_without_its_hyphen(typed: str) -> None:
    assert finds(typed, patient())


@pytest.mark.parametrize("typed", ["garcia", "lopez", "García-López", "garcialopez", "jose garcia-lo"])
def test_a_hyphenated_name_with_accents_is_found_by_each_part(typed: str) -> None:
    assert finds(typed, patient("José", "García-López"))


@pytest.mark.parametrize("typed", ["O'Brien", "obrien", "o’brien", "brien"])
def test_an_apostrophe_does_not_matter(typed: str) -> None:
    assert finds(typed, patient("Mary", "O'Brien"))


@pytest.mark.parametrize(("name", "typed"), [("Søren", "soren"), ("Łukasz", "lukasz"), ("Đặng", "dang"), ("李", "李")])
def test_letters_of_other_languages_are_found(name: str, typed: str) -> None:
    assert finds(typed, patient(name))


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_few_and_short_terms(typed: str) -> None:
    terms = typed_words(typed)
    assert len(terms) <= MOST_TERMS
    assert all(0 < len(word) <= LONGEST for term in terms for word in term)


NAMES = st.text(st.characters(categories=("L", "M"), include_characters=" -'’.,"), min_size=1, max_size=40)


@given(NAMES, NAMES)
def test_everybody_is_found_by_their_own_name(one: str, other: str) -> None:
    who = patient(one, other)
    assert not typed_words(one) or finds(one, who)
