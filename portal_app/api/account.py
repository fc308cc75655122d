"""Changing my account: every form of the account pages."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal_app.access.actor import Actor
from portal_app.access.audience import SIGNED_IN
from portal_app.api.entering import account_of, answer, do, typed
from portal_app.api.routes import go, route
from portal_app.catalogue import say
from portal_app.errors import NotFound
from portal_app.services import account, passkeys, second_factors, sign_in


@route("POST", "/account/prove", SIGNED_IN)
async def prove(request: Request, actor: Actor) -> Response:
    """Password and code, once more."""
    form = await typed(request)
    outcome = await do(actor, sign_in.prove, form.get("password", ""), form.get("code", ""))
    return answer(request, outcome, account_of(actor))


@route("POST", "/account/prove/passkey/options", SIGNED_IN)
async def ask_to_prove(request: Request, actor: Actor) -> Response:
    """What the browser needs to ask for the passkey once more."""
    return JSONResponse({"publicKey": await do(actor, passkeys.ask_to_prove)})


@route("POST", "/account/prove/passkey", SIGNED_IN)
async def prove_by_passkey(request: Request, actor: Actor) -> Response:
    """The passkey, once more."""
    form = await typed(request)
    return answer(request, await do(actor, passkeys.prove, form.get("credential", "")), account_of(actor))


@route("POST", "/account/passkey/remove", SIGNED_IN)
async def remove_passkey(request: Request, actor: Actor) -> Response:
    """Take one passkey away."""
    await do(actor, passkeys.remove, _id(await typed(request)))
    return go(request, account_of(actor))


@route("POST", "/account/password/remove", SIGNED_IN)
async def remove_password(request: Request, actor: Actor) -> Response:
    """Take password and app away."""
    await do(actor, second_factors.remove_password)
    return go(request, account_of(actor))


@route("POST", "/account/email", SIGNED_IN)
async def change_email(request: Request, actor: Actor) -> Response:
    """Ask for another address; it counts when its link is used."""
    form = await typed(request)
    await do(actor, account.ask_to_change_email, form.get("email", ""))
    return go(request, "/confirm/sent")


@route("POST", "/account/email/again", SIGNED_IN)
async def confirm_again(request: Request, actor: Actor) -> Response:
    """The confirmation link did not come: once more."""
    await do(actor, account.resend_confirmation)
    return go(request, "/confirm/again")


@route("POST", "/account/sessions/end", SIGNED_IN)
async def end_session(request: Request, actor: Actor) -> Response:
    """Sign out one of my browsers."""
    await do(actor, account.end_session, _id(await typed(request)))
    return go(request, account_of(actor))


@route("POST", "/account/sessions/end-others", SIGNED_IN)
async def end_others(request: Request, actor: Actor) -> Response:
    """Sign out everywhere else."""
    await do(actor, account.end_other_sessions)
    return go(request, account_of(actor))


def _id(form: dict[str, str]) -> UUID:
    try:
        return UUID(form.get("id", ""))
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None
