"""Signing in and out."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal_app.access.actor import Actor
from portal_app.access.audience import ANYBODY
from portal_app.api import cookie, patience
from portal_app.api.entering import KNOWN, answer, browser_of, do, typed
from portal_app.api.routes import SIGN_IN, go, route
from portal_app.catalogue import say
from portal_app.errors import TooSoon
from portal_app.rules import passwords
from portal_app.services import passkeys, sign_in, terms

# Comparing a password takes memory and time on purpose: a crowd of guesses must not take all of it.
_comparing = asyncio.Semaphore(4)


@route("POST", "/session/password", ANYBODY)
async def give_password(request: Request, actor: Actor) -> Response:
    """E-mail and password; on to the code."""
    form = await typed(request)
    email, password, mark = form.get("email", ""), form.get("password", ""), request.cookies.get(KNOWN, "")[:200]
    lock = await do(actor, sign_in.knock, email, mark)
    async with _comparing:
        right = await asyncio.to_thread(passwords.matches, lock, password)
    return answer(request, await do(actor, sign_in.first_factor, email, right, mark, browser_of(request)))


@route("POST", "/session/code", ANYBODY)
async def give_code(request: Request, actor: Actor) -> Response:
    """The authenticator app's code; in."""
    form = await typed(request)
    return answer(request, await do(actor, sign_in.second_factor, form.get("code", "")))


@route("POST", "/session/passkey/options", ANYBODY)
async def ask_for_passkey(request: Request, actor: Actor) -> Response:
    """What the browser needs to offer its passkeys."""
    if not patience.hello(actor.address):
        raise TooSoon(say("Too many people sign in from here just now. Wait one minute."))
    options, knocking = await do(actor, passkeys.ask_to_sign_in, browser_of(request))
    response = JSONResponse({"publicKey": options})
    cookie.give(response, knocking.cookie)
    return response


@route("POST", "/session/passkey", ANYBODY)
async def give_passkey(request: Request, actor: Actor) -> Response:
    """The browser's answer; in."""
    form = await typed(request)
    return answer(request, await do(actor, passkeys.sign_in, form.get("credential", ""), browser_of(request)))


@route("POST", "/session/terms", ANYBODY)
async def accept_terms(request: Request, actor: Actor) -> Response:
    """The terms were read and accepted."""
    form = await typed(request)
    version = form.get("version", "")
    outcome = await do(actor, terms.accept, int(version) if version.isdecimal() and len(version) < 9 else 0)
    return answer(request, outcome, "" if outcome else "/set-up")


@route("POST", "/session/sign-out", ANYBODY)
async def leave(request: Request, actor: Actor) -> Response:
    """Out, in every tab of this browser."""
    await do(actor, sign_in.sign_out)
    response = go(request, SIGN_IN)
    cookie.take_back(response)
    return response
