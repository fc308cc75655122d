"""Move a resource in time, so that a synthetic chart has a today."""

import re
from datetime import date, timedelta
from typing import Any

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?=T\d{2}:|$)")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_FREE_TEXT = {"div", "data", "id", "value", "reference", "url", "system", "code"}


def shift(resource: Any, days: int) -> Any:
    """The same resource with every date `days` later; ids, codes, references and prose are left alone.

    A birth date moves too: ages at each visit stay true.
    """
    if not days:
        return resource
    if isinstance(resource, dict):
        return {key: _shift_member(key, value, days) for key, value in resource.items()}
    if isinstance(resource, list):
        return [shift(item, days) for item in resource]
    return _later(resource, days) if isinstance(resource, str) else resource


def _later(written: str, days: int) -> str:
    try:
        if found := _DAY.match(written):
            return (date.fromisoformat(found[1]) + timedelta(days=days)).isoformat() + written[10:]
        if found := _MONTH.fullmatch(written):
            middle = date(int(found[1]), int(found[2]), 15) + timedelta(days=days)
            return middle.isoformat()[:7]
    except (ValueError, OverflowError):
        pass
    return written


def _shift_member(key: str, value: Any, days: int) -> Any:
    if key == "dateCriterion" and isinstance(value, list):
        # the one place where FHIR calls a date "value"
        return [
            shift(one, days) | {"value": shift(one.get("value"), days)} if isinstance(one, dict) else one
            for one in value
        ]
    return value if key in _FREE_TEXT and isinstance(value, str) else shift(value, days)
