"""What queries need to know about a resource: whose, what, when, in which list. Garbage in gives empty columns."""

from dataclasses import dataclass
from datetime import date, datetime

from portal_app.chart import classes, habits, lab_names, measured, medicines, reports, surveys, vaccines
from portal_app.chart.dates import first, moment
from portal_app.chart.fields import LOINC, Json, code, codes, reference, rows, table, text
from portal_app.chart.standing import is_in_error, status
from portal_app.chart.titles import called, plain
from portal_app.models.kinds import Group, ReleaseClass, Shelf

GROUPS: dict[str, Group] = {
    kind: group
    for group, kinds in {
        Group.PROBLEMS: "Condition",
        Group.MEDICINES: "MedicationRequest MedicationStatement",
        Group.ALLERGIES: "AllergyIntolerance",
        Group.VACCINES: "Immunization",
        Group.VISITS: "Encounter Appointment",
        Group.CARE_PLANS: "CarePlan",
        Group.GOALS: "Goal",
        Group.REPORTS: "DiagnosticReport ImagingStudy",
        Group.PROCEDURES: "Procedure",
        Group.DOCUMENTS: "DocumentReference Composition Media DocumentManifest",
        Group.FORMS: "QuestionnaireResponse Consent",
        Group.MESSAGES: "Communication CommunicationRequest",
        Group.BILLING: "Claim ClaimResponse ExplanationOfBenefit Coverage Account Invoice ChargeItem PaymentNotice "
        "CoverageEligibilityRequest CoverageEligibilityResponse EnrollmentRequest EnrollmentResponse",
        Group.PERSON: "Patient RelatedPerson",
        Group.DIRECTORY: "Practitioner PractitionerRole Organization Location HealthcareService Medication Endpoint "
        "OrganizationAffiliation InsurancePlan Substance MedicationKnowledge Questionnaire Schedule Slot",
        Group.CARE_TEAM: "CareTeam",
        Group.DEVICES: "Device DeviceUseStatement",
        Group.FAMILY: "FamilyMemberHistory",
        Group.PROVENANCE: "Provenance AuditEvent Task",
        Group.OTHER: "MedicationAdministration MedicationDispense ServiceRequest Specimen ImmunizationRecommendation "
        "DeviceRequest SupplyRequest SupplyDelivery NutritionOrder VisionPrescription RiskAssessment DetectedIssue "
        "Flag ClinicalImpression AdverseEvent List EpisodeOfCare ImmunizationEvaluation RequestGroup "
        "BodyStructure MolecularSequence GuidanceResponse AppointmentResponse ResearchSubject",
    }.items()
    for kind in kinds.split()
}

_OWNERS = ("subject", "patient", "beneficiary", "for", "individual")
_NAMES = (
    "code",
    "medicationCodeableConcept",
    "vaccineCode",
    "type",
    "category",
    "serviceType",
    "appointmentType",
    "description",
)
_DATES = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "occurrenceDateTime",
    "performedDateTime",
    "performedPeriod", "onsetDateTime", "onsetPeriod", "period", "start", "authoredOn", "startDate", "started",
    "billablePeriod", "whenHandedOver", "whenPrepared", "date", "authored", "sent", "recordedDate", "issued",
    "created", "birthDate",
)  # fmt: skip
_BLOOD_PRESSURE_PARTS = {"8480-6", "8462-4"}
_ASKED = {"56799-0"}
"""Questions of the PRAPARE survey that do not look like one: the address."""
_SURVEY_UNITS = {"{score}", "(score)", "{#}"}


@dataclass(frozen=True)
class Indexed:
    """The columns of one resource."""

    type: str
    fhir_id: str
    patient: str
    """FHIR id of the patient it is about; empty for the directory."""
    group: Group
    title: str
    status: str
    clinical_at: datetime | None
    precision: str
    encounter: str
    entered_in_error: bool
    understood: bool
    """A type we know, with what its list needs."""
    shelf: Shelf
    release_class: ReleaseClass
    flags: str
    code: str
    standing: str
    final_at: datetime | None
    """When its source made it final."""
    parts: tuple[str, ...]
    """FHIR ids of the tests of a report, in its order."""


def index(resource: Json, sex: str = "", born: date | None = None) -> Indexed:
    """The columns for any JSON object; raises nothing, whatever is in it. Ranges may depend on who the patient is."""
    kind, fhir_id = text(resource.get("resourceType")), text(resource.get("id"))
    group = _group(kind, resource)
    patient = fhir_id if kind == "Patient" else _owner(resource)
    when = first(*(resource[name] for name in _DATES if name in resource))
    title = _title(group, resource)
    found = classes.release_class(group, resource)
    final = moment(resource.get("issued"))
    return Indexed(
        type=kind,
        fhir_id=fhir_id,
        patient="" if group == Group.DIRECTORY else patient,
        group=group,
        title=title,
        status=status(resource),
        clinical_at=when.at if when else None,
        precision=when.precision if when else "",
        encounter=reference(_first(resource.get("encounter")) or resource.get("context"))[1],
        entered_in_error=is_in_error(resource),
        understood=_understood(kind, group, patient, title, resource),
        shelf=classes.shelf(group, found, resource),
        release_class=found,
        flags=classes.spelled(classes.flags(found, resource)),
        code=classes.loinc(resource),
        standing=measured.judged(resource, sex, born) if group in {Group.LABS, Group.VITALS} else "",
        final_at=final.at if final else None,
        parts=_parts(resource) if kind == "DiagnosticReport" else (),
    )


def _group(kind: str, resource: Json) -> Group:
    return _of_observation(resource) if kind == "Observation" else GROUPS.get(kind, Group.OTHER)


def _of_observation(resource: Json) -> Group:
    loinc = code(resource.get("code"), LOINC)
    if loinc in _BLOOD_PRESSURE_PARTS:
        # half a reading, beside the panel that holds both numbers
        return Group.OTHER
    if loinc in lab_names.VITAL_SIGNS or "vital-signs" in codes(resource.get("category")):
        return Group.VITALS
    if habits.is_habit(resource):
        return Group.HABITS
    if codes(resource.get("category")) & {"survey", "exam", "functional-status", "sdoh"}:
        return Group.SURVEYS
    return Group.LABS if _is_lab(resource) else Group.OTHER


def _is_lab(resource: Json) -> bool:
    """A test of the body; what a questionnaire asked is not, even where an EHR files it under laboratory."""
    if not codes(resource.get("category")) & {"laboratory", "LAB", "LP", "CH", "HM", "MB"}:
        return False
    answered = codes(resource.get("valueCodeableConcept"))
    unit = text(table(resource.get("valueQuantity")).get("unit"))
    asked = called(resource.get("code")).endswith("?") or code(resource.get("code")) in _ASKED
    return not asked and unit not in _SURVEY_UNITS and not any(answer.startswith("LA") for answer in answered)


def _owner(resource: Json) -> str:
    for name in _OWNERS:
        kind, fhir_id = reference(_first(resource.get(name)))
        if fhir_id and kind in {"Patient", ""}:
            return fhir_id
    for participant in rows(resource.get("participant")):
        kind, fhir_id = reference(participant.get("actor"))
        if kind == "Patient":
            return fhir_id
    return ""


def _parts(resource: Json) -> tuple[str, ...]:
    found = (reference(part) for part in rows(resource.get("result")))
    return tuple(dict.fromkeys(fhir_id for kind, fhir_id in found if fhir_id and kind in {"Observation", ""}))


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _title(group: Group, resource: Json) -> str:
    """The English name by which lists are searched; records.py says it in the reader's language."""
    if group in {Group.LABS, Group.VITALS}:
        return lab_names.english(resource.get("code"))
    if group is Group.HABITS:
        return habits.english(resource)
    if group is Group.SURVEYS:
        return surveys.english(resource)
    if group is Group.REPORTS:
        return reports.english(resource)
    if group is Group.VACCINES and (name := vaccines.english(resource)):
        return name
    if group is Group.MEDICINES or text(resource.get("resourceType")) == "MedicationDispense":
        return medicines.name(resource)
    if found := plain(resource.get("title")):
        return found
    concepts = (concept for name in _NAMES for concept in rows(resource.get(name)))
    return next((found for concept in concepts if (found := called(concept))), "")


def _understood(kind: str, group: Group, patient: str, title: str, resource: Json) -> bool:
    if kind == "Observation":
        return bool(patient and (title or rows(resource.get("component"))))
    if kind not in GROUPS:
        return False
    return bool(patient) if group not in {Group.DIRECTORY, Group.PERSON} else True
