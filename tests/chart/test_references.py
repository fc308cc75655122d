from portal_app.chart.record import Context
from portal_app.chart.references import names_needed, resolve

HERE = Context(names={"osei": "Dr. Amara Osei"})


def test_only_what_is_named_nowhere_is_asked_for():
    visit = {
        "subject": {"reference": "Patient/p"},
        "participant": [
            {"individual": {"reference": "Practitioner/osei"}},
            {"individual": {"reference": "Practitioner/x", "display": "Ben Ruiz"}},
            {"individual": {"reference": "#inside"}},
        ],
        "diagnosis": [{"condition": {"reference": "urn:uuid:c1"}}],
    }
    assert names_needed(visit) == {"osei", "c1"}


def test_a_name_is_found_beside_inside_or_in_the_context():
    resource = {"contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Metformin"}}]}
    assert resolve(resource, {"reference": "#m"}, HERE) == "Metformin"
    assert resolve(resource, {"reference": "Practitioner/osei"}, HERE) == "Dr. Amara Osei"
    assert resolve(resource, {"reference": "Practitioner/osei", "display": "A. Osei"}, HERE) == "A. Osei"


def test_an_id_or_garbage_is_never_a_name():
    for garbage in (None, 5, [], "x", {"reference": 5}, {"reference": "#gone"}, {"display": "urn:uuid:1"}):
        assert resolve({}, garbage, HERE) == ""


def test_a_resource_nested_without_end_asks_for_nothing_and_returns():
    deep: dict = {}
    for _ in range(5_000):
        deep = {"a": deep}
    assert names_needed(deep) == set()
