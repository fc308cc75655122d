"""Whatever a system sends, every reader answers in words: no exception, and nothing that only a machine says."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from portal_app.catalogue import speaking
from portal_app.chart.record import Context
from tests.chart.mutated import codes_in, ids_in, resources, written_in
from tests.chart.readers import READERS, flat, words

HERE = Context("America/New_York", {"osei": "Dr. Amara Osei"}, "female")
RAW = re.compile(
    r"https?:|urn:(?:uuid|oid)|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\d\.\d{7,}|mm\[Hg\]|\{score\}|\b10\*\d"
    r"|\((?:disorder|finding|procedure|situation|body structure|qualifier value)\)|entered-in-error"
    r"|\b(?:[A-Z][a-z]+){2,}/[A-Za-z0-9.-]+"
    r"|\b(?:DiagnosticReport|MedicationRequest|AllergyIntolerance|ImagingStudy|CodeableConcept|valueQuantity)\b",
)
"""Addresses, ids, numbers with the digits of a computer, UCUM's brackets, SNOMED's tags, FHIR's own words."""
NOTHING = re.compile(r"(?:^|: )(None|null)$")
"""What a program says where it has nothing, unless the source itself wrote so."""


def holds(resource: dict) -> None:
    """All readers give words, in both languages; none of them is raw."""
    hidden, said_by_source = {*codes_in(resource), *ids_in(resource)}, written_in(resource)
    for language in ("en", "es"):
        with speaking(language):
            for reader in READERS:
                shown = flat(words(reader(resource, (), HERE)))
                for text in shown:
                    assert not RAW.search(text), text
                    empty = NOTHING.search(text)
                    assert not empty or empty[1] in said_by_source, text
                    # a code that its source also wrote as words is words: "SARS-CoV-2"
                    raw = [code for code in hidden if code in text and code not in said_by_source]
                    assert not raw, (text, raw)


CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=CHECKS)
@given(resources())
def test_a_few_hundred_mutated_resources_become_words(resource):
    holds(resource)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None, suppress_health_check=CHECKS, derandomize=True)
@given(resources())
def test_twenty_thousand_mutated_resources_become_words(resource):
    """The same ones for the same code, so that what one machine passes passes on all; those above differ each time."""
    holds(resource)
