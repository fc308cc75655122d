"""Who gets it, and what the patient is promised."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from portal_app.models import Topic
from portal_app.rules.clocks import Opening, due


@dataclass(frozen=True)
class Route:
    """The pool that answers, and until when."""

    pool_id: UUID
    due_at: datetime


def route(topic: Topic, asked_at: datetime, open_when: Opening, zone: ZoneInfo) -> Route:
    """What is written about a topic goes to the topic's pool, which answers within its open hours."""
    return Route(topic.pool_id, due(asked_at, topic.reply_hours, open_when, zone))
