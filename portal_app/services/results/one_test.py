"""One test over time: which tests there are, and every value of one of them."""

from uuid import UUID

from portal_app import looking
from portal_app.models import Group
from portal_app.values import one_test
from portal_app.values.cards import OneTestCard, TestName
from portal_app.values.measured import context
from portal_app.work import Work


def names(work: Work, through: UUID | None = None) -> list[TestName]:
    """Every test of which there is a value, in the order of the reader's language."""
    whose = looking.eyes(work, through)
    found = [
        TestName(title, one_test.called(title, code)) for title, code, _ in one_test.tests(work, whose, Group.LABS)
    ]
    looking.looked(work, whose, "labs")
    return sorted(found, key=lambda name: name.words.casefold())


def values(work: Work, title: str, after: UUID | None = None, through: UUID | None = None) -> OneTestCard:
    """The values of this test that follow `after`, newest first; with the first part comes the chart."""
    whose = looking.eyes(work, through)
    found = one_test.values(work, whose, Group.LABS, title, context(work, whose), after)
    looking.looked(work, whose, "labs")
    return found
