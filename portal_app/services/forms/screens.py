"""The screen that a patient sees next."""

from dataclasses import replace

from portal_app.catalogue import say
from portal_app.chart import questionnaire
from portal_app.chart.questionnaire.ask import Block, Field, Problem, Row, Section, anchor, day_said
from portal_app.models import FormState
from portal_app.rules import clocks
from portal_app.services.forms.cards import Part, Question, Screen, Told
from portal_app.services.forms.held import ASK, REPLY, WHOLE, Held, decisions
from portal_app.services.forms.standing import card, reader_of
from portal_app.work import Work


def screen(work: Work, in_hand: Held, *, strict: bool = False) -> Screen:
    """Where the form stands; `strict` also says what is missing on this part."""
    form = in_hand.form
    base = Screen(
        id=str(form.id),
        title=in_hand.asked.title,
        above=in_hand.asked.title,
        saved=say("Saved at {time}", time=clocks.at_time(form.saved_at, work.zone)) if form.saved_at else "",
        reader=reader_of(work, form, in_hand.pool),
    )
    if form.state is FormState.RETURNED:
        base = replace(base, questions=_asked(work, in_hand, strict))
        if not any(one.key == WHOLE for one in base.questions):
            return _questions(in_hand, base, strict)
    elif form.state not in (FormState.ASKED, FormState.STARTED):
        return _closed(work, in_hand, base)
    problems = questionnaire.check(in_hand.asked, in_hand.answers)
    sections = questionnaire.ask(in_hand.asked, in_hand.answers, problems)
    if form.section >= len(sections):
        return _check(sections, base)
    section = sections[form.section]
    if not strict:
        section = questionnaire.ask(in_hand.asked, in_hand.answers)[form.section]
    titles = [one.title for one in sections] + [say("Read it once more, then send")]
    return replace(
        base,
        kind="part",
        title=section.title,
        position=form.section + 1,
        of=len(sections),
        section=section,
        problems=section.problems,
        next=titles[form.section + 1],
    )


def _check(sections: list[Section], base: Screen) -> Screen:
    problems = [problem for section in sections for problem in section.problems]
    return replace(
        base,
        kind="check",
        title=say("Your care team has a question") if base.questions else say("Check your answers"),
        position=len(sections),
        of=len(sections),
        problems=_unanswered(base.questions) + problems,
        parts=[Part(n, section.title, told(section), len(section.problems)) for n, section in enumerate(sections)],
    )


def told(section: Section) -> list[Told]:
    """The questions and answers of a section, to read; a medicine or an allergy is one line."""
    lines: list[Told] = []
    for block in section.blocks:
        for row in block.rows:
            asked = [field for field in row.fields if field.draw != "said"]
            lines += [_row(row)] if row.name else [_line(field, block.title) for field in asked]
    return lines


def _line(field: Field, under: str) -> Told:
    # "their phone number" says nothing without the heading that it stands under
    return Told(f"{under}: {field.label}" if under else field.label, _answer(field) or say("No answer"))


def _row(row: Row) -> Told:
    answers = [text for field in row.fields if (text := _answer(field)) and text != row.title]
    return Told(row.title, "; ".join(answers) or say("No answer"))


def _answer(field: Field) -> str:
    picked = [choice.label for choice in field.choices if choice.picked]
    written = day_said(field.value) if field.type == "date" else field.value
    return ", ".join(picked + ([written] if written else [])) + (f" {field.unit}" * bool(field.value and field.unit))


def _asked(work: Work, in_hand: Held, strict: bool) -> list[Question]:
    names = names_of(in_hand)
    return [
        Question(
            path,
            anchor(REPLY + path),
            names.get(path, ""),
            decision.question,
            in_hand.replies.get(path, ""),
            say("Answer this question.") if strict and not in_hand.replies.get(path) else "",
        )
        for path, decision in decisions(work, in_hand.form).items()
        if decision.decision == ASK
    ]


def _unanswered(questions: list[Question]) -> list[Problem]:
    return [Problem(one.anchor, one.about or one.question, one.problem) for one in questions if one.problem]


def _questions(in_hand: Held, base: Screen, strict: bool) -> Screen:
    """Only what the care team asks about, and what changed answers make necessary (the signature always)."""
    problems = questionnaire.check(in_hand.asked, in_hand.answers)
    sections = questionnaire.ask(in_hand.asked, in_hand.answers, problems if strict else None)
    open_now = reopened(in_hand, [one.key for one in base.questions])
    blocks = [
        replace(block, rows=rows, can_grow=False)
        for section in sections
        for block in section.blocks
        if (rows := _only(block, open_now))
    ]
    missing = _unanswered(base.questions)
    missing += [Problem(f.anchor, f.label, f.problem) for b in blocks for r in b.rows for f in r.fields if f.problem]
    return replace(
        base,
        kind="questions",
        title=say("Your care team has a question") if len(base.questions) == 1 else say("Your care team has questions"),
        section=Section("questions", "", "", blocks),
        problems=missing,
    )


def _only(block: Block, keys: set[str]) -> list[Row]:
    rows = [replace(row, fields=[one for one in row.fields if one.key in keys], can_go=False) for row in block.rows]
    return [row for row in rows if row.fields]


def reopened(in_hand: Held, asked: list[str]) -> set[str]:
    """The answers that a patient may change in a form that was sent back: what is asked about, what is missing now
    because of it, and the signature.
    """
    problems = questionnaire.check(in_hand.asked, in_hand.answers)
    places = questionnaire.every_place(questionnaire.lay_out(in_hand.asked, in_hand.answers))
    return {
        place.key
        for place in places
        if place.key in problems
        or place.item.signature
        or any(place.key == path or place.key.startswith(f"{path}/") for path in asked)
    }


def names_of(in_hand: Held) -> dict[str, str]:
    """What each line of a review is called, by its place."""
    names: dict[str, str] = {}
    for section in questionnaire.ask(in_hand.asked, in_hand.answers):
        for block in section.blocks:
            for row in block.rows:
                names |= {f"{block.key}[{row.name}]": row.title} if row.name else {}
                names |= {field.key: field.label for field in row.fields}
    return names


def _closed(work: Work, in_hand: Held, base: Screen) -> Screen:
    form = in_hand.form
    standing = card(work, form)
    sections = questionnaire.ask(in_hand.asked, in_hand.answers)
    if form.state is FormState.WITHDRAWN:
        return replace(base, kind="gone", title=standing.standing, next=standing.who)
    parts = [Part(number, section.title, told(section)) for number, section in enumerate(sections)]
    return replace(base, kind="sent", title=standing.standing, above=standing.who, next=standing.next, parts=parts)
