"""Who gets it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from portal_app.models import Topic
from portal_app.rules.clocks import opening
from portal_app.rules.routing import Route, route

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def test_a_topic_goes_to_its_pool_with_the_clinics_promise() -> None:
    topic = Topic(name={"en": "A medicine"}, pool_id=uuid4(), reply_hours=8)
    until = NOW + timedelta(hours=8)
    assert route(topic, NOW, opening({}), ZoneInfo("America/New_York")) == Route(topic.pool_id, until)
