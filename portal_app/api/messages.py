"""What a patient and the care team wrote to each other, as a file."""

import asyncio
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from portal_app.access.actor import Actor
from portal_app.access.audience import PATIENTS
from portal_app.api.routes import route
from portal_app.catalogue import say
from portal_app.errors import NotFound
from portal_app.services import messages
from portal_app.services.messages import Form
from portal_app.wiring import begin

KINDS = {Form.TEXT: "text/plain; charset=utf-8", Form.JSON: "application/json"}


@route("GET", "/files/messages/{form}", PATIENTS)
async def every_message(request: Request, actor: Actor) -> Response:
    """All conversations of the patient."""
    return await asyncio.to_thread(_file, actor, request.path_params["form"], None)


@route("GET", "/files/messages/{thread_id}/{form}", PATIENTS)
async def one_conversation(request: Request, actor: Actor) -> Response:
    """One conversation of the patient."""
    return await asyncio.to_thread(_file, actor, request.path_params["form"], request.path_params["thread_id"])


def _file(actor: Actor, form: str, thread_id: str | None) -> Response:
    try:
        chosen, thread = Form(form), UUID(thread_id) if thread_id else None
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None
    with begin(actor, reads=True, door="export") as work:
        content = messages.export(work, chosen, thread)
    attached = f'attachment; filename="messages.{chosen}"'
    return Response(content, media_type=KINDS[chosen], headers={"content-disposition": attached})
