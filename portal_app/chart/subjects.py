"""What a resource is about, as codes by which something to read is found: "icd10:E11.9", "loinc:4548-4"."""

from portal_app.chart.fields import LOINC, SNOMED, Json, codings, rows, table

_SYSTEMS = {
    LOINC: "loinc",
    SNOMED: "snomed",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://hl7.org/fhir/sid/cvx": "cvx",
}
_PLACES = ("code", "medicationCodeableConcept", "vaccineCode", "reasonCode", "addresses")


def subjects(resource: Json) -> list[str]:
    """Every code that says what it is about, the most telling first; systems that nobody knows are left out."""
    concepts = [concept for place in _PLACES for concept in rows(resource.get(place))]
    found = [coding for concept in concepts for coding in codings(table(concept))]
    return list(dict.fromkeys(f"{_SYSTEMS[system]}:{code}" for system, code, _ in found if system in _SYSTEMS and code))
