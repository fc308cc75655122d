"""The patient's page: the chart only for who may read it, and every look is a fact."""

import orjson
import pytest
from sqlalchemy import select

from portal_app.errors import NotFound, Refused
from portal_app.models import FactRow, Group
from portal_app.models import resource as filed
from portal_app.services import patients
from portal_app.wiring import House, begin
from tests.people import LONG_AGO, person, uid
from tests.services.tasks import sent


def resource(group: Group, title: str, status: str = "active", patient: str = "ana") -> None:
    kind = "AllergyIntolerance" if group is Group.ALLERGIES else "Condition"
    body = {"resourceType": kind, "code": {"text": title}, "clinicalStatus": {"coding": [{"code": status}]}}
    with begin(person("sam")) as work:
        work.add(
            filed(
                source="import",
                type=kind,
                fhir_id=title,
                patient_id=uid(patient),
                group=group,
                title=title,
                status=status,
                clinical_at=LONG_AGO,
                precision="day",
                body=orjson.dumps(body),
                digest=title.encode(),
                received_at=LONG_AGO,
            )  # fmt: skip
        )


def looks() -> list[tuple[str, str]]:
    with begin(person("sam"), reads=True) as work:
        facts = work.all(select(FactRow).where(FactRow.kind == "ChartRead").order_by(FactRow.seq))
        return [(fact.actor_name, fact.data) for fact in facts]


@pytest.mark.parametrize("name", ["nobody", "ana", "stranger", "lena"])
def test_who_may_not_see_the_patient_sees_no_page_and_leaves_no_look(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        patients.page(work, uid("ana"))
    assert looks() == []


def test_a_made_up_patient_is_not_found(house: House) -> None:
    with pytest.raises(NotFound), begin(person("ben"), reads=True) as work:
        patients.page(work, uid("nothing"))


@pytest.mark.parametrize("name", ["priya", "dana", "sam"])
def test_who_may_not_read_charts_sees_none_of_it(house: House, name: str) -> None:
    resource(Group.ALLERGIES, "Penicillin")
    resource(Group.PROBLEMS, "High blood pressure")
    with begin(person(name), reads=True) as work:
        card = patients.page(work, uid("ana"))
    assert (card.name, card.charted, card.allergies, card.chart) == ("Ana Rivera", False, "", [])
    assert looks()[0][1] == '{"part":"page","reason":"front_desk"}'


def test_a_nurse_sees_allergies_first_what_holds_now_and_the_look_is_written(house: House) -> None:
    resource(Group.ALLERGIES, "Penicillin")
    resource(Group.PROBLEMS, "High blood pressure")
    resource(Group.PROBLEMS, "Broken arm", status="resolved")
    with begin(person("ben"), reads=True) as work:
        card = patients.page(work, uid("ana"))
    assert (card.allergies, card.allergic) == ("Allergic to Penicillin", True)
    assert [[line.what for line in part.lines] for part in card.chart] == [["High blood pressure"], [], [], []]
    assert looks() == [("Ben Ruiz", '{"part":"summary","reason":"care"}')]
    with begin(person("ben"), reads=True) as work:
        patients.page(work, uid("ana"), again=True)
    assert len(looks()) == 1


def test_open_work_is_shown_to_its_pool_and_conversations_lead_to_it(house: House) -> None:
    task = sent.message(words="May I take it with food?")
    with begin(person("ben"), reads=True) as work:
        card = patients.page(work, uid("ana"))
    assert [line.task_id for line in (*card.tasks, *card.threads)] == [str(task), str(task)]
    assert (card.account, card.account_email) == ("Active", "ana@example.org")
    with begin(person("dana"), reads=True) as work:
        card = patients.page(work, uid("ana"))
    assert (card.tasks, card.threads) == ([], [])
