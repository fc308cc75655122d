"""Every field of every fact has its words on the audit page; what is old or unknown is shown as it is."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import portal_app
from portal_app import facts
from portal_app.access import audience, break_glass
from portal_app.catalogue import speaking
from portal_app.errors import Refused
from portal_app.models import Channel, Event, Pace, Shelf, Wait, Way
from portal_app.rules import looks
from portal_app.rules.deeds import deed
from portal_app.rules.fact_words import ABOUT, FIELDS, NAMED, TECHNICAL
from portal_app.rules.kinds import KINDS
from portal_app.rules.particulars import technical, told
from portal_app.services import choices, view_as
from portal_app.services.messages.export import Form as SavedForm
from portal_app.services.take_away.asked import ITEM, WHOLE
from portal_app.services.take_away.asked import Form as TakenForm
from tests.people import uid

ZONE = ZoneInfo("America/New_York")
OURS = [kind for kind in facts.kinds() if kind.__module__.startswith("portal_app.")]


def said(kind: str, /, **data: object) -> str:
    """What the page says of these fields."""
    return " · ".join(told(kind, data, {str(uid("ben")): "Ben Ruiz", str(uid("nurses")): "Nurses"}, ZONE))


def own_fields() -> Iterator[tuple[str, str, str]]:
    """Each field of each kind of fact, with its type."""
    for kind in OURS:
        for one in fields(kind):
            if one.name != "patient_id":
                yield kind.__name__, one.name, str(one.type)


def written() -> Iterator[tuple[str, str, object]]:
    """Each word that the code writes into a fact's field, wherever it stands."""
    names = {kind.__name__ for kind in OURS}
    for path in Path(portal_app.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if called in names:
                for word in call.keywords:
                    if word.arg and isinstance(word.value, ast.Constant) and not isinstance(word.value.value, int):
                        yield called, word.arg, word.value.value
            elif called in ("end", "end_all") and len(call.args) == 3 and isinstance(call.args[2], ast.Constant):
                yield "SessionEnded", "how", call.args[2].value
            elif called == "looked" and isinstance(call.args[2], ast.Constant):
                yield "ChartRead", "part", call.args[2].value


def test_every_field_of_every_fact_has_its_words() -> None:
    for kind, name, type_ in own_fields():
        if "UUID" in type_:
            assert name in (*NAMED, *ABOUT) or name.endswith("_id"), (kind, name)
        else:
            assert f"{kind}.{name}" in FIELDS or name in TECHNICAL, f"say in rules/fact_words.py what {kind}.{name} is"


def test_nothing_is_said_of_fields_that_no_fact_has() -> None:
    assert {f"{kind}.{name}" for kind, name, _ in own_fields()} >= set(FIELDS)
    assert {name for _, name, type_ in own_fields() if "UUID" in type_} >= {*NAMED, *ABOUT}


def test_numbers_and_flags_are_said() -> None:
    for kind, name, type_ in own_fields():
        for value in {"int": (0, 1, 7), "bool": (True, False)}.get(type_, ()):
            assert name not in said(kind, **{name: value}), (kind, name)


def test_every_word_that_the_code_writes_into_a_fact_is_said() -> None:
    found = list(written())
    assert ("WayInAdded", "kind", "totp") in found
    assert ("SessionEnded", "how", "time_over") in found
    for kind, name, value in found:
        assert f"{name}:" not in said(kind, **{name: value}), (kind, name, value)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("ChartRead.part", [*looks.PARTS, *(kind.part for kind in KINDS.values()), *filter(None, Shelf)]),
        ("ChartRead.reason", [*looks.REASONS]),
        ("ChoiceMade.release_class", [*choices.CLASSES]),
        ("ChoiceMade.wait", [*Wait]),
        ("GlassBroken.reason", [*break_glass.REASONS]),
        ("GlassMissed.reason", [*break_glass.REASONS]),
        ("Invited.channel", [*Channel]),
        ("LanguageChosen.language", ["en", "es"]),
        ("MessagesExported.form", [*SavedForm]),
        ("NoticesChosen.event", [*Event]),
        ("NoticesChosen.way", [*Way]),
        ("NoticesChosen.pace", [*Pace]),
        ("RecordTaken.form", [*TakenForm]),
        ("RecordTaken.part", [WHOLE, ITEM, *filter(None, Shelf)]),
        ("SignedIn.how", ["password", "passkey", "invitation", "recovery"]),
        ("ViewedAs.reason", [*view_as.REASONS]),
    ],
)
def test_every_value_there_is_has_its_words(field: str, values: list[str | StrEnum]) -> None:
    kind, _, name = field.partition(".")
    for value in values:
        assert f"{name}:" not in said(kind, **{name: str(value)}), value


def test_every_kind_of_refusal_has_its_words() -> None:
    def below(kind: type[Refused]) -> Iterator[str]:
        yield kind.__name__
        for child in kind.__subclasses__():
            yield from below(child)

    assert issubclass(audience.ForeignOrigin, Refused)
    for why in below(Refused):
        assert "why:" not in said("Refused", why=why), why


def test_sentences_are_those_of_a_practice_manager() -> None:
    assert said("SignedIn", account=str(uid("account ana")), how="password") == "With a password and a code"
    assert said("ChoiceMade", release_class="imaging", wait="comment") == (
        "Imaging reports · After a clinician has commented"
    )
    assert said("ChartImported", stored=6) == "6 entries"
    assert (
        said("TaskHanded", owner_id=str(uid("ben")), pool_id=str(uid("nurses"))) == "Pool Nurses · A task of Ben Ruiz"
    )
    assert said("ClinicChanged", parts="clinic, terms 2, site Maple Street, what") == (
        "The clinic's own settings, Terms, version 2, Site Maple Street, what"
    )
    assert said("AuditSearched", kind="TaskMoved") == f"Only: {deed('TaskMoved')}"
    assert said("RefusalsFolded", count=25, since="2026-01-05T19:03:10+00:00") == (
        "25 refusals · From 2026-01-05 14:03:10"
    )
    assert said("Invited", channel="email", times=1, elsewhere=False) == "By email · Once so far"
    with speaking("es"):
        assert said("ResultReviewed", commented=True) == "Con un comentario"


def test_what_nobody_knows_any_more_is_shown_as_it_is() -> None:
    assert said("SignedIn", how="pigeon") == "how: pigeon"
    assert said("PigeonSent", speed="high", age=3) == "speed: high · age: 3"
    assert said("RefusalsFolded", count="many", since="noon") == "count: many · since: noon"


def test_ids_and_doors_are_for_those_who_look_closer() -> None:
    data = {"door": "messages.send", "why": "NotFound", "pool_id": str(uid("nurses")), "task_id": str(uid("task"))}
    assert said("Refused", **data) == "Not there, or not theirs to see · Pool Nurses"
    assert technical(data) == ["door messages.send", f"pool_id {uid('nurses')}", f"task_id {uid('task')}"]
    assert said("TaskClaimed", owner_id=str(uid("gone"))) == ""
