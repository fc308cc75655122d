"""The patient's record as a file, and the files that came with it."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from portal_app.access.actor import Actor
from portal_app.access.audience import PATIENTS
from portal_app.adapters import paper
from portal_app.api.routes import route
from portal_app.services import take_away
from portal_app.services.take_away import Asked, Form
from portal_app.wiring import begin

KINDS = {Form.PDF: "application/pdf", Form.JSON: "application/fhir+json"}


@route("POST", "/files/records", PATIENTS)
async def record(request: Request, actor: Actor) -> Response:
    """A page of the record, one item, or the whole, of some days or all."""
    sent = await request.form()
    asked = Asked.read({name: value for name, value in sent.items() if isinstance(value, str)})
    content = await asyncio.to_thread(_made, actor, asked)
    # the name says what it is and nothing of what is in it
    name = f'attachment; filename="health-record.{asked.form}"'
    return Response(content, media_type=KINDS[asked.form], headers={"content-disposition": name})


def _made(actor: Actor, asked: Asked) -> bytes:
    with begin(actor, reads=True, door="take_away") as work:
        if asked.form is Form.JSON:
            return take_away.bundle(work, asked)
        page = take_away.paper(work, asked)
    return paper.pdf(page)


@route("GET", "/files/records/{item}/{place}", PATIENTS)
async def attachment(request: Request, actor: Actor) -> Response:
    """One file that came with an item; saved, never opened inside the portal."""
    content, media, name = await asyncio.to_thread(
        _opened, actor, request.path_params["item"], request.path_params["place"]
    )
    attached = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"content-disposition": attached})


def _opened(actor: Actor, item: str, place: str) -> tuple[bytes, str, str]:
    with begin(actor, reads=True, door="attachment") as work:
        return take_away.attachment(work, item, place)
