"""What the clinic asks of the patient: to confirm the email, forms to fill, and those just sent."""

from datetime import timedelta

from sqlalchemy import or_

from portal_app import letters
from portal_app.access import visible
from portal_app.catalogue import language, say
from portal_app.models import Account, Form, FormState, Questionnaire
from portal_app.rules import clocks
from portal_app.services.home.cards import StepCard
from portal_app.work import Work

TO_DO = (FormState.ASKED, FormState.STARTED, FormState.RETURNED)
DONE = (FormState.SENT, FormState.ACCEPTED)
LATELY = timedelta(days=14)
MOST = 5


def steps(work: Work) -> list[StepCard]:
    """The email, if it is not confirmed; forms to fill, soonest due first, then those sent in the last two weeks."""
    query = (
        visible.forms(work.actor)
        .where(
            or_(Form.state.in_(TO_DO), Form.state.in_(DONE) & (Form.sent_at > work.now - LATELY)),
        )
        .join(Questionnaire, Questionnaire.id == Form.questionnaire_id)
        .add_columns(Questionnaire.title)
        .order_by(Form.sent_at.is_not(None), Form.due_at.is_(None), Form.due_at, Form.asked_at, Form.id)
        .limit(MOST)
    )
    asked = [_card(work, form, title.get(language()) or title["en"]) for form, title in work.session.execute(query)]
    return [*_confirmation(work), *asked]


def _confirmation(work: Work) -> list[StepCard]:
    """An address that is not confirmed is written to by nobody (S7), nor one from which mail comes back."""
    account = work.session.get(Account, work.actor.account_id)
    if account is None:
        return []
    if letters.stopped(work, account.email):
        note = say("Our email to {email} does not reach you", email=account.email)
        again = say("Confirm my address again")
        return [StepCard(again, note, "/account", verb=again)]
    if account.email_confirmed_at is not None:
        return []
    note = say("We sent a link to {email}", email=account.email)
    return [StepCard(say("Confirm your email"), note, "/account", verb=say("Confirm your email"))]


def _card(work: Work, form: Form, title: str) -> StepCard:
    to = f"/forms/{form.id}"
    if form.state in DONE and form.sent_at is not None:
        when = clocks.moment(form.sent_at, work.now, work.zone)
        return StepCard(title, say("You sent it {when}", when=when), to, done=True)
    if form.state is FormState.RETURNED:
        return StepCard(title, say("We have a question about it"), to, verb=say("Answer our question"))
    if form.state is FormState.STARTED:
        return StepCard(title, say("Begun, and saved as you go"), to, verb=say("Go on with this form"))
    if form.due_at is not None:
        day = clocks.on_day(form.due_at, work.now, work.zone)
        return StepCard(title, say("Please send it by {day}", day=day), to, verb=say("Start this form"))
    return StepCard(title, say("Not started yet"), to, verb=say("Start this form"))
