"""Test results as a patient reads them: the list, one result, one test over time."""

from portal_app.services.results.asking import ask
from portal_app.services.results.cards import LineCard, ListCard, MonthCard, ResultCard, WaitCard
from portal_app.services.results.lists import joined, see
from portal_app.services.results.one_test import names, values
from portal_app.services.results.opening import over_time, read
from portal_app.services.results.seen import seen

__all__ = [
    "LineCard", "ListCard", "MonthCard", "ResultCard", "WaitCard", "ask", "joined", "names",
    "over_time", "read", "see", "seen", "values",
]  # fmt: skip
