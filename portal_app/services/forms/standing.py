"""Where a form is, who has it and what comes next, in words for the patient and for staff."""

from datetime import datetime

from portal_app import queue
from portal_app.catalogue import say
from portal_app.models import Form, FormState, Pool, Questionnaire, Staff
from portal_app.rules import clinic_words, clocks
from portal_app.services.forms.cards import FormCard
from portal_app.work import Work


def title_of(row: Questionnaire, language: str) -> str:
    """The form's name in the reader's language."""
    return row.title.get(language) or row.title.get("en", "")


def card(work: Work, form: Form) -> FormCard:
    """A form in the patient's list."""
    row = work.session.get_one(Questionnaire, form.questionnaire_id)
    reader = reader_of(work, form, work.session.get_one(Pool, row.pool_id))
    standing, who, then, verb, tone = _words(work, form, reader)
    initials = "".join(word[0] for word in reader.split()[:2]).upper()
    return FormCard(str(form.id), title_of(row, work.actor.language), standing, who, then, verb, tone, initials)


def reader_of(work: Work, form: Form, pool: Pool) -> str:
    """Who reads the answers: the person who took it, else the pool."""
    task = queue.of(work, form.id)
    owner = work.session.get(Staff, task.owner_id) if task and task.owner_id else None
    return owner.name if owner else clinic_words.spoken(pool.name)


def _words(work: Work, form: Form, reader: str) -> tuple[str, str, str, str, str]:
    """Standing, who has it since when, what comes next, what the patient can do, and the tone."""

    def day(at: datetime | None) -> str:
        return clocks.moment(at or form.asked_at, work.now, work.zone)

    match form.state:
        case FormState.ASKED:
            since = say("We asked you for it: {day}.", day=day(form.asked_at))
            then = say("You fill it in. Then it goes to {reader}.", reader=reader)
            if form.due_at:
                then = say("Please send it {by}.", by=clocks.by(form.due_at, work.now, work.zone))
            return say("To do"), since, then, "start", "soon"
        case FormState.STARTED:
            saved = say("Saved {day}. Not sent yet.", day=day(form.saved_at))
            return say("In progress"), saved, say("You finish it and send it."), "continue", "soon"
        case FormState.RETURNED:
            asked = say("Your care team has a question. Everything else is saved.")
            then = say("You answer. Then it goes back to {reader}.", reader=reader)
            return say("A question for you"), asked, then, "answer", "bad"
        case FormState.SENT:
            has_it = say("With {reader} since {day}.", reader=reader, day=day(form.sent_at))
            return say("Sent"), has_it, say("Your answers are read before your visit."), "", "working"
        case FormState.ACCEPTED:
            done = say("Your care team read it {day}.", day=day(form.closed_at))
            return say("Done"), done, say("Nothing more to do."), "", "good"
        case _:
            gone = say("Your care team took it back.")
            return say("Not needed any more"), gone, say("Nothing more to do."), "", "working"


def staff_card(work: Work, form: Form, *, readable: bool = True) -> FormCard:
    """A form on the patient's page at the desk; its answers are opened by those who may read them."""
    row = work.session.get_one(Questionnaire, form.questionnaire_id)
    at, words, tone = {
        FormState.ASKED: (form.asked_at, say("Asked for, not opened yet"), "soon"),
        FormState.STARTED: (form.saved_at, say("The patient is filling it"), "working"),
        FormState.SENT: (form.sent_at, say("Sent, waits for review"), "soon"),
        FormState.RETURNED: (form.saved_at or form.sent_at, say("Sent back with a question"), "info"),
        FormState.ACCEPTED: (form.closed_at, say("Reviewed"), "ready"),
        FormState.WITHDRAWN: (form.closed_at, say("Taken back"), "working"),
    }[form.state]
    when = clocks.moment(at, work.now, work.zone) if at else ""
    reads = {FormState.SENT: "review", FormState.ACCEPTED: "read", FormState.RETURNED: "read"}
    verb = reads.get(form.state, "") if readable else ""
    if form.state in (FormState.ASKED, FormState.STARTED):
        verb = "withdraw"
    return FormCard(str(form.id), title_of(row, work.actor.language), words, when, "", verb, tone)
