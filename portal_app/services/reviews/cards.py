"""What a screen of staff may know of a result that is reviewed."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ValueLine:
    """One measured value of a result."""

    title: str
    value: str
    status: str = ""
    tone: str = "working"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaidCard:
    """What a clinician has said about it."""

    id: str
    who: str
    when: str
    comment: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class HoldCard:
    """What keeps it from being shown, or kept it."""

    id: str
    who: str
    harm: str
    reason: str
    when: str
    active: bool


@dataclass(frozen=True)
class HarmCard:
    """A type of harm that can be chosen."""

    value: str
    words: str


@dataclass(frozen=True)
class ResultReview:
    """A whole result, opened for review."""

    id: str = ""
    patient_id: str = ""
    patient: str = ""
    first_name: str = ""
    born: str = ""
    word: str = ""
    """What sort of item it is."""
    title: str = ""
    when: str = ""
    measured: list[ValueLine] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    said: list[SaidCard] = field(default_factory=list)
    holds: list[HoldCard] = field(default_factory=list)
    sees: str = ""
    """What the patient sees now."""
    tone: str = "working"
    read: str = ""
    """When the patient marked it as read."""
    may_hold: bool = False
    harms: tuple[HarmCard, ...] = ()
    hold_from: str = ""
    hold_to: str = ""
    """What a field for day and time may take, in the clinic's zone."""
    hold_start: str = ""
    draft: str = ""
    draft_steps: str = ""
    key: str = ""
    kept: str = ""


@dataclass(frozen=True)
class ResultLine:
    """One of the newest results of a patient, and what the patient sees of it."""

    id: str
    title: str
    when: str
    sees: str
    tone: str
    read: str = ""


@dataclass(frozen=True)
class PatientResults:
    """The newest of them, those that wait first."""

    shown: bool = False
    """Whether the reader may read charts."""
    lines: list[ResultLine] = field(default_factory=list)
    may_view_as: bool = False
