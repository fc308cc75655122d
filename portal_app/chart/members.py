"""One resource of a file, ready to be kept: its content and its JSON, no digit lost."""

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from portal_app.chart.fields import Json, table, text
from portal_app.chart.identity import Names, identity

_TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")
_CONDITIONAL = re.compile(rb'"reference":"[A-Za-z]+\?')


class NotAResource(ValueError):
    """Something else stands where a FHIR resource was expected."""


@dataclass(frozen=True)
class Member:
    """A resource as it came (with its id, and names resolved) and its JSON in UTF-8."""

    resource: Json
    body: bytes

    @property
    def type(self) -> str:
        """The FHIR type."""
        return self.resource["resourceType"]

    @property
    def fhir_id(self) -> str:
        """The id within its type."""
        return self.resource["id"]

    @property
    def digest(self) -> bytes:
        """SHA-256 of the body."""
        return hashlib.sha256(self.body).digest()


def member(entry: object, names: Names) -> Member:
    """The resource of a bundle entry; NotAResource if there is none, or it cannot be written as JSON."""
    resource = table(table(entry).get("resource"))
    if not _TYPE.fullmatch(text(resource.get("resourceType"))):
        raise NotAResource
    try:
        resource["id"] = identity(table(entry))
        body = pack(resource)
        if names.urls or _CONDITIONAL.search(body):
            resource = _resolved(resource, names)
            body = pack(resource)
    except (TypeError, ValueError, RecursionError):
        raise NotAResource from None
    return Member(resource, body)


def pack(resource: Json) -> bytes:
    """JSON in UTF-8; numbers keep the digits they were written with ("4.10" is what the lab said)."""
    return orjson.dumps(resource, default=_digits)


def _digits(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal) and value.is_finite():
        return orjson.Fragment(str(value))
    raise TypeError


def _resolved(value: Any, names: Names) -> Any:
    if isinstance(value, dict):
        return {
            key: names.resolve(item) if key == "reference" and isinstance(item, str) else _resolved(item, names)
            for key, item in value.items()
        }
    return [_resolved(item, names) for item in value] if isinstance(value, list) else value
