from hypothesis import given, settings

from portal_app.chart.index import index
from portal_app.chart.shift import shift
from tests.chart.mutated import resources


def test_every_date_moves_and_nothing_else_does():
    before = {
        "id": "2015-04-07",
        "birthDate": "1971-05-18",
        "period": {"start": "2015-04-07T06:18:47+00:00", "end": "2015-04"},
        "identifier": [{"value": "2015-04-07"}],
        "text": {"div": "2015-04-07"},
        "recommendation": [{"dateCriterion": [{"value": "2015-04-07"}, "?"]}],
        "note": "On 2015-04-07 she came",
    }
    after = shift(before, 30)
    assert after["birthDate"] == "1971-06-17"
    assert after["period"] == {"start": "2015-05-07T06:18:47+00:00", "end": "2015-05"}
    assert after["recommendation"] == [{"dateCriterion": [{"value": "2015-05-07"}, "?"]}]
    assert {name: after[name] for name in ("id", "identifier", "text", "note")} == {
        name: before[name] for name in ("id", "identifier", "text", "note")
    }


@settings(max_examples=100, deadline=None)
@given(resources())
def test_garbage_moves_without_harm(resource):
    index(shift(resource, 3650))
