"""How old people are, as they say it themselves."""

from datetime import date


def age(born: date | None, today: date) -> str:
    """Full years; nothing where the birth date is not known."""
    return "" if born is None else str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
