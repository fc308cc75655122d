"""The clinic's file: every fault is one sentence that says where."""

import copy
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.commands import clinic
from portal_app.errors import BadInput
from portal_app.rules.clinic_plan import planned

EXAMPLE = tomllib.loads(Path(clinic.EXAMPLE).read_text())


def changed(*path: str | int, to: object) -> dict:
    data = copy.deepcopy(EXAMPLE)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return data


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (changed("zone", to="Boston"), "zone"),
        (changed("name", to=" "), "name"),
        (changed("topics", 1, "hours", to=0), "topics, 2, hours"),
        (changed("topics", 0, "pool", to="doctors"), "there is no pool doctors"),
        (changed("topics", 0, "name", to={"es": "Hola"}), "topics, 1, name, en"),
        (changed("policy", "opening", "mon", to=["17:00", "08:00"]), "opens before it closes"),
        (changed("policy", "opening", "monday", to=["08:00", "17:00"]), "policy, opening"),
        (changed("policy", "invite_days", to=0), "policy, invite_days"),
        (changed("policy", "invites", to={"after": "lunch", "since": "2026-12-01"}), "policy, invites, after"),
        (changed("phones", to="1"), "phones"),
        (changed("pools", 1, "slug", to="front_desk"), "the pool front_desk is there twice"),
        (changed("sites", to=[]), "sites"),
    ],
)
def test_a_fault_is_said_with_its_place(data: dict, place: str) -> None:
    with pytest.raises(BadInput) as refusal:
        planned(data)
    assert place in refusal.value.sentence


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=8)
)
def test_anything_else_is_refused_in_a_sentence(data: object) -> None:
    with pytest.raises(BadInput):
        planned(data)


def test_the_example_is_whole_and_keeps_hours_as_the_clock_reads_them() -> None:
    assert planned(EXAMPLE).kept_policy()["opening"]["mon"] == ["08:00", "17:00"]


def test_who_is_invited_by_itself_is_kept_as_plain_json() -> None:
    invites = {"after": "visit", "since": "2026-12-01"}
    assert planned(changed("policy", "invites", to=invites)).kept_policy()["invites"] == invites
    assert "invites" not in planned(EXAMPLE).kept_policy()
