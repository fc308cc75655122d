"""The patient's record as a file, and the files that came with it."""

import asyncio

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
