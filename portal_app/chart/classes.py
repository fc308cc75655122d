"""What the rules of release and the pages tell apart: the class of a resource, why it is sensitive, where it stands."""

import re
from collections.abc import Iterable, Iterator

from portal_app.chart.fields import LOINC, Json, codes, codings, rows, table, text
from portal_app.models.kinds import Flag, Group, ReleaseClass, Shelf

_PATHOLOGY = {"LP7839-6", "PAT", "SP", "CP", "CTH", "11526-1", "60567-5", "22034-3", "47527-7", "19762-4", "10525-4"}
_GENETICS = {"GE", "LP343631-6", "51969-4", "81247-9", "48018-6", "69548-6", "21636-6", "21639-0", "38404-0"}
_IMAGING = {"LP29684-5", "RAD", "RX", "CT", "NMR", "RUS", "OUS", "VUS", "XRC", "NMS", "CUS", "imaging", "18748-4",
            "LP29708-2", "LP7796-8", "EC"}  # fmt: skip
_NOTES = {
    "clinical-note", "11488-4", "18842-5", "34117-2", "51847-2", "11506-3", "28570-0", "34111-5", "11504-8", "68608-9",
    "34109-9", "18761-7", "57133-1", "34112-3", "34131-3", "34133-9", "10164-2", "51848-0", "67781-5",
    "74264-3", "34746-8", "34108-1", "59258-4",
}  # fmt: skip
_RESULTS = {ReleaseClass.LABS, ReleaseClass.PATHOLOGY, ReleaseClass.IMAGING, ReleaseClass.GENETICS}
_LAB_REPORTS = {"11502-2", "LAB", "26436-6"}
_SUSPECTS_CANCER = re.compile(
    r"malignan|carcinom|\bcancer|neoplas|metasta|lymphoma|melanoma|sarcoma|\btumou?r|BI-?RADS\W*(?:category\W*)?[456]"
    r"|mammogra|\bPET\b|biops",
    re.IGNORECASE,
)

# HL7 v3 ActCode and Confidentiality, as security labels (hl7.org/fhir/R4/security-labels.html)
_LABELS = {
    "HIV": Flag.HIV, "SUD": Flag.SUBSTANCE_USE, "ETH": Flag.SUBSTANCE_USE, "ETHUD": Flag.SUBSTANCE_USE,
    "OPIOIDUD": Flag.SUBSTANCE_USE, "PSY": Flag.MENTAL_HEALTH, "MH": Flag.MENTAL_HEALTH, "BH": Flag.MENTAL_HEALTH,
    "SEX": Flag.SEXUAL_HEALTH, "STD": Flag.SEXUAL_HEALTH, "SDV": Flag.SEXUAL_HEALTH, "PREGNANT": Flag.PREGNANCY,
    "GDIS": Flag.GENETIC, "R": Flag.RESTRICTED, "V": Flag.RESTRICTED,
}  # fmt: skip
_TESTS: dict[str, Flag] = {
    loinc: flag
    for flag, loincs in (
        (Flag.HIV, "56888-1 75622-1 7917-8 29893-5 20447-9 25836-8 68961-2 43010-8 89365-1 24467-3 8122-4 5222-3"),
        (Flag.HEPATITIS, "5196-1 5195-3 16128-1 13955-0 11259-9 29609-9 5187-0 13950-1 22322-2 31204-1 75410-1"),
        (Flag.DRUG_TEST, "3349-8 3390-2 3397-7 3426-4 3879-4 19261-7 19295-5 18282-4 19659-2 3936-2 3778-8 43984-4"),
        (Flag.SEXUAL_HEALTH, "21613-5 24111-7 43304-5 43305-2 20507-0 22461-8 24110-9 5292-8 47236-5 6510-4 21440-3"),
        (Flag.PREGNANCY, "2106-3 2118-8 19080-1 21198-7 45194-8 2110-5"),
        (Flag.GENETIC, "51969-4 81247-9 48018-6 69548-6 21636-6 21639-0 38404-0 24476-4 34509-0"),
    )
    for loinc in loincs.split()
}

_SHELVES = {
    Group.LABS: Shelf.RESULTS,
    Group.MEDICINES: Shelf.MEDICINES,
    Group.PROBLEMS: Shelf.PROBLEMS,
    Group.ALLERGIES: Shelf.ALLERGIES,
    Group.VACCINES: Shelf.VACCINES,
    Group.VITALS: Shelf.VITALS,
    Group.VISITS: Shelf.VISITS,
    Group.CARE_PLANS: Shelf.CARE_PLANS,
    Group.GOALS: Shelf.CARE_PLANS,
    Group.PROCEDURES: Shelf.PROCEDURES,
    Group.CARE_TEAM: Shelf.CARE_TEAM,
    Group.DEVICES: Shelf.DEVICES,
    Group.HABITS: Shelf.BACKGROUND,
    Group.SURVEYS: Shelf.BACKGROUND,
    Group.FAMILY: Shelf.BACKGROUND,
    Group.DOCUMENTS: Shelf.NOTES,
    Group.OTHER: Shelf.OTHER,
}
_CLASSES = {
    Group.LABS: ReleaseClass.LABS,
    Group.REPORTS: ReleaseClass.LABS,
    Group.MEDICINES: ReleaseClass.MEDICINES,
    Group.PROBLEMS: ReleaseClass.PROBLEMS,
    Group.ALLERGIES: ReleaseClass.ALLERGIES,
    Group.VACCINES: ReleaseClass.VACCINES,
    Group.VITALS: ReleaseClass.VITALS,
    Group.VISITS: ReleaseClass.VISITS,
    Group.CARE_PLANS: ReleaseClass.CARE_PLANS,
    Group.GOALS: ReleaseClass.CARE_PLANS,
    Group.PROCEDURES: ReleaseClass.PROCEDURES,
    Group.DOCUMENTS: ReleaseClass.DOCUMENTS,
    Group.HABITS: ReleaseClass.BACKGROUND,
    Group.SURVEYS: ReleaseClass.BACKGROUND,
    Group.FAMILY: ReleaseClass.BACKGROUND,
    Group.CARE_TEAM: ReleaseClass.CARE_TEAM,
    Group.DEVICES: ReleaseClass.DEVICES,
    Group.FORMS: ReleaseClass.OWN,
    Group.MESSAGES: ReleaseClass.OWN,
    Group.PERSON: ReleaseClass.OWN,
    Group.DIRECTORY: ReleaseClass.OWN,
    Group.PROVENANCE: ReleaseClass.OWN,
}
_PARTS = {"MedicationDispense": Shelf.MEDICINES, "ImmunizationRecommendation": Shelf.VACCINES}
"""What belongs to the page of another group, which joins it to the lines there."""
_KINDS = {
    "MedicationAdministration": ReleaseClass.MEDICINES,
    "MedicationDispense": ReleaseClass.MEDICINES,
    "ImmunizationRecommendation": ReleaseClass.VACCINES,
    "ImmunizationEvaluation": ReleaseClass.VACCINES,
    "DeviceRequest": ReleaseClass.DEVICES,
    "MolecularSequence": ReleaseClass.GENETICS,
}


def release_class(group: Group, resource: Json) -> ReleaseClass:
    """The class whose rules decide when a patient sees it."""
    kind, known = text(resource.get("resourceType")), _codes(resource)
    if kind == "Coverage":
        return ReleaseClass.INSURANCE
    if group in {Group.BILLING}:
        return ReleaseClass.OWN
    if group in {Group.LABS, Group.REPORTS, Group.DOCUMENTS}:
        if known & _GENETICS:
            return ReleaseClass.GENETICS
        if known & _PATHOLOGY:
            return ReleaseClass.PATHOLOGY
        if kind == "ImagingStudy" or known & _IMAGING:
            return ReleaseClass.IMAGING
        if group is not Group.LABS and known & _NOTES:
            return ReleaseClass.NOTES
        if known & _LAB_REPORTS:
            return ReleaseClass.LABS
    if kind in _KINDS:
        return _KINDS[kind]
    return _CLASSES.get(group, ReleaseClass.OTHER)


def flags(found: ReleaseClass, resource: Json) -> frozenset[Flag]:
    """Why it is sensitive: its source's security labels, the test's code, and words that speak of cancer in a report.

    So is what has a sensitive test inside, for it shows that test's value. That a report may show cancer is told of
    every pathology report, and of a scan by its name, findings and conclusion.
    """
    sensitive: set[Flag] = set()
    for one in (resource, *_tests_inside(resource)):
        labels = {code for label in rows(table(one.get("meta")).get("security")) for _, code, _ in codings(label)}
        sensitive |= {_LABELS[label] for label in labels & _LABELS.keys()}
        sensitive |= {_TESTS[code] for code in _codes(one) & _TESTS.keys()}
    if found is ReleaseClass.GENETICS:
        sensitive.add(Flag.GENETIC)
    if found is ReleaseClass.PATHOLOGY or (found is ReleaseClass.IMAGING and _speaks_of_cancer(resource)):
        sensitive.add(Flag.CANCER)
    return frozenset(sensitive)


def shelf(group: Group, found: ReleaseClass, resource: Json) -> Shelf:
    """The page on which it has a line of its own; a test in a report loses it when the report is known."""
    kind = text(resource.get("resourceType"))
    if kind == "Coverage":
        return Shelf.INSURANCE
    if kind in _PARTS:
        return _PARTS[kind]
    if group is Group.REPORTS:
        return Shelf.NOTES if found is ReleaseClass.NOTES else Shelf.RESULTS
    if group is Group.DOCUMENTS and found in _RESULTS:
        return Shelf.RESULTS
    return _SHELVES.get(group, Shelf.NONE)


def loinc(resource: Json) -> str:
    """The LOINC code that a rule may name."""
    found = (code for concept in rows(resource.get("code")) for system, code, _ in codings(concept) if system == LOINC)
    return next(found, "")[:40]


def spelled(found: Iterable[Flag]) -> str:
    """Flags as they are stored."""
    return " ".join(sorted(found))


def _codes(resource: Json) -> set[str]:
    return codes(resource.get("category")) | codes(resource.get("code")) | codes(resource.get("type"))


def _tests_inside(resource: Json) -> Iterator[Json]:
    """Observations that came inside a resource and have no line of their own, and the parts of an Observation."""
    yield from rows(resource.get("component"))
    for one in rows(resource.get("contained")):
        if one.get("resourceType") == "Observation":
            yield one
            yield from rows(one.get("component"))


def _speaks_of_cancer(resource: Json) -> bool:
    said = [text(resource.get("conclusion")), text(resource.get("description"))]
    concepts = [*rows(resource.get("code")), *rows(resource.get("type")), *rows(resource.get("conclusionCode"))]
    said += [word for one in concepts for word in (text(one.get("text")), *(shown for _, _, shown in codings(one)))]
    return any(_SUSPECTS_CANCER.search(word) for word in said if word)
