"""What a screen may know of forms."""

from dataclasses import dataclass, field

from portal_app.chart.questionnaire.ask import Problem, Section


@dataclass(frozen=True)
class FormCard:
    """One form in a list: where it is, who has it, what comes next."""

    id: str
    title: str
    standing: str
    who: str
    next: str
    verb: str = ""
    """What the patient can do: start, continue, answer; empty when it is the clinic's turn."""
    tone: str = "working"
    initials: str = ""


@dataclass(frozen=True)
class FormList:
    """What the patient has to do, and what is done."""

    to_do: list[FormCard] = field(default_factory=list)
    done: list[FormCard] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """A question and its answer, to read."""

    question: str
    answer: str


@dataclass(frozen=True)
class Part:
    """One part of a form, to read before it is sent."""

    position: int
    title: str
    lines: list[Told]
    missing: int = 0


@dataclass(frozen=True)
class Question:
    """What the care team asks about an answer, and what the patient says to it."""

    key: str
    anchor: str
    about: str
    question: str
    reply: str
    problem: str = ""


NOWHERE = Section("", "", "", [])


@dataclass(frozen=True)
class Screen:
    """One screen of a form. `kind`: part, check (read it all, then send), questions (sent back), sent, gone."""

    id: str = ""
    kind: str = ""
    title: str = ""
    above: str = ""
    position: int = 0
    of: int = 0
    section: Section = NOWHERE
    problems: list[Problem] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    saved: str = ""
    next: str = ""
    reader: str = ""


@dataclass(frozen=True)
class Line:
    """One answer in a review."""

    key: str
    question: str
    charted: str
    wrote: str
    state: str
    caution: str = ""
    """Why it is flagged: such a line is decided by itself."""
    compared: bool = True
    """Whether it was looked up in the chart."""
    decision: str = ""
    asked: str = ""
    """The question that staff write to the patient."""
    reply: str = ""
    mine: bool = True
    """Whether this member of staff may accept it."""
    heading: str = ""
    """The name of the part, on its first line."""
    counts: str = ""


@dataclass(frozen=True)
class Review:
    """A form that was sent, beside the chart."""

    id: str = ""
    patient: str = ""
    patient_id: str = ""
    first_name: str = ""
    born: str = ""
    title: str = ""
    heading: str = ""
    sent: str = ""
    signed: str = ""
    lines: list[Line] = field(default_factory=list)
    asks: list[Line] = field(default_factory=list)
    same: int = 0
    differ: int = 0
    tally: str = ""
    all_decided: bool = False
    rest: int = 0
    """How many undecided answers can be accepted in one go."""
    flagged: int = 0
    """How many undecided answers have to be decided one by one."""
    open: bool = False
    """Whether it waits for a decision; otherwise it is only read."""
    standing: str = ""
    task_version: int = 0
    whole_asked: str = ""
    """What was asked when all of it was sent back, and what the patient said to it."""
    whole_reply: str = ""
    can_undo: bool = False
    """Whether this member of staff has saved it a moment ago."""


@dataclass(frozen=True)
class Offer:
    """A form that staff can ask a patient to fill."""

    slug: str
    title: str


@dataclass(frozen=True)
class PatientForms:
    """A patient's forms at the desk, newest first, and what can be asked for."""

    shown: bool = False
    """Whether the reader has to do with forms at all."""
    forms: list[FormCard] = field(default_factory=list)
    more: int = 0
    """How many older ones are not shown."""
    offers: list[Offer] = field(default_factory=list)
