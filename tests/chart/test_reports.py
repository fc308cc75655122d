from collections import Counter
from datetime import date

import pytest

from portal_app.catalogue import speaking
from portal_app.chart.record import Context
from portal_app.chart.reports import english, sheet, spoken_title
from portal_app.chart.summaries import summary

HERE = Context(
    "America/New_York", {"riverside": "Riverside Lab", "osei": "Dr. Amara Osei"}, "female", date(1979, 5, 14)
)
LOINC = "http://loinc.org"


def test(name: str, value: float, **more: object) -> dict:
    return {
        "resourceType": "Observation", "id": name.lower(), "status": "final", "code": {"text": name},
        "valueQuantity": {"value": value, "unit": "g/L"},
        "referenceRange": [{"low": {"value": 1}, "high": {"value": 9}}], **more,
    }  # fmt: skip


def panel(*names: str, **more: object) -> dict:
    return {
        "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "code": {"text": "Metals"},
        "effectiveDateTime": "2026-11-23T13:40:00Z", "result": [{"reference": f"Observation/{name}"} for name in names],
        **more,
    }  # fmt: skip


test.__test__ = False
SWAB = {"resourceType": "Specimen", "id": "s", "type": {"text": "Throat swab"}}


def test_values_stand_in_the_reports_order_whatever_order_they_come_in():
    report = sheet(panel("iron", "zinc"), [test("Gold", 3), test("Zinc", 2), test("Iron", 10)], HERE)
    assert [one.title for one in report.measures] == ["Iron", "Zinc", "Gold"]
    assert report.summary == "1 of 3 is a little high. 2 are in the usual range."


def test_what_is_referred_to_but_not_at_hand_is_not_named_and_an_error_is_never_shown():
    kept = panel(
        "iron", result=[{"reference": "Observation/held", "display": "HIV"}, {"reference": "Observation/iron"}]
    )
    report = sheet(kept, [test("Iron", 5, status="entered-in-error")], HERE)
    assert report.measures == ()
    assert "HIV" not in str(report)


def test_a_name_without_a_reference_is_shown_but_not_counted():
    report = sheet(panel(result=[{"display": "Morphology"}]), [test("Iron", 5)], HERE)
    assert [one.title for one in report.measures] == ["Iron", "Morphology"]
    assert report.summary == "It is in the usual range."


def test_members_of_a_group_stand_in_it_and_not_twice():
    group = test("Group", 1, hasMember=[{"reference": "Observation/iron"}], valueQuantity=None, referenceRange=None)
    report = sheet(panel("group", "iron"), [test("Iron", 5), group], HERE)
    assert [one.title for one in report.measures] == ["Group"]
    assert [one.title for one in report.measures[0].parts] == ["Iron"]


def test_two_halves_of_a_blood_pressure_are_one_reading():
    def half(loinc: str, value: float) -> dict:
        return test(loinc, value, code={"coding": [{"system": LOINC, "code": loinc}]}, effectiveDateTime="2026-11-23")

    report = sheet(panel(), [half("8480-6", 138.2), test("Pulse", 5), half("8462-4", 85.6)], HERE)
    assert [(one.title, one.value) for one in report.measures] == [("Blood pressure", "138/86"), ("Pulse", "5")]
    other = {**half("8462-4", 85.6), "effectiveDateTime": "2026-11-20"}
    assert len(sheet(panel(), [half("8480-6", 138.2), other], HERE).measures) == 2


@pytest.mark.parametrize(
    ("status", "said", "corrected"),
    [
        ("registered", "Waiting for the lab", ""),
        ("partial", "Some parts are still missing", ""),
        ("preliminary", "Not final yet", ""),
        ("final", "", ""),
        ("corrected", "Corrected by the lab", "The lab corrected this report on November 24, 2026."),
        ("amended", "Corrected by the lab", "The lab corrected this report on November 24, 2026."),
        ("appended", "The lab added to it", "The lab added to this report on November 24, 2026."),
        ("cancelled", "The test was canceled", ""),
        ("entered-in-error", "Entered by mistake", ""),
        ("unknown", "", ""),
    ],
)
def test_how_far_a_report_is_is_said(status, said, corrected):
    report = sheet(panel(status=status, issued="2026-11-24T12:55:00Z", conclusion="Fine."), [test("Iron", 5)], HERE)
    assert (report.record.status, report.corrected) == (said, corrected)
    there = status not in {"registered", "cancelled", "entered-in-error"}
    assert (bool(report.measures), bool(report.conclusion), bool(report.summary)) == (there, there, there)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"code": {"coding": [{"system": LOINC, "code": "24323-8"}]}}, "Blood taken November 23, 2026"),
        ({"specimen": [{"display": "Urine, clean catch"}]}, "Urine given November 23, 2026"),
        ({"specimen": [{"reference": "#s"}], "contained": [SWAB]}, "Swab taken November 23, 2026"),
        ({"category": [{"coding": [{"code": "RAD"}]}]}, "Pictures taken November 23, 2026"),
        ({"effectiveDateTime": "2026-11"}, "Test done: November 2026"),
        ({"effectiveDateTime": None}, ""),
    ],
)  # fmt: skip
def test_when_and_of_what_is_one_phrase(more, said):
    assert sheet(panel(**more), (), HERE).record.when == said


def test_who_asked_who_did_it_and_when_the_lab_sent_it_are_named():
    order = {"resourceType": "ServiceRequest", "id": "o1", "requester": {"reference": "Practitioner/osei"}}
    report = panel(
        basedOn=[{"reference": "ServiceRequest/o1"}],
        performer=[{"reference": "Organization/riverside"}, {"display": "Kim Lee, MT"}],
        issued="2026-11-24T12:55:00Z",
        specimen=[{"display": "Blood"}],
    )
    assert sheet(report, [order], HERE).details == (
        ("Blood taken", "November 23, 2026 at 8:40 AM"),
        ("Asked for by", "Dr. Amara Osei"),
        ("Done by", "Kim Lee, MT"),
        ("Lab", "Riverside Lab"),
        ("Sample", "Blood"),
        ("Lab sent it", "November 24, 2026 at 7:55 AM"),
    )


def test_a_conclusion_is_kept_line_by_line_with_what_only_its_codes_say():
    coded = [{"text": "Benign mole"}, {"coding": [{"display": "Scar of skin (disorder)"}]}]
    report = panel(conclusion="A benign mole.\r\nMargins < 1 mm; see https://x.example", conclusionCode=coded)
    assert sheet(report, (), HERE).conclusion == ("A benign mole.", "Margins < 1 mm; see (a link)", "Scar of skin")


def test_files_are_numbered_as_they_stand_and_never_called_by_a_machines_name():
    forms = [
        {"contentType": "application/pdf", "title": "RESULT_2026.pdf"},
        {"contentType": "image/png", "title": "Slide"},
    ]
    files = sheet(panel(presentedForm=forms), (), HERE).attachments
    assert [(one.place, one.title, one.kind) for one in files] == [(0, "The full report", "pdf"), (1, "Slide", "image")]


@pytest.mark.parametrize(
    ("written", "said", "spanish"),
    [
        ("XR Wrist - left 2 Views", "X-ray: wrist, left, 2 views", "Radiografía: wrist, left, 2 views"),
        ("CT HEAD WITHOUT CONTRAST", "CT scan: head without contrast", "Tomografía (TC): head without contrast"),
        ("X-ray of the right knee", "X-ray: right knee", "Radiografía: right knee"),
        ("MRI", "MRI scan", "Resonancia magnética"),
        ("Usual care", "Usual care", "Usual care"),
    ],
)
def test_a_scan_is_called_by_its_kind_in_both_languages(written, said, spanish):
    scan = panel(code={"text": written}, category=[{"coding": [{"code": "RAD"}]}])
    with speaking("es"):
        assert english(scan) == said
        assert sheet(scan, (), HERE).record.title == spanish == spoken_title(said)


def test_a_study_without_names_is_told_by_its_modality():
    study = {"resourceType": "ImagingStudy", "modality": [{"code": "MR"}], "numberOfInstances": 12, "started": "2026"}
    report = sheet(study, (), HERE)
    assert (report.record.title, report.record.when) == ("MRI scan", "Pictures taken: 2026")
    assert ("Number of pictures", "12") in report.details
    assert sheet({"resourceType": "ImagingStudy"}, (), HERE).record.title == "A scan without a name"


@pytest.mark.parametrize(
    ("standings", "said", "spanish"),
    [
        ({}, "", ""),
        ({"": 1}, "", ""),
        (
            {"": 8},
            "8 values. There is no usual range to compare with.",
            "8 valores. No hay un rango habitual para comparar.",
        ),
        ({"usual": 1}, "It is in the usual range.", "Está en el rango habitual."),
        ({"very_high": 1}, "It is very high.", "Está muy alto."),
        ({"usual": 2}, "Both are in the usual range.", "Los dos están en el rango habitual."),
        ({"usual": 12}, "All 12 are in the usual range.", "Los 12 están en el rango habitual."),
        (
            {"little_high": 1, "usual": 7},
            "1 of 8 is a little high. 7 are in the usual range.",
            "1 de 8 está un poco alto. 7 están en el rango habitual.",
        ),
        (
            {"low": 2, "very_high": 1, "usual": 1, "": 1},
            "1 of 5 is very high. 2 of 5 are low. 1 is in the usual range. 1 has no usual range to compare with.",
            "1 de 5 está muy alto. 2 de 5 están bajos. 1 está en el rango habitual. "
            "1 no tiene un rango habitual para comparar.",
        ),
        (
            {"usual": 3, "": 2},
            "3 of 5 are in the usual range. 2 have no usual range to compare with.",
            "3 de 5 están en el rango habitual. 2 no tienen un rango habitual para comparar.",
        ),
    ],
)  # fmt: skip
def test_how_the_values_stand_is_said_in_a_sentence_or_two(standings, said, spanish):
    assert summary(Counter(standings)) == said
    with speaking("es"):
        assert summary(Counter(standings)) == spanish
