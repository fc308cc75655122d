"""From an invitation to an account, and back in after a lost phone: each step is a form of its own."""

from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal_app.access.actor import Actor
from portal_app.access.audience import ANYBODY
from portal_app.api.entering import account_of, answer, browser_of, do, typed
from portal_app.api.routes import go, route
from portal_app.services import account, enrolment, passkeys, passwords, proofs, recovery, second_factors


@route("POST", "/session/invitation/open", ANYBODY)
async def open_invitation(request: Request, actor: Actor) -> Response:
    """The link's secret, or the code of the card."""
    form = await typed(request)
    await do(actor, proofs.knock)
    return answer(request, await do(actor, proofs.open_invitation, form.get("code", ""), browser_of(request)))


@route("POST", "/session/invitation/prove", ANYBODY)
async def prove(request: Request, actor: Actor) -> Response:
    """Date of birth and one more detail."""
    form = await typed(request)
    outcome = await do(actor, proofs.prove, born(form), form.get("detail", ""), form.get("email", ""))
    return answer(request, outcome)


@route("POST", "/session/invitation/prove-staff", ANYBODY)
async def prove_staff(request: Request, actor: Actor) -> Response:
    """The code that a new colleague was given."""
    form = await typed(request)
    return answer(request, await do(actor, proofs.prove_by_code, form.get("code", "")))


@route("POST", "/session/recovery/ask", ANYBODY)
async def ask_to_recover(request: Request, actor: Actor) -> Response:
    """Where the link should go; the answer is the same whether or not we know the address."""
    form = await typed(request)
    await do(actor, recovery.ask, form.get("email", ""))
    return go(request, "/recover/sent")


@route("POST", "/session/recovery/open", ANYBODY)
async def open_recovery(request: Request, actor: Actor) -> Response:
    """The mailed link's secret."""
    form = await typed(request)
    outcome = await do(actor, recovery.open_link, form.get("secret", ""), browser_of(request))
    return answer(request, outcome, "/recover/prove")


@route("POST", "/session/recovery/prove", ANYBODY)
async def prove_recovery(request: Request, actor: Actor) -> Response:
    """The second proof: recovery code, password, or what the invitation asked for."""
    form = await typed(request)
    if "password" in form:
        outcome = await do(actor, recovery.by_password, form["password"])
    elif "detail" in form:
        outcome = await do(actor, recovery.by_details, born(form), form["detail"])
    else:
        outcome = await do(actor, recovery.by_code, form.get("code", ""))
    return answer(request, outcome)


@route("POST", "/session/set-up/passkey/options", ANYBODY)
async def ask_for_new_passkey(request: Request, actor: Actor) -> Response:
    """What the browser needs to make a passkey; here and on the account page."""
    return JSONResponse({"publicKey": await do(actor, passkeys.ask_to_register)})


@route("POST", "/session/set-up/passkey", ANYBODY)
async def keep_passkey(request: Request, actor: Actor) -> Response:
    """The passkey that was made."""
    form = await typed(request)
    await do(actor, passkeys.register, form.get("credential", ""), form.get("name", ""))
    return go(request, account_of(actor) if actor.signed_in else "/set-up/codes")


@route("POST", "/session/set-up/password", ANYBODY)
async def keep_password(request: Request, actor: Actor) -> Response:
    """A password; the app comes next for who has none yet."""
    form = await typed(request)
    await do(actor, passwords.choose, form.get("password", ""))
    return go(request, "/set-up/app")


@route("POST", "/session/set-up/app", ANYBODY)
async def keep_app(request: Request, actor: Actor) -> Response:
    """The first code of an authenticator app."""
    form = await typed(request)
    outcome = await do(actor, second_factors.confirm, form.get("code", ""))
    return answer(request, outcome, account_of(actor) if actor.signed_in else "/set-up/codes")


@route("POST", "/session/set-up/finish", ANYBODY)
async def finish(request: Request, actor: Actor) -> Response:
    """The recovery codes are in a safe place; in."""
    return answer(request, await do(actor, enrolment.finish))


@route("POST", "/session/confirm-email", ANYBODY)
async def confirm_email(request: Request, actor: Actor) -> Response:
    """The mailed link's secret: the address is the person's own."""
    form = await typed(request)
    await do(actor, account.confirm_email, form.get("secret", ""))
    return go(request, "/confirm/done")


def born(form: dict[str, str]) -> date | None:
    """The date of birth, if what was typed is a date."""
    try:
        return date(*(int(form.get(part, "")) for part in ("year", "month", "day")))
    except ValueError:
        return None
