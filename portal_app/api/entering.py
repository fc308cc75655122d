"""What the doors of signing in share: run one service, hand out the cookie of a new stage, say where to go."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response

from portal_app import wiring
from portal_app.access.actor import Actor, ActorKind
from portal_app.api import cookie
from portal_app.api.routes import go, tell
from portal_app.catalogue import say
from portal_app.entry import Entry, Miss
from portal_app.errors import BadInput
from portal_app.models import Stage
from portal_app.rules import browsers
from portal_app.work import Work

P = ParamSpec("P")
R = TypeVar("R")

KNOWN = "__Host-known"
"""Says that somebody came in to an account from this browser before; opens nothing."""
A_YEAR = 365 * 24 * 3600
LONGEST = 2_000

NEXT = {
    Stage.PROVING: "/invite/prove",
    Stage.ENROLLING: "/set-up/terms",
    Stage.FIRST_FACTOR: "/sign-in/code",
    Stage.TERMS: "/set-up/terms",
    Stage.FULL: "/home",
}
DESK = "/staff"


async def do(actor: Actor, service: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run one service in one Work, off the event loop."""

    def run() -> R:
        with wiring.begin(actor, door=service.__qualname__) as work:
            return service(work, *args, **kwargs)

    return await asyncio.to_thread(run)


async def typed(request: Request) -> dict[str, str]:
    """What the form's fields hold: words only, none longer than anybody would type."""
    try:
        form = await request.form(max_files=0, max_fields=30)
    except (HTTPException, MultiPartException):
        raise BadInput(say("That did not work. Please reload the page and try again.")) from None
    return {name: str(value)[: LONGEST * 10].replace("\x00", "") for name, value in form.items()}


def browser_of(request: Request) -> str:
    """What the person would call their browser."""
    return browsers.named(request.headers.get("user-agent", "")[:500])


def account_of(actor: Actor) -> str:
    """The person's account page."""
    return "/staff/account" if actor.kind is ActorKind.STAFF else "/account"


def answer(request: Request, outcome: Entry | Miss | None, to: str = "") -> Response:
    """The page that comes next, with the cookie of the new stage; or what was wrong."""
    if isinstance(outcome, Miss):
        return tell(request, outcome.sentence, 422, outcome.field)
    ahead = (DESK if outcome.staff else NEXT[outcome.stage]) if outcome else "/"
    response = go(request, to or ahead)
    if outcome is not None:
        cookie.give(response, outcome.cookie)
        if outcome.known:
            response.set_cookie(
                KNOWN, outcome.known, max_age=A_YEAR, path="/", secure=True, httponly=True, samesite="strict"
            )
    return response
