"""What the first page may know."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class VisitCard:
    """The next visit; without a day there is none."""

    day: str = ""
    time: str = ""
    away: str = ""
    title: str = ""
    who: str = ""
    where: str = ""


@dataclass(frozen=True)
class StepCard:
    """Something the clinic asks of the patient; `verb` is on the button while it is to be done."""

    title: str
    note: str
    path: str
    verb: str = ""
    done: bool = False


@dataclass(frozen=True)
class NewsCard:
    """Something the patient has not seen yet."""

    title: str
    when: str
    below: str
    path: str
    drawing: str = "message-circle"
    notice_id: str = ""
    """Of what is new once opened; a conversation knows by itself what was read."""
    fresh: bool = True


@dataclass(frozen=True)
class BalanceCard:
    """What the patient owes; without an amount nothing is known."""

    amount: str = ""
    bills: str = ""


@dataclass(frozen=True)
class PendingCard:
    """What waits for the clinic: who has it, since when, what comes next."""

    title: str
    who: str
    initials: str
    since: str
    next: str
    path: str


@dataclass(frozen=True)
class HomeCard:
    """The page; not `ready` until it has been read."""

    ready: bool = False
    today: str = ""
    greeting: str = ""
    visit: VisitCard = field(default_factory=VisitCard)
    steps: list[StepCard] = field(default_factory=list)
    balance: BalanceCard = field(default_factory=BalanceCard)
    news: list[NewsCard] = field(default_factory=list)
    more_news: bool = False
    """There is more than is shown."""
    pending: list[PendingCard] = field(default_factory=list)
    pending_total: int = 0
