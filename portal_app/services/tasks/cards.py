"""What a screen may know of tasks."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class TaskRow:
    """One row of the list: who, what, how long waiting, whose."""

    id: str
    name: str
    age: str
    kind: str
    drawing: str
    tongue: str
    """The patient's language where it is not English."""
    gist: str
    waits: str
    clock: str
    tone: str
    """calm, amber or red."""
    group: str
    """The heading above the first row of a group."""
    owner: str
    """ "You", a name, or nothing where nobody has claimed it."""
    initials: str
    unread: bool
    looker: str
    """A colleague who has it open."""
    fresh: bool
    """It came while the list was open."""
    place: str
    """Where it stands in the order of the list."""


@dataclass(frozen=True)
class TaskPage:
    """A part of the list and the place where the next part begins."""

    rows: list[TaskRow]
    after: str = ""
    """Where the next page begins; empty on the last one."""


@dataclass(frozen=True)
class PoolCount:
    """One pool's open tasks."""

    id: str
    name: str
    drawing: str
    open: str
    late: int


@dataclass(frozen=True)
class Counts:
    """How much there is in each view; never more than 99 is counted."""

    open: str = ""
    mine: str = ""
    unclaimed: str = ""
    waiting: str = ""
    pools: tuple[PoolCount, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The list as it stands, the counts beside it, and how much came since it was opened."""

    page: TaskPage
    counts: Counts
    arrived: int
    read_at: datetime
    """When this was read; what changed since is what `changes` brings."""


@dataclass(frozen=True)
class Entry:
    """One thing in a task's story, in the order of time: words of the patient, of the clinic, a note, or a line."""

    id: str
    sort: str
    """patient, clinic, note or line."""
    who: str
    title: str
    initials: str
    body: str
    time: str
    below: str = ""
    """Under the clinic's newest message: whether the patient has read it."""


@dataclass(frozen=True)
class Place:
    """A pool or colleague that a task can be handed to."""

    id: str
    name: str
    beside: str = ""


@dataclass(frozen=True)
class Places:
    """Everywhere that tasks can go."""

    pools: list[Place]
    people: list[Place]


@dataclass(frozen=True)
class TaskCard:
    """A task opened for work."""

    id: str = ""
    version: int = 0
    kind: str = ""
    word: str = ""
    about_id: str = ""
    patient_id: str = ""
    name: str = ""
    age: str = ""
    born: str = ""
    site: str = ""
    tongue: str = ""
    title: str = ""
    standing: str = ""
    """Whose it is: "Unclaimed in Nurses"."""
    follows: str = ""
    patient_reads: str = ""
    clock: str = ""
    tone: str = ""
    promised: str = ""
    owner: str = ""
    mine: bool = False
    claimed: bool = False
    state: str = ""
    pool_id: str = ""
    verbs: tuple[str, ...] = ()
    """What this person may do with it now."""
    story: list[Entry] = field(default_factory=list)
    earlier: int = 0
    """How many older entries are not shown."""
    present: str = ""
    """Who else is here and what they do: "Priya is writing"."""
    stale: bool = False
    """Whether the look has to be written down again: the patient added something, or presence runs out."""
    draft: str = ""
    draft_key: str = ""
    note: str = ""
    note_key: str = ""
    kept: str = ""
    """When the draft was last saved."""
