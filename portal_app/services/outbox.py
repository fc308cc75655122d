"""The demo clinic's mail: nothing leaves the machine, so it is shown on a page. Made-up people only."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from portal_app.catalogue import say
from portal_app.chart import dates
from portal_app.errors import NotFound
from portal_app.models import Mail
from portal_app.work import Work

MOST = 50
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class MailCard:
    """One letter."""

    id: str
    address: str
    subject: str
    text: str
    link: str
    at: str


def see(work: Work) -> list[MailCard]:
    """The newest letters, in the demo clinic; anywhere else there is no such page."""
    # the mode alone is a default: a clinic that was started without PORTAL_MODE must not show its patients' links
    if not (work.settings.demo and work.clinic.policy.get("demo")):
        raise NotFound(say("We could not find that. It may have moved."))
    rows = work.all(select(Mail).order_by(Mail.written_at.desc(), Mail.id.desc()).limit(MOST))
    return [_card(row, work.clinic.zone) for row in rows]


def _card(row: Mail, zone: str) -> MailCard:
    found = _LINK.search(row.text)
    return MailCard(
        id=str(row.id),
        address=row.to,
        subject=row.subject,
        text=row.text.replace(found[0], "").strip() if found else row.text,
        link=found[0] if found else "",
        at=dates.spoken_time(row.written_at, zone),
    )
