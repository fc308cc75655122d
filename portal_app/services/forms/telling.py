"""What follows when a form comes to a patient, done by the portal itself: the patient is told that something waits."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from portal_app import letters
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.models import Account, Form, FormState
from portal_app.services.forms.reviewing import UNDO
from portal_app.work import Work


def tell(work: Work, form_id: UUID) -> None:
    """Write to the patient that answers are asked for, and no more: to a confirmed address, once for each time that
    the form comes to them, and not if they have opened it or sent it meanwhile."""
    work.permit(Permission.CHART_IMPORT)
    form = work.one(visible.forms(work.actor).where(Form.id == form_id))
    account = work.session.scalars(select(Account).where(Account.patient_id == form.patient_id)).first()
    if form.state not in (FormState.ASKED, FormState.RETURNED) or account is None or account.closed_at is not None:
        return
    if form.settled and work.now - datetime.fromisoformat(form.settled["at"]) < UNDO:
        return
    came = uuid5(NAMESPACE_URL, f"urn:uuid:{form.id}:{form.state}:{form.sent_at}")
    letters.tell(work, account, letters.asks_for_answers, id=came)
