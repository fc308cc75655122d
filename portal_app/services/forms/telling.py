"""What follows when a form comes to a patient, done by the portal itself: the patient is told that something waits."""

from datetime import datetime
from uuid import UUID

from portal_app import telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.models import Event, Form, FormState
from portal_app.services.forms.reviewing import UNDO
from portal_app.work import Work


def tell(work: Work, form_id: UUID) -> None:
    """Tell the patient that answers are asked for, and no more: once for each time that the form comes to them, and not
    if they have opened it or sent it meanwhile."""
    work.permit(Permission.CHART_IMPORT)
    form = work.one(visible.forms(work.actor).where(Form.id == form_id))
    if form.state not in (FormState.ASKED, FormState.RETURNED):
        return
    came = datetime.fromisoformat(form.settled["at"]) if form.settled else form.asked_at
    if form.settled and work.now - came < UNDO:
        return
    telling.tell(work, form.patient_id, Event.FORM, form.id, since=came)
