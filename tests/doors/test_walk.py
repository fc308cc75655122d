"""The walk: knock at every handler and every route as everybody it is not for, with what is not theirs, with garbage."""

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
from portal_app.access.audience import BadArguments, UnknownDoor
from portal_app.api import patience
from portal_app.api.cookie import NAME
from portal_app.api.routes import DOORS, Routes
from portal_app.api.routes import Door as RouteDoor
from portal_app.models import FactRow
from portal_app.portal_app import app
from portal_app.state.guard import REFLEX_OWN, door_of
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
    if handler.fn.__module__.startswith("portal_app.") or name not in REFLEX_OWN
)
OPEN = [name for name in OURS if hasattr(handlers()[name].fn, "__audience__")]
CHEAP = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
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
    patience.start_again()
    with Db(house.engine) as db:
        belongings.give(db)
        db.commit()
    return house


def refusals() -> int:
    """How many refusals are written down."""
    with wiring.begin(wiring.SYSTEM, reads=True) as work:
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


@pytest.mark.parametrize("name", OURS)
async def test_every_handler_refuses_everybody_it_is_not_for(name: str, hers: House):
    before = belongings.snapshot(hers.engine)
    for who in EVERYBODY:
        actor = people.person(who)
        try:
            if door_of(name).audience.admits(actor):
                continue
        except UnknownDoor:
            assert name not in OPEN
        async with tab(who, "/walk", **PLACES) as page:
            for arguments in ({}, arguments_of(name)):
                count = refusals()
                await page.send(name, **arguments)
                assert refusals() == count + 1, f"{who} got into {name}, or it was not written down"
            assert leaked(page) == []
    assert belongings.snapshot(hers.engine) == before


@pytest.mark.parametrize("name", OPEN)
async def test_no_handler_shows_or_changes_what_is_another_patients(name: str, hers: House):
    if not door_of(name).audience.admits(people.person("stranger")):
        return
    before = of_ana(hers)
    async with tab("stranger", "/walk", **PLACES) as page:
        count = refusals()
        await page.send(name, **arguments_of(name))
        assert leaked(page) == []
        if asks_for_an_id(name):
            assert refusals() > count, f"{name} took an id of Ana's from Walter and nobody wrote it down"
    assert of_ana(hers) == before


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


@pytest.mark.parametrize("name", OPEN)
def test_garbage_never_reaches_a_handler(name: str, hers: House):
    before = belongings.snapshot(hers.engine)
    door = door_of(name)
    who = next(who for who in ("nobody", "ana", "ben", "sam", "amara") if door.audience.admits(people.person(who)))
    fitting = arguments_of(name)

    @CHEAP
    @given(st.lists(_spoiled(fitting), min_size=1, max_size=8))
    def knock(payloads: list[dict[str, Any]]) -> None:
        garbage = [payload for payload in payloads if not _fits(door, payload)]

        async def knocking() -> None:
            async with tab(who, "/walk") as page:
                for payload in garbage:
                    await page.send(name, **payload)

        count = refusals()
        asyncio.run(knocking())
        assert refusals() == count + len(garbage)

    knock()
    assert belongings.snapshot(hers.engine) == before


def _spoiled(fitting: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments with something wrong: a value replaced, one missing, one too many, or nothing right at all."""
    names = st.sampled_from([*fitting, "extra", "self", "__class__"])
    one_wrong = st.tuples(names, JSON).map(lambda pair: {**fitting, pair[0]: pair[1]})
    one_less = st.sampled_from([*fitting, "extra"]).map(
        lambda gone: {name: value for name, value in fitting.items() if name != gone}
    )
    return one_wrong | one_less | st.dictionaries(st.text(max_size=10), JSON, max_size=3)


def _fits(door: Any, payload: dict[str, Any]) -> bool:
    try:
        door.arguments.read(payload)
    except BadArguments:
        return False
    return True


@pytest.fixture
def routes(hers: House) -> Iterator[Routes]:
    """Every declared route."""
    yield Routes(_nothing)


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


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
async def test_every_route_refuses_everybody_it_is_not_for(door: RouteDoor, routes: Routes, hers: House):
    before = belongings.snapshot(hers.engine)
    for who in EVERYBODY:
        if door.audience.admits(people.person(who)):
            continue
        patience.start_again()
        count = refusals()
        answer = await http(routes, door.method, address_of(door), headers=browser(who), form={"a": "b"})
        assert answer.status in (303, 403, 404)
        assert refusals() == count + 1
    assert belongings.snapshot(hers.engine) == before


@pytest.mark.parametrize("door", [door for door in DOORS if door.method != "GET"], ids=lambda door: door.name)
async def test_no_route_takes_a_form_from_another_site(door: RouteDoor, routes: Routes, hers: House):
    before = belongings.snapshot(hers.engine)
    for who in ("nobody", "ana", "ben", "sam"):
        for origin in ("https://evil.org", "null", ""):
            count = refusals()
            headers = browser(who) | {"origin": origin}
            assert (await http(routes, door.method, address_of(door), headers=headers)).status == 403
            assert refusals() == count + 1
    assert belongings.snapshot(hers.engine) == before


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
async def test_no_route_gives_another_patients_things_or_breaks_on_garbage(
    door: RouteDoor, routes: Routes, hers: House
):
    before = of_ana(hers)
    for filler in (None, "x' or 1=1 --", "..%2f..%2fetc%2fpasswd", "\u0000", "9" * 400):
        for form in ({}, {"id": str(belongings.IDS["ana"])}, {"password": "x" * 5000, "email": "\u0000"}):
            patience.start_again()
            sent = browser("stranger", accept="application/json")
            answer = await http(routes, door.method, address_of(door, filler), headers=sent, form=form)
            assert answer.status < 500, answer.body
            text = answer.body.decode(errors="replace") + json.dumps(answer.headers)
            assert not [word for word in belongings.CANARIES.values() if word in text]
    assert of_ana(hers) == before


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
