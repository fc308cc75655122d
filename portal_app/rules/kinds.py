"""What sorts of work there are: a kind is data in this one place, and the inbox asks nothing else about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal_app.catalogue import mark
from portal_app.models import Role, TaskKind, TaskState


class Verb(StrEnum):
    """What staff do with a task."""

    CLAIM = "claim"
    RELEASE = "release"
    HAND = "hand"
    NOTE = "note"
    REPLY = "reply"
    REVIEW = "review"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Kind:
    """One sort of work."""

    word: str
    """What staff call it, in a row of the list."""
    many: str
    """What staff call several of them, in a filter."""
    drawing: str
    """Its icon."""
    part: str
    """What a look at it is called in the access log."""
    roles: frozenset[Role]
    """Who may move it."""
    moves: Mapping[TaskState, frozenset[Verb]]
    """What may be done with it in each state."""
    patient_reads: Mapping[TaskState, str]
    follows: Mapping[TaskState, str]
    """What comes next, for whoever has it."""


_DESK = frozenset({Role.FRONT_DESK, Role.NURSE, Role.PRESCRIBER, Role.BILLING})
_ALWAYS = {Verb.CLAIM, Verb.RELEASE, Verb.HAND, Verb.NOTE}


def _moves(own: Verb) -> Mapping[TaskState, frozenset[Verb]]:
    return {
        TaskState.OPEN: frozenset({*_ALWAYS, own, Verb.CLOSE}),
        TaskState.WAITING: frozenset({*_ALWAYS, own, Verb.CLOSE}),
        TaskState.CLOSED: frozenset({Verb.NOTE, Verb.REOPEN}),
    }


KINDS: Mapping[TaskKind, Kind] = {
    TaskKind.MESSAGE: Kind(
        word=mark("Message"),
        many=mark("Messages"),
        drawing="message-square-text",
        part="messages",
        roles=_DESK,
        moves=_moves(Verb.REPLY),
        patient_reads={
            TaskState.OPEN: mark("Your care team has your message."),
            TaskState.WAITING: mark("Your care team has answered."),
            TaskState.CLOSED: mark("Your care team has finished with this."),
        },
        follows={
            TaskState.OPEN: mark("Answer it, or hand it to who can."),
            TaskState.WAITING: mark("Nothing until the patient writes again."),
            TaskState.CLOSED: mark("It opens again when the patient writes."),
        },
    ),
    TaskKind.FORM: Kind(
        word=mark("Form"),
        many=mark("Forms"),
        drawing="clipboard-list",
        part="forms",
        roles=frozenset({Role.FRONT_DESK, Role.NURSE, Role.PRESCRIBER}),
        moves=_moves(Verb.REVIEW),
        patient_reads={
            TaskState.OPEN: mark("Your care team has your form."),
            TaskState.WAITING: mark("Your care team has a question about your form."),
            TaskState.CLOSED: mark("Your form is in your record."),
        },
        follows={
            TaskState.OPEN: mark("Accept the answers, or send it back with a question."),
            TaskState.WAITING: mark("Nothing until the patient sends it again."),
            TaskState.CLOSED: mark("Nothing more is to be done."),
        },
    ),
    TaskKind.RESULT: Kind(
        word=mark("Result"),
        many=mark("Results"),
        drawing="test-tube",
        part="results",
        roles=frozenset({Role.NURSE, Role.PRESCRIBER}),
        moves=_moves(Verb.REVIEW),
        patient_reads={
            TaskState.OPEN: mark("Your care team will look at this."),
            TaskState.WAITING: mark("Your care team will look at this."),
            TaskState.CLOSED: mark("Your care team has looked at this."),
        },
        follows={
            TaskState.OPEN: mark("Comment on it, or mark it as reviewed."),
            TaskState.WAITING: mark("Comment on it, or mark it as reviewed."),
            TaskState.CLOSED: mark("Nothing more is to be done."),
        },
    ),
}


def allows(kind: TaskKind, state: TaskState, verb: Verb, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles may do this to a task of this kind in this state."""
    return bool(KINDS[kind].roles & roles) and verb in KINDS[kind].moves[state]
