"""The language: of this browser before signing in, of the account after it."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal_app.access.actor import Actor
from portal_app.access.audience import ANYBODY
from portal_app.api import cookie
from portal_app.api.entering import do
from portal_app.api.routes import route
from portal_app.catalogue import LANGUAGES, say
from portal_app.errors import BadInput
from portal_app.services import account

YEAR = 365 * 24 * 3600


@route("POST", "/session/language", ANYBODY)
async def speak(request: Request, actor: Actor) -> Response:
    """Remember the language in this browser, and show the same page in it."""
    wanted = str((await request.form()).get("language", ""))
    if wanted not in LANGUAGES:
        raise BadInput(say("We do not speak that language yet."), "language")
    if actor.signed_in:
        await do(actor, account.speak, wanted)
    # Only the path: the place to go back to is never another site.
    back = urlsplit(request.headers.get("referer", "")).path
    answer = RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/", 303)
    answer.set_cookie(cookie.LANGUAGE, wanted, max_age=YEAR, path="/", secure=True, samesite="lax")
    return answer
