"""What a test is, in plain words: every code is sound, every text is there in both languages."""

from collections import Counter

import pytest

from portal_app.catalogue import LANGUAGES, PSEUDO, speaking
from portal_app.chart.explained import BY_LOINC, CATALOGUE, KINDS, Entry, explained
from portal_app.chart.fields import LOINC

PANELS = {
    "Complete blood count": "58410-2 6690-2 789-8 718-7 4544-3 787-2 785-6 786-4 788-0 777-3 32623-1",
    "White blood cells by kind": "57021-8 770-8 736-9 5905-5 713-8 706-2 751-8 731-0 742-7 711-2 704-7",
    "Basic metabolic panel": "51990-0 24320-4 2345-7 17861-6 2951-2 2823-3 2028-9 2075-0 3094-0 2160-0 33037-3",
    "Comprehensive metabolic panel": (
        "24323-8 2345-7 17861-6 2951-2 2823-3 2028-9 2075-0 3094-0 2160-0 "
        "1751-7 2885-2 10834-0 1759-0 6768-6 1742-6 1920-8 1975-2 3097-3 98979-8"
    ),
    "Lipid panel": "57698-3 24331-1 2093-3 2571-8 2085-9 13457-7 18262-6 43396-1 9830-1 13458-5",
    "Thyroid": "3016-3 3024-7 3026-2 3051-0 3053-6",
    "A1c": "4548-4 27353-2",
    "Urinalysis": (
        "24356-8 24357-6 5767-9 5778-6 5811-5 5803-2 5792-7 5797-6 5804-0 5794-3 5802-4 5799-2 5770-3 5818-0 "
        "5821-4 13945-1 25145-4 5787-7"
    ),
}


def coded(loinc: str, system: str = LOINC) -> dict:
    return {"coding": [{"system": system, "code": loinc}]}


def luhn(digits: str) -> int:
    """The check digit of LOINC: mod 10, every second digit from the right doubled."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return -sum(number // 10 + number % 10 for number in doubled) % 10


def texts(test: Entry, language: str) -> list[str]:
    words = test.words[language]
    return [words.name, words.short, words.what, words.high, words.low]


def test_a_test_we_do_not_know_is_not_explained() -> None:
    assert explained(coded("99999-7")) is None
    assert explained({"text": "Potassium"}) is None
    assert explained(None) is None


def test_a_code_of_another_system_is_not_a_loinc_code() -> None:
    assert explained(coded("2823-3", "http://snomed.info/sct")) is None


def test_a_test_is_explained_in_the_language_spoken_now() -> None:
    found = explained(coded("2823-3"))
    assert found is not None
    assert (found.name, found.short) == ("Potassium", "A salt your heart and muscles need")
    assert found.sources == ("MedlinePlus, Potassium Blood Test", "LOINC")
    with speaking("es"):
        spanish = explained(coded("2823-3"))
    assert spanish is not None
    assert (spanish.name, spanish.kind) == ("Potasio", "blood")


def test_in_the_pseudo_locale_every_text_is_odd_and_an_empty_one_stays_empty() -> None:
    with speaking(PSEUDO):
        found = explained(coded("29463-7"))
    assert found is not None
    assert (found.name, found.high) == ("[Wéíght]", "")


def test_the_codes_are_many_and_each_stands_once() -> None:
    counted = Counter(loinc for test in CATALOGUE for loinc in test.loincs)
    assert [loinc for loinc, times in counted.items() if times > 1] == []
    assert len(BY_LOINC) >= 300


@pytest.mark.parametrize("loinc", BY_LOINC)
def test_a_code_ends_in_its_check_digit(loinc: str) -> None:
    digits, check = loinc.split("-")
    assert luhn(digits) == int(check)


def test_a_wrong_check_digit_would_be_seen() -> None:
    assert luhn("2823") == 3
    assert luhn("2832") != 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_tests_have_one_name(language: str) -> None:
    counted = Counter(test.words[language].name for test in CATALOGUE)
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("test", CATALOGUE, ids=lambda test: test.loincs[0])
def test_a_test_is_told_whole_in_both_languages(test: Entry) -> None:
    english, spanish = (texts(test, language) for language in ("en", "es"))
    assert all(english[:3])
    assert all(spanish[:3])
    assert [bool(text) for text in english] == [bool(text) for text in spanish]
    assert all(text.endswith((".", '."')) for text in [*english[2:], *spanish[2:]] if text)
    assert not any(text.endswith(".") for text in [*english[:2], *spanish[:2]])
    assert test.kind in KINDS
    assert test.decimals is None or 0 <= test.decimals <= 3
    assert len(test.sources) > 1
    assert all(test.sources)


@pytest.mark.parametrize("test", CATALOGUE, ids=lambda test: test.loincs[0])
def test_no_text_judges_or_shows_a_code(test: Entry) -> None:
    for language in LANGUAGES:
        for text in texts(test, language):
            assert not any(word in text.lower() for word in ("normal", "means you have", "significa que tiene"))
            assert not any(loinc in text for loinc in test.loincs)
            assert len(text) <= 260


@pytest.mark.parametrize("panel", PANELS)
def test_the_members_of_the_common_panels_are_all_there(panel: str) -> None:
    assert [loinc for loinc in PANELS[panel].split() if loinc not in BY_LOINC] == []
