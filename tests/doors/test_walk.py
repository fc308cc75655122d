"""The walk: at every handler and route as everybody it is not for, with what is not theirs, and with garbage."""

import asyncio
import dataclasses
import inspect
import json
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from portal_app import pages, wiring
from portal_app.access import patience
from portal_app.access.actor import SYSTEM
from portal_app.access.audience import BadArguments
from portal_app.api.cookie import NAME
from portal_app.api.routes import DOORS, Routes
from portal_app.api.routes import Door as RouteDoor
from portal_app.models import FactRow
from portal_app.portal_app import app
from portal_app.state.guard import REFLEX_OWN, Door, door_of
from portal_app.state.portal import PortalState
from portal_app.wiring import House
from tests import people
from tests.doors import belongings
from tests.doors.asgi import ORIGIN, http
from tests.doors.harness import Tab, handlers, tab

EVERYBODY = ("nobody", "stranger", "priya", "ben", "amara", "dana", "sam", "lena")
"""Nobody, another patient, and staff of every role; Lena is a nurse of another site."""
OURS = sorted(
    name
    for name, handler in handlers().items()
    if "tests___" not in name and not handler.fn.__module__.startswith("tests.") and name not in REFLEX_OWN
)
OPEN = [name for name in OURS if hasattr(handlers()[name].fn, "__audience__")]
CHEAP = settings(deadline=None, max_examples=3, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)

Routes(app)  # every module of the HTTP floor declares its routes
assert pages.__name__


@pytest.fixture
def hers(house: House) -> House:
    """The house, with everything of Ana's in it."""
    with Db(house.engine) as db:
        belongings.give(db)
        db.commit()
    return house


def refusals() -> int:
    """How many refusals are written down."""
    with wiring.begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(FactRow).where(FactRow.kind == "Refused")) or 0


def arguments_of(name: str) -> dict[str, Any]:
    """Arguments that fit a handler's signature; every id is one of Ana's."""
    handler = handlers()[name].fn
    hints = get_type_hints(handler, include_extras=True)
    wanted = list(inspect.signature(handler).parameters.values())[1:]
    return {one.name: _value(hints.get(one.name, str), one.name) for one in wanted}


def _value(hint: Any, name: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _value(inner[0], name)
    if hint is UUID:
        return str(foreign(name))
    if hint in (int, float):
        return hint(1)
    if hint is bool:
        return True
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return next(iter(hint)).value
    if origin in (list, set, tuple):
        return [_value(inner[0], name)]
    if origin is dict:
        return {"body": "hello"}
    if origin is not None and type(None) in inner:
        return _value(next(one for one in inner if one is not type(None)), name)
    if origin is not None and inner and isinstance(inner[0], str):
        return inner[0]
    return str(foreign(name)) if name.endswith("id") else "hello"


def foreign(name: str) -> UUID:
    """The id of Ana's that an argument of this name would hold."""
    return belongings.IDS.get(name.removesuffix("_id").removesuffix("s"), belongings.IDS["thread"])


PLACES = {
    f"{noun}_id": str(foreign(f"{noun}_id"))
    for noun in ("thread", "form", "task", "patient", "message", "resource", "result", "invitation", "session")
} | {"patient_id": str(belongings.IDS["ana"]), "id": str(belongings.IDS["thread"])}
"""An address whose every id is one of Ana's."""


def leaked(page: Tab) -> list[str]:
    """Which of Ana's words reached the page."""
    sent = "".join(repr(update) for update in page.updates)
    return [word for word in belongings.CANARIES.values() if word in sent]


async def test_every_handler_refuses_everybody_it_is_not_for(hers: House):
    before = belongings.snapshot(hers.engine)
    for who in EVERYBODY:
        actor = people.person(who)
        async with tab(who, "/walk", **PLACES) as page:
            for name in OURS:
                if name in OPEN and door_of(name).audience.admits(actor):
                    continue
                patience.start_again()
                count = refusals()
                await page.send(name, **arguments_of(name))
                assert refusals() == count + 1, f"{who} got into {name}, or it was not written down"
            assert leaked(page) == []
        assert belongings.snapshot(hers.engine) == before


@pytest.mark.slow
async def test_no_handler_shows_or_changes_what_is_another_patients(hers: House):
    before = of_ana(hers)
    for name in OPEN:
        if not door_of(name).audience.admits(people.person("stranger")):
            continue
        async with tab("stranger", "/walk", **PLACES) as page:
            patience.start_again()
            count = refusals()
            await page.send(name, **arguments_of(name))
            assert leaked(page) == [], f"{name} shows Walter what is Ana's"
            if asks_for_an_id(name):
                assert refusals() > count, f"{name} took an id of Ana's from Walter and nobody wrote it down"
        assert of_ana(hers) == before, f"{name} let Walter change what is Ana's"


def of_ana(house: House) -> dict[str, list[str]]:
    """Every row that is Ana's."""
    mine = {str(one) for one in belongings.IDS.values()} | {str(one.hex) for one in belongings.IDS.values()}
    found = {}
    with house.engine.connect() as db:
        for table in belongings.SQLModel.metadata.tables.values():
            if table.name in ("facts", "seals", "jobs"):
                continue
            rows = [repr(tuple(row)) for row in db.execute(table.select())]
            found[table.name] = sorted(row for row in rows if any(one in row for one in mine))
    return found


def asks_for_an_id(name: str) -> bool:
    """Whether a handler is told which row it is about: by an argument or by the page's address."""
    handler = inspect.unwrap(handlers()[name].fn)
    takes_one = any(hint is UUID for hint in get_type_hints(handler).values())
    return takes_one or "_url_id(" in inspect.getsource(handler)


@pytest.mark.slow
def test_garbage_never_reaches_a_handler(hers: House):
    before = belongings.snapshot(hers.engine)
    for name in OPEN:
        door = door_of(name)
        able = [who for who in ("nobody", "ana", "ben", "sam", "amara") if door.audience.admits(people.person(who))]
        _knock_with_garbage(door, able[0], arguments_of(name))
    assert belongings.snapshot(hers.engine) == before


def _knock_with_garbage(door: Door, who: str, fitting: dict[str, Any]) -> None:
    @CHEAP
    @given(st.lists(_spoiled(fitting), min_size=6, max_size=9))
    def knock(payloads: list[dict[str, Any]]) -> None:
        garbage = [payload for payload in payloads if not _fits(door, payload)]

        async def knocking() -> None:
            async with tab(who, "/walk") as page:
                for payload in garbage:
                    patience.start_again()
                    await page.send(door.name, **payload)

        count = refusals()
        asyncio.run(knocking())
        assert refusals() == count + len(garbage), door.name

    knock()


def _spoiled(fitting: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments with something wrong: a value replaced, one missing, one too many, or nothing right at all."""
    names = st.sampled_from([*fitting, "extra", "self", "__class__"])
    one_wrong = st.tuples(names, JSON).map(lambda pair: {**fitting, pair[0]: pair[1]})
    one_less = st.sampled_from([*fitting, "extra"]).map(
        lambda gone: {name: value for name, value in fitting.items() if name != gone}
    )
    return one_wrong | one_less | st.dictionaries(st.text(max_size=10), JSON, max_size=3)


def _fits(door: Door, payload: dict[str, Any]) -> bool:
    try:
        door.arguments.read(payload)
    except BadArguments:
        return False
    return True


@pytest.fixture
def routes(hers: House) -> Routes:
    """Every declared route."""
    return Routes(_nothing)


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def browser(who: str, **more: str) -> dict[str, str]:
    """The headers of somebody's browser."""
    cookie = {} if who == "nobody" else {"cookie": f"{NAME}={people.cookie(who)}"}
    return {"origin": ORIGIN, **cookie, **more}


def address_of(door: RouteDoor, filler: str | None = None) -> str:
    """A route's path with ids in it: Ana's, or the filler."""
    parts = []
    for part in door.path.split("/"):
        name = part.strip("{}").split(":")[0]
        parts.append((filler or PLACES.get(name, str(uuid4()))) if part.startswith("{") else part)
    return "/".join(parts)


async def test_every_route_refuses_everybody_it_is_not_for(routes: Routes, hers: House):
    before = belongings.snapshot(hers.engine)
    for door in DOORS:
        for who in EVERYBODY:
            if door.audience.admits(people.person(who)):
                continue
            patience.start_again()
            count = refusals()
            answer = await http(routes, door.method, address_of(door), headers=browser(who), form={"a": "b"})
            assert answer.status in (303, 403, 404), door.name
            assert refusals() == count + 1, f"{who} got into {door.name}, or it was not written down"
    assert belongings.snapshot(hers.engine) == before


async def test_no_route_takes_a_form_from_another_site(routes: Routes, hers: House):
    before = belongings.snapshot(hers.engine)
    for door in DOORS:
        if door.method == "GET":
            continue
        for who in ("nobody", "ana", "ben", "sam"):
            for origin in ("https://evil.org", "null", ""):
                patience.start_again()
                count = refusals()
                headers = browser(who) | {"origin": origin}
                assert (await http(routes, door.method, address_of(door), headers=headers)).status == 403, door.name
                assert refusals() == count + 1, door.name
    assert belongings.snapshot(hers.engine) == before


async def test_no_route_gives_another_patients_things_or_breaks_on_garbage(routes: Routes, hers: House):
    before = of_ana(hers)
    for door in DOORS:
        for filler in (None, "x' or 1=1 --", "..%2f..%2fetc%2fpasswd", "\u0000", "9" * 400):
            for form in ({}, {"id": str(belongings.IDS["ana"])}, {"password": "x" * 5000, "email": "\u0000"}):
                patience.start_again()
                sent = browser("stranger", accept="application/json")
                answer = await http(routes, door.method, address_of(door, filler), headers=sent, form=form)
                assert answer.status < 500, f"{door.name} {answer.body!r}"
                text = answer.body.decode(errors="replace") + json.dumps(answer.headers)
                assert not [word for word in belongings.CANARIES.values() if word in text], door.name
        assert of_ana(hers) == before, door.name


def test_every_public_var_of_a_state_is_a_plain_value_or_a_card():
    for state in _below(PortalState):
        for name, var in state.base_vars.items():
            kinds = _inside(var._var_type)
            tables = [kind for kind in kinds if inspect.isclass(kind) and hasattr(kind, "__tablename__")]
            assert not tables, f"{state.__name__}.{name} would send a table's row to the browser"
            loose = [kind for kind in kinds if inspect.isclass(kind) and _is_loose(kind)]
            assert not loose, f"{state.__name__}.{name}: cards are frozen"


def _below(state: type[PortalState]) -> Iterator[type[PortalState]]:
    yield state
    for child in state.__subclasses__():
        yield from _below(child)


def _inside(hint: Any) -> list[Any]:
    return [hint, *(kind for one in get_args(hint) for kind in _inside(one))]


def _is_loose(kind: type) -> bool:
    if dataclasses.is_dataclass(kind):
        return not kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    return False
