"""What an Invoice says is owed; anything else says nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.chart.invoices import owed, printed
from tests.chart.mutated import GARBAGE

BILL = {"resourceType": "Invoice", "status": "issued", "totalGross": {"value": 42.5, "currency": "USD"}}


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "draft"},
        {"status": "balanced"},
        {"resourceType": "Claim"},
        {"totalGross": {"value": -3, "currency": "USD"}},
        {"totalGross": {"value": 3, "currency": "dollars"}},
        {"totalGross": 3},
    ],
)
def test_nothing_is_owed(changed: dict) -> None:
    assert owed({**BILL, **changed}) is None


def test_the_gross_total_is_owed_or_else_the_net_one() -> None:
    assert owed(BILL) == (Decimal("42.5"), "USD")
    assert owed({**BILL, "totalGross": None, "totalNet": {"value": 7, "currency": "usd"}}) == (Decimal(7), "USD")


def test_it_is_written_in_the_readers_language() -> None:
    assert printed(Decimal("1202.49"), "USD") == "$1,202.49"


@given(st.dictionaries(st.sampled_from([*BILL, "totalNet"]), GARBAGE), GARBAGE, GARBAGE)
def test_garbage_raises_nothing(changed: dict, value: object, currency: object) -> None:
    owed({**BILL, **changed})
    found = owed({**BILL, "totalGross": {"value": value, "currency": currency}})
    assert found is None or found[0] > 0
