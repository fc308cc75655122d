"""Take it with you: what a file holds is what the screen shows, of the days and parts that were asked for."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pypdfium2
import pytest
from sqlalchemy import select, update

from portal_app.access.actor import SYSTEM, Actor
from portal_app.adapters import paper as press
from portal_app.catalogue import speaking
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.models import FactRow, Patient, Resource, ResourceRelease, Review, Shelf, new_id
from portal_app.services import importing, results, take_away
from portal_app.services.take_away import Asked, Form
from portal_app.wiring import House, begin
from tests.people import person, uid

LAB = [{"coding": [{"code": "laboratory"}]}]
POTASSIUM = {
    "resourceType": "Observation",
    "id": "k",
    "status": "final",
    "category": LAB,
    "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
    "effectiveDateTime": "2026-11-01T15:00:00Z",
    "valueQuantity": {"value": 5.3, "unit": "mmol/L"},
    "referenceRange": [{"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5.1, "unit": "mmol/L"}}],
}
SODIUM = {**POTASSIUM, "id": "na", "code": {"text": "Sodium & salt"}, "valueQuantity": {"value": 139}}
SODIUM.pop("referenceRange")
REPORT = {
    "resourceType": "DiagnosticReport",
    "id": "bmp",
    "status": "final",
    "category": LAB,
    "code": {"text": "Basic metabolic panel"},
    "effectiveDateTime": "2026-11-01T15:00:00Z",
    "conclusion": "Kidneys look well. 3 < 5.",
    "result": [{"reference": "Observation/na"}, {"reference": "Observation/k"}],
}
PROBLEM = {
    "resourceType": "Condition",
    "id": "c",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": {"text": "High blood pressure"},
    "onsetDateTime": "2024-05-14",
}
UNDATED = {**PROBLEM, "id": "u", "code": {"text": "Hay fever"}}
UNDATED.pop("onsetDateTime")


def _charts() -> None:
    """Ana and Walter have each the same chart, under names of their own."""
    for whose in ("ana", "stranger"):
        with begin(SYSTEM) as work:
            patient = work.session.get_one(Patient, uid(whose))
            own = {
                "resourceType": "Patient",
                "id": whose,
                "name": [{"given": [patient.given], "family": patient.family}],
            }
            everything = [own, POTASSIUM, SODIUM, REPORT, PROBLEM, UNDATED]
            importing.store(work, [_of(whose, one) for one in everything])
            # the import made a patient of its own; the chart is given to whom the test signs in
            work.session.flush()
            made = work.one(select(Resource).where(Resource.type == "Patient", Resource.fhir_id == whose)).patient_id
            work.session.execute(update(Resource).where(Resource.patient_id == made).values(patient_id=uid(whose)))


@pytest.fixture
def furniture() -> Callable[[], None]:
    """Their charts stand in the house."""
    return _charts


@pytest.fixture
def charted(house: House) -> House:
    """The house, with their charts in it."""
    return house


def bring(whose: str, *resources: dict) -> None:
    """More comes into somebody's chart."""
    with begin(SYSTEM) as work:
        importing.store(work, [_of(whose, one) for one in resources])


def _of(whose: str, resource: dict):
    own = orjson.loads(orjson.dumps(resource))
    if own["resourceType"] != "Patient":
        own["id"] = f"{own['id']}-{whose}"
        own["subject"] = {"reference": f"Patient/{whose}"}
        for link in own.get("result", []):
            link["reference"] += f"-{whose}"
    return member({"resource": own}, Names())


def item(fhir_id: str) -> UUID:
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalars(select(Resource.id).where(Resource.fhir_id == fhir_id)).one()


def page(actor: Actor, **fields: str) -> str:
    asked = Asked.read({"form": "pdf", "part": "whole", **fields})
    with begin(actor, reads=True) as work:
        return take_away.paper(work, asked)


def bundle(actor: Actor, **fields: str) -> list[dict]:
    with begin(actor, reads=True) as work:
        found = orjson.loads(take_away.bundle(work, Asked.read({"form": "json", "part": "whole", **fields})))
    assert (found["resourceType"], found["type"]) == ("Bundle", "collection")
    return [entry["resource"] for entry in found["entry"]]


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "amara", "dana", "sam"])
def test_only_a_patient_takes_a_record_along(request, charted, who) -> None:
    for make in (take_away.paper, take_away.bundle):
        with pytest.raises(Refused), begin(request.getfixturevalue(who), reads=True) as work:
            make(work, Asked(Form.PDF, (Shelf.RESULTS,)))


def test_a_stranger_takes_their_own_and_never_anothers(charted, stranger) -> None:
    with pytest.raises(NotFound):
        bundle(stranger, item=str(item("bmp-ana")))
    assert {one["id"] for one in bundle(stranger)} & {"bmp-ana", "k-ana", "c-ana", "ana"} == set()


def test_what_may_not_be_seen_yet_is_in_no_file(charted, ana) -> None:
    with begin(SYSTEM) as work:
        later = datetime.now(UTC) + timedelta(days=3)
        hidden = ResourceRelease.resource_id.in_([item("bmp-ana"), item("k-ana"), item("c-ana")])
        work.session.execute(update(ResourceRelease).where(hidden).values(visible_from=later))
    assert {one["id"] for one in bundle(ana)} & {"bmp-ana", "k-ana", "c-ana"} == set()
    assert "Basic metabolic panel" not in page(ana)
    with pytest.raises(NotFound):
        page(ana, item=str(item("bmp-ana")))


def test_what_may_not_be_seen_yet_is_not_named_by_what_may(charted, ana) -> None:
    reason = {"reference": "Condition/c-ana", "display": "A hidden reason"}
    bring("ana", {"resourceType": "MedicationRequest", "id": "m", "status": "active", "intent": "order",
                  "medicationCodeableConcept": {"text": "Lisinopril"}, "reasonReference": [reason]})  # fmt: skip
    assert "A hidden reason" in page(ana)
    assert "A hidden reason" in str(bundle(ana))
    with begin(SYSTEM) as work:
        hidden = ResourceRelease.resource_id == item("c-ana")
        work.session.execute(update(ResourceRelease).where(hidden).values(visible_from=None))
    assert "Lisinopril" in page(ana)
    assert "A hidden reason" not in page(ana)
    assert "Lisinopril" in str(bundle(ana))
    assert "A hidden reason" not in str(bundle(ana))


def test_the_whole_record_is_there_with_the_tests_of_each_report_in_its_order(charted, ana) -> None:
    assert [one["id"] for one in bundle(ana)] == ["ana", "bmp-ana", "na-ana", "k-ana", "c-ana", "u-ana"]
    words = page(ana)
    for said in (
        "Potassium",
        "5.3 mmol/L",
        "3.5 to 5.1 mmol/L",
        "Kidneys look well.",
        "High blood pressure",
        "Hay fever",
    ):
        assert said in words
    assert words.index("Sodium") < words.index("Potassium")


def test_a_resource_leaves_as_it_came(charted, ana) -> None:
    assert next(one for one in bundle(ana) if one["id"] == "k-ana")["valueQuantity"] == POTASSIUM["valueQuantity"]


def test_one_item_goes_with_its_tests_and_nothing_else(charted, ana) -> None:
    assert [one["id"] for one in bundle(ana, item=str(item("bmp-ana")))] == ["ana", "bmp-ana", "na-ana", "k-ana"]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({"since": "2026-11-01", "until": "2026-11-01"}, {"bmp-ana", "na-ana", "k-ana"}),
        ({"since": "2026-11-02"}, set()),
        ({"until": "2026-10-31"}, {"c-ana"}),
        ({"since": "2024-05-14", "until": "2024-05-14"}, {"c-ana"}),
        ({"since": "2024-05-15", "until": "2024-06-01"}, set()),
    ],
)
def test_days_are_the_clinics_and_both_are_counted_in(charted, ana, days, found) -> None:
    assert {one["id"] for one in bundle(ana, **days)} - {"ana"} == found


def test_what_was_typed_by_others_is_never_markup(charted, ana) -> None:
    assert "Sodium &amp; salt" in page(ana)
    assert "3 &lt; 5" in page(ana)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"form": "exe"}, "form"),
        ({"part": "everything"}, "part"),
        ({"part": ""}, "part"),
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-02-30"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"since": "0001-01-01"}, "since"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "since"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(fields, field) -> None:
    with pytest.raises(BadInput) as refused:
        Asked.read({"form": "pdf", "part": "whole", **fields})
    assert refused.value.field == field


def test_taking_is_written_down_with_what_and_how_and_no_word_of_it(charted, ana) -> None:
    page(ana, part="results", since="2026-01-01")
    bundle(ana)
    with begin(person("sam"), reads=True) as work:
        facts = work.all(select(FactRow).where(FactRow.kind == "RecordTaken").order_by(FactRow.seq))
        said = [(fact.patient_id, orjson.loads(fact.data)) for fact in facts]
    assert said == [
        (uid("ana"), {"part": "results", "form": "pdf", "items": 4, "since": "2026-01-01"}),
        (uid("ana"), {"part": "whole", "form": "json", "items": 6}),
    ]


def test_what_a_clinician_wrote_goes_along(charted, ana) -> None:
    with begin(SYSTEM) as work:
        work.add(
            Review(
                id=new_id(), resource_id=item("bmp-ana"), patient_id=uid("ana"), staff_id=uid("amara"),
                staff_name="Dr. Amara Osei", at=work.now, comment="All is well.", next_steps="Come back in May.",
                key="1",
            )
        )  # fmt: skip
    # with its day, for paper is read on other days than today
    assert re.search(r"Dr\. Amara Osei wrote, \w+ \d+, \d{4} at .*All is well\..*Come back in May\.", page(ana))


def test_a_report_has_the_name_that_the_screen_gives_it(charted, ana) -> None:
    with begin(SYSTEM) as work:
        work.session.get_one(Resource, item("bmp-ana")).code = "24323-8"
    with begin(ana) as work:
        shown = results.read(work, item("bmp-ana")).title
    assert shown != REPORT["code"]["text"]
    assert f"<h3>{shown}</h3>" in page(ana, part="results")


def test_the_pdf_can_be_read_aloud_and_says_what_the_page_says(charted, ana) -> None:
    html = page(ana)
    document = pypdfium2.PdfDocument(press.pdf(html))
    assert document.get_metadata_value("Title") == "Health record of Ana Rivera"
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    printed = _bare("".join(sheet.get_textpage().get_text_range() for sheet in document))
    for words in re.findall(r">([^<>]+)<", html[html.index("<body>") :]):
        assert _bare(words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")) in printed


def test_in_spanish_all_of_it_is_spanish(charted, ana) -> None:
    with speaking("es"):
        spanish = person("ana")
    words = page(Actor(**{**{name: getattr(spanish, name) for name in spanish.__slots__}, "language": "es"}))
    assert 'lang="es"' in words
    assert "Potasio" in words
    assert "Health record" not in words


def _bare(words: str) -> str:
    """Letters and digits only: lines and hyphens fall where the paper wants."""
    return re.sub(r"[\W_]+", "", words)


def test_the_days_of_a_range_stand_on_the_paper(charted, ana) -> None:
    assert "From May 1, 2024 to May 31, 2024" in page(ana, since="2024-05-01", until="2024-05-31")
    assert "There is nothing in your record for these days." in page(ana, since="1999-01-01", until="1999-01-02")


def test_a_medicine_stands_there_once_however_often_it_was_ordered_and_filled(charted, ana) -> None:
    pill = {"medicationCodeableConcept": {"text": "Metformin 500 MG Oral Tablet"}}
    order = {"resourceType": "MedicationRequest", "status": "active", "authoredOn": "2026-03-01", **pill}
    fill = {
        "resourceType": "MedicationDispense",
        "id": "f",
        "status": "completed",
        "whenHandedOver": "2026-11-20",
        **pill,
    }
    bring("ana", {**order, "id": "m1"}, {**order, "id": "m2", "status": "completed", "authoredOn": "2020-03-01"}, fill)
    words = page(ana, part="medicines")
    assert words.count("<h3>Metformin") == 1
    assert "Last filled November 20, 2026" in words
    assert {one["id"] for one in bundle(ana, part="medicines")} == {"ana", "m1-ana", "m2-ana", "f-ana"}


def test_what_a_medicine_says_is_said_once(charted, ana) -> None:
    order = {
        "resourceType": "MedicationRequest", "id": "m", "status": "active", "authoredOn": "2026-11-01",
        "medicationCodeableConcept": {"text": "Metformin 500 MG Oral Tablet"},
        "requester": {"display": "Dr. Amara Osei"}, "reasonCode": [{"text": "Diabetes"}],
        "dosageInstruction": [{"text": "Take 1 tablet each morning"}],
    }  # fmt: skip
    bring("ana", order)
    words = page(ana, part="medicines")
    for once in ("Take 1 tablet each morning", "Dr. Amara Osei", "Diabetes"):
        assert words.count(once) == 1, once


def test_each_sheet_of_paper_says_whose_it_is(charted, ana) -> None:
    """Sheets come apart."""
    long = [{**PROBLEM, "id": f"p{at}", "code": {"text": f"Problem number {at}"}} for at in range(60)]
    bring("ana", *long)
    document = pypdfium2.PdfDocument(press.pdf(page(ana)))
    assert len(document) > 2
    for sheet in document:
        assert "Health record of Ana Rivera" in sheet.get_textpage().get_text_range()


def test_a_visit_goes_with_what_was_done_there(charted, ana) -> None:
    visit = {"resourceType": "Encounter", "id": "v", "status": "finished", "period": {"start": "2026-11-02"}}
    done = {
        "resourceType": "Procedure", "id": "p", "status": "completed", "code": {"text": "Ear wash"},
        "performedDateTime": "2026-11-02", "encounter": {"reference": "Encounter/v-ana"},
    }  # fmt: skip
    bring("ana", visit, done)
    assert "Ear wash" in page(ana, item=str(item("v-ana")))


def test_what_the_lab_said_first_is_on_paper_as_on_the_screen(charted, ana) -> None:
    assert "What it said before" not in page(ana)
    right = {**POTASSIUM, "status": "corrected", "valueQuantity": {"value": 4.1, "unit": "mmol/L"}}
    bring("ana", right)
    with begin(ana) as work:
        (shown,) = results.read(work, item("bmp-ana")).versions
    for words in (page(ana), page(ana, item=str(item("bmp-ana")))):
        told = words.split("What it said before")[1]
        assert shown.value == "Potassium: 5.3 mmol/L"
        assert shown.value in told
        assert "4.1 mmol/L" in words.split("What it said before")[0]


def test_what_the_lab_said_first_waits_as_the_result_does(charted, ana) -> None:
    bring("ana", {**POTASSIUM, "status": "corrected", "valueQuantity": {"value": 4.1, "unit": "mmol/L"}})
    with begin(SYSTEM) as work:
        later = datetime.now(UTC) + timedelta(days=3)
        work.session.execute(
            update(ResourceRelease).where(ResourceRelease.resource_id == item("k-ana")).values(visible_from=later)
        )
    assert "5.3 mmol" not in page(ana)
    assert "What it said before" not in page(ana)
