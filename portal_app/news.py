"""What is new for a person, as lines to read: a notice holds an id and no words, so each thing is found again."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import language, mark, say
from portal_app.models import (
    Event,
    Form,
    FormState,
    Message,
    Notice,
    Questionnaire,
    Resource,
    Shelf,
    Thread,
    ThreadRead,
)
from portal_app.rules import clocks
from portal_app.rules.writing import called
from portal_app.work import Work

OF_RECORD = (Event.RESULT, Event.RECORD)
PLACES = {Shelf.RESULTS: "/records/results/{id}", Shelf.NOTES: "/records/item/{id}", Shelf.VISITS: "/visits/{id}"}
"""Where each is read; `{id}` is the resource's."""
KINDS = {Shelf.RESULTS: mark("A result"), Shelf.NOTES: mark("A note"), Shelf.VISITS: mark("A visit")}
OTHERWISE = mark("A part of your record")
DRAWINGS = {
    Event.RESULT: "flask-conical",
    Event.RECORD: "file-text",
    Event.MESSAGE: "message-circle",
    Event.FORM: "clipboard-list",
}
WAITING = "/records/results"
"""Where results stand that wait because their patient asked for it."""


@dataclass(frozen=True)
class NewsLine:
    """One thing that is or was new: what it is, when it came, where it is read."""

    id: str
    title: str
    when: str
    below: str
    path: str
    drawing: str
    fresh: bool = False


def mine(work: Work) -> Select[tuple[Notice]]:
    """The actor's notices of what they may see now: what was taken back, is held, or was an error is not among them."""
    return visible.notices(work.actor).where(there(work.actor, work.now))


def there(whose: Actor, now: datetime) -> ColumnElement[bool]:
    """Whether the thing of a notice is there for this patient to see."""
    shown = visible.resources(whose, now).where(
        Resource.id == Notice.about_id, Resource.entered_in_error.is_(False), Resource.shelf != Shelf.NONE
    )
    asked = visible.forms(whose).where(Form.id == Notice.about_id, Form.state != FormState.WITHDRAWN)
    return or_(
        and_(Notice.event.in_(OF_RECORD), _any(shown, Resource.id)),
        and_(Notice.event == Event.FORM, _any(asked, Form.id)),
        Notice.event == Event.MESSAGE,
    )


def waiting(whose: Actor, now: datetime) -> ColumnElement[bool]:
    """Whether it still waits to be looked at: an answer that nobody read, a form that nobody opened, what is unseen."""
    read = exists().where(
        Message.id == Notice.about_id,
        ThreadRead.thread_id == Message.thread_id,
        ThreadRead.account_id == whose.account_id,
        ThreadRead.read_at >= Message.sent_at,
    )
    asked = visible.forms(whose).where(
        Form.id == Notice.about_id, Form.state.in_((FormState.ASKED, FormState.RETURNED))
    )
    return and_(
        Notice.seen_at.is_(None),
        there(whose, now),
        or_(Notice.event != Event.MESSAGE, ~read),
        or_(Notice.event != Event.FORM, _any(asked, Form.id)),
    )


def _any(query: Select, column: ColumnElement) -> ColumnElement[bool]:
    return query.with_only_columns(column).correlate(Notice).exists()


def unseen_of_record(work: Work) -> int:
    """How many results and other parts of the record are new."""
    query = mine(work).where(Notice.event.in_(OF_RECORD), Notice.seen_at.is_(None))
    return work.session.scalar(query.with_only_columns(func.count(Notice.id))) or 0


def lines(work: Work, notices: Sequence[Notice]) -> list[NewsLine]:
    """These notices in words, in their order."""
    known = {**_of_resources(work, notices), **_of_messages(work, notices), **_of_forms(work, notices)}
    return [_line(work, notice, *known[notice.id]) for notice in notices if notice.id in known]


def _line(work: Work, notice: Notice, kind: str, title: str, path: str) -> NewsLine:
    return NewsLine(
        id=str(notice.id),
        title=title or kind,
        when=clocks.short(notice.at, work.now, work.zone),
        below=kind if title else "",
        path=path,
        drawing=DRAWINGS[notice.event],
        fresh=notice.seen_at is None,
    )


Known = dict[UUID, tuple[str, str, str]]
"""By the notice's id: what sort of thing it is, its own name, where it is read."""


def _of_resources(work: Work, notices: Sequence[Notice]) -> Known:
    by_thing = {notice.about_id: notice for notice in notices if notice.event in OF_RECORD}
    if not by_thing:
        return {}
    query = visible.resources(work.actor, work.now).where(Resource.id.in_(by_thing))
    found = work.session.execute(query.with_only_columns(Resource.id, Resource.title, Resource.shelf))
    return {by_thing[row.id].id: _of_shelf(*row) for row in found}


def _of_shelf(id: UUID, title: str, shelf: Shelf) -> tuple[str, str, str]:
    kind = say(KINDS.get(shelf, OTHERWISE))
    return kind, say(title) if title else "", PLACES.get(shelf, "/records").format(id=id)


def _of_messages(work: Work, notices: Sequence[Notice]) -> Known:
    by_thing = {notice.about_id: notice for notice in notices if notice.event is Event.MESSAGE}
    if not by_thing:
        return {}
    query = visible.messages(work.actor).where(Message.id.in_(by_thing))
    found = work.session.execute(query.with_only_columns(Message.id, Message.author_name, Thread.id.label("thread")))
    return {
        by_thing[row.id].id: (
            say("A message from your care team"),
            say("{name} answered you", name=called(row.author_name)),
            f"/messages/{row.thread}",
        )
        for row in found
    }


def _of_forms(work: Work, notices: Sequence[Notice]) -> Known:
    by_thing = {notice.about_id: notice for notice in notices if notice.event is Event.FORM}
    if not by_thing:
        return {}
    query = visible.forms(work.actor).where(Form.id.in_(by_thing))
    query = query.join(Questionnaire, Questionnaire.id == Form.questionnaire_id)
    found = work.session.execute(query.with_only_columns(Form.id, Questionnaire.title))
    return {
        by_thing[row.id].id: (
            say("A form to fill in"),
            row.title.get(language()) or row.title.get("en", ""),
            f"/forms/{row.id}",
        )
        for row in found
    }
