"""A patient answers: each answer is saved at once, on whatever device; the last one written is the one that counts."""

import secrets
from uuid import UUID

from sqlalchemy import delete

from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.chart import questionnaire
from portal_app.chart.questionnaire.item import Item
from portal_app.chart.questionnaire.read import every
from portal_app.chart.questionnaire.values import plain, written
from portal_app.errors import BadInput, Conflict, NotFound
from portal_app.models import FormAnswer, FormState
from portal_app.services.forms.cards import Screen
from portal_app.services.forms.held import ASK, REPLY, WHOLE, Held, decisions, forget, held, keep
from portal_app.services.forms.screens import reopened, screen
from portal_app.work import Work

OPEN = (FormState.STARTED, FormState.RETURNED)
LONGEST = 8000


def answer(work: Work, form_id: UUID, key: str, text: str, strict: bool = False) -> Screen:
    """Save one answer and show what is asked now."""
    in_hand = _open(work, form_id)
    _permit_key(work, in_hand, key)
    _save(work, in_hand, key, _fitting(text, key))
    return screen(work, in_hand, strict=strict)


def tick(work: Work, form_id: UUID, key: str, option: str, on: bool, strict: bool = False) -> Screen:
    """Save whether one of several answers holds; the others stay as they are, but for what cannot stand beside it."""
    in_hand = _open(work, form_id)
    _permit_key(work, in_hand, key)
    item = _item(in_hand, key)
    picked = [text for text in written(item, in_hand.answers.get(key)) if text != option]
    if on:
        alone = {choice.key for choice in item.options if choice.exclusive}
        picked = [option] if option in alone else [text for text in picked if text not in alone] + [option]
    _save(work, in_hand, key, picked)
    return screen(work, in_hand, strict=strict)


def reply(work: Work, form_id: UUID, key: str, text: str, strict: bool = False) -> Screen:
    """Save what the patient says to a question of the care team."""
    in_hand = _open(work, form_id)
    if key not in _asked(work, in_hand):
        raise NotFound(say("We could not find that. It may have moved."))
    text = _fitting(text, REPLY + key)
    keep(work, in_hand.form, REPLY + key, text)
    in_hand.replies[key] = text
    return screen(work, in_hand, strict=strict)


def add_row(work: Work, form_id: UUID, key: str, strict: bool = False) -> Screen:
    """Make room for one more medicine, allergy, or whatever the form lists."""
    in_hand = _open(work, form_id)
    _permit_rows(work, in_hand)
    rows = questionnaire.add_row(in_hand.asked, in_hand.answers, key, secrets.token_hex(4))
    if rows is None:
        raise BadInput(say("You cannot add more here."))
    _save(work, in_hand, key, rows)
    return screen(work, in_hand, strict=strict)


def remove_row(work: Work, form_id: UUID, key: str, name: str, strict: bool = False) -> Screen:
    """Take a row away, with what was written in it."""
    in_hand = _open(work, form_id)
    _permit_rows(work, in_hand)
    rows = questionnaire.remove_row(in_hand.asked, in_hand.answers, key, name)
    if rows is None:
        raise NotFound(say("We could not find that. It may have moved."))
    inside = f"{key}[{name}]/"
    for path in [path for path in in_hand.answers if path.startswith(inside)]:
        del in_hand.answers[path]
        work.session.execute(delete(FormAnswer).where(FormAnswer.form_id == in_hand.form.id, FormAnswer.path == path))
    _save(work, in_hand, key, rows)
    return screen(work, in_hand, strict=strict)


def _open(work: Work, form_id: UUID) -> Held:
    work.permit(Permission.FORMS_FILL)
    in_hand = held(work, form_id, lock=True)
    if in_hand.form.state not in OPEN:
        raise Conflict(say("This form is with your care team. Nothing was changed."))
    return in_hand


def _permit_key(work: Work, in_hand: Held, key: str) -> None:
    """Only questions that are asked now and are the patient's to answer; after a return, only those asked about."""
    fine = questionnaire.can_answer(in_hand.asked, in_hand.answers, key)
    if fine and in_hand.form.state is FormState.RETURNED and WHOLE not in (asked := _asked(work, in_hand)):
        fine = key in reopened(in_hand, asked)
    if not fine:
        raise BadInput(say("This question is not asked any more. Your other answers are saved."))


def _permit_rows(work: Work, in_hand: Held) -> None:
    """Rows come and go until the form is sent, and again when all of it was sent back."""
    if in_hand.form.state is FormState.RETURNED and WHOLE not in _asked(work, in_hand):
        raise Conflict(say("This form is with your care team. Nothing was changed."))


def _asked(work: Work, in_hand: Held) -> list[str]:
    return [path for path, decision in decisions(work, in_hand.form).items() if decision.decision == ASK]


def _item(in_hand: Held, key: str) -> Item:
    link_id = key.rpartition("/")[2]
    return next(item for item in every(in_hand.asked.items) if item.link_id == link_id)


def _fitting(text: str, key: str) -> str:
    text = plain(text)
    if len(text) > LONGEST:
        raise BadInput(say("This is too long to save. Shorten it a little."), key)
    return text


def _save(work: Work, in_hand: Held, key: str, value: object) -> None:
    in_hand.answers[key] = value
    if value in ("", []):
        forget(work, in_hand.form, key)
    else:
        keep(work, in_hand.form, key, value)
