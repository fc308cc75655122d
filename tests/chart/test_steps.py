"""A care plan as steps, and when a dose is taken."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from portal_app.chart.dose_times import dose_time
from portal_app.chart.forecast import due
from portal_app.chart.record import Context
from portal_app.chart.steps import steps
from tests.chart.mutated import resources

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HERE = Context("America/New_York", {"walk": "Walk every day"})


def step(**detail: object) -> dict:
    return {"detail": detail}


def test_each_step_stands_once_with_how_far_it_is():
    plan = {
        "activity": [
            step(description="Eat less salt", status="completed"),
            step(description="Eat less salt", status="in-progress"),
            step(code={"text": "Exercise therapy (regime/therapy)"}, status="cancelled"),
            {"reference": {"reference": "Goal/walk"}},
            {"reference": {"reference": "Goal/unknown"}},
        ]
    }
    found = steps(plan, HERE)
    assert [(one.words, one.status, one.done, one.dropped) for one in found] == [
        ("Eat less salt", "Done", True, False),
        ("Exercise therapy", "Canceled", False, True),
        ("Walk every day", "", False, False),
    ]


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ({"text": "1 tablet at bedtime"}, "night"),
        ({"text": "1 tablet in the morning"}, "morning"),
        ({"text": "2 tablets with food"}, "meal"),
        ({"text": "2 puffs", "route": {"text": "Inhalation"}}, "air"),
        ({"timing": {"repeat": {"when": ["HS"]}}}, "night"),
        ({"timing": {"repeat": {"when": ["PCM"]}}}, "meal"),
        ({"timing": {"repeat": {"when": "MORN"}}}, "morning"),
        ({"text": "1 tablet a day"}, ""),
        ({"text": 7, "timing": []}, ""),
    ],
)
def test_when_a_dose_is_taken(dose, expected):
    assert dose_time({"dosageInstruction": [dose]}) == expected


@given(resources())
@settings(max_examples=300)
def test_a_resource_of_any_shape_gives_steps_and_a_time(resource):
    assert all(step.words for step in steps(resource, HERE))
    assert dose_time(resource) in {"", "morning", "night", "meal", "air"}
    assert due([resource], NOW, HERE) == due([resource], NOW, HERE)
