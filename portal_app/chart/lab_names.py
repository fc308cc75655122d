"""Plain names of common measurements and tests, with the decimals a lab prints."""

from portal_app.catalogue import ENGLISH, language, say
from portal_app.chart.explained import CATALOGUE, MEASURED_ON_THE_BODY, entry
from portal_app.chart.titles import called, test_name

VITAL_SIGNS = frozenset(loinc for test in CATALOGUE if test.kind == MEASURED_ON_THE_BODY for loinc in test.loincs)
_IN_ENGLISH = {test.words[ENGLISH].name: test.words for test in CATALOGUE}


def title(concept: object) -> str:
    """What was measured, in the language spoken now if it is a common test, else as the lab calls it."""
    return in_language(english(concept))


def english(concept: object) -> str:
    """What was measured, in English."""
    found = entry(concept)
    return found.words[ENGLISH].name if found else test_name(called(concept))


def in_language(english: str) -> str:
    """The English name of a test in the language spoken now, as far as we know it in that language."""
    found = _IN_ENGLISH.get(english, {}).get(language())
    return found.name if found else say(english)


def decimals(concept: object) -> int | None:
    """The decimals a lab prints for this test; none where we do not know it."""
    found = entry(concept)
    return found.decimals if found else None
