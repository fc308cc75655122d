"""What a screen may know of a patient."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PatientRow:
    """One line of what a search found."""

    id: str
    name: str
    age: str
    born: str
    mrn: str
    site: str
    tongue: str


@dataclass(frozen=True)
class Found:
    """The first patients that were found, and whether there are more."""

    rows: list[PatientRow] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True)
class Line:
    """Something known and how it stands."""

    what: str
    value: str = ""
    below: str = ""


@dataclass(frozen=True)
class Part:
    """One list of the chart summary."""

    heading: str
    lines: list[Line]
    more: int
    """How many are not shown."""
    empty: str
    """What to say where there is nothing."""


@dataclass(frozen=True)
class WorkLine:
    """A task or conversation of the patient."""

    id: str
    title: str
    below: str
    when: str
    state: str
    tone: str
    drawing: str
    task_id: str = ""
    """The task to open, if it is in the reader's queue."""


@dataclass(frozen=True)
class PatientCard:
    """Everything on a patient's page that this person may see."""

    id: str = ""
    name: str = ""
    age: str = ""
    born: str = ""
    mrn: str = ""
    gender: str = ""
    tongue: str = ""
    site: str = ""
    email: str = ""
    phone: str = ""
    deceased: bool = False
    charted: bool = False
    """Whether the reader may read the chart."""
    allergies: str = ""
    """In one sentence, the first thing to know."""
    allergic: bool = False
    chart: list[Part] = field(default_factory=list)
    fresh: str = ""
    tasks: list[WorkLine] = field(default_factory=list)
    threads: list[WorkLine] = field(default_factory=list)
    more_threads: int = 0
    account: str = ""
    """How the patient stands with the portal."""
    account_tone: str = "working"
    account_email: str = ""
    seen: str = ""
    """When the patient was last here."""
