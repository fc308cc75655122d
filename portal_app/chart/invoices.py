"""What is still owed, from FHIR R4 Invoices: issued, and not yet balanced."""

from decimal import Decimal

from babel.numbers import format_currency

from portal_app.catalogue import language
from portal_app.chart.fields import Json, number, table, text

ISSUED = "issued"
_CURRENCY_LETTERS = 3


def owed(resource: Json) -> tuple[Decimal, str] | None:
    """Amount and ISO 4217 currency of an issued Invoice; none of one that says no amount above zero."""
    if text(resource.get("resourceType")) != "Invoice" or text(resource.get("status")) != ISSUED:
        return None
    for name in ("totalGross", "totalNet"):
        money = table(resource.get(name))
        amount, currency = number(money.get("value")), text(money.get("currency"))
        if amount is not None and amount > 0 and len(currency) == _CURRENCY_LETTERS and currency.isalpha():
            return amount, currency.upper()
    return None


def printed(amount: Decimal, currency: str) -> str:
    """Money as the reader's language writes it: "$202.49"."""
    return format_currency(amount, currency, locale="es_US" if language() == "es" else "en_US")
