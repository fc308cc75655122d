"""What mail servers write back: a letter that came back for good (RFC 3464), a complaint about one (RFC 5965). Pure.

Anybody can write such a report. So each letter carries a mark that only this portal can make, and a report that shows
no such mark counts for nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message

MOST = 2_000_000
"""Bytes of a report that are read."""
HEADER = "X-Portal-Letter"
"""Carries the mark of a letter, so that whoever complains sends it back."""
BOUNCE, COMPLAINT = "bounce", "complaint"
_MARK = re.compile(r"(?<![a-z2-7])([a-z2-7]{26})-([a-z2-7]{16})(?![a-z2-7])")
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_UNWANTED = ("abuse", "fraud", "opt-out", "opt-out-list")


@dataclass(frozen=True)
class Report:
    """What is reported, empty if nothing that counts; and the marks it shows, each an id and its proof."""

    kind: str
    marks: tuple[tuple[str, str], ...]


def read(raw: bytes, to: str = "") -> Report:
    """A report as it came, to the address `to` if the mail server says so; any bytes give an answer."""
    message = message_from_bytes(raw[:MOST])
    parts = list(message.walk())
    texts = [to, *(str(value) for name in _ADDRESSED for value in message.get_all(name, []))]
    for original in _originals(parts):
        texts += [str(value) for name in (HEADER, "Return-Path") for value in original.get_all(name, [])]
    found = (match.groups() for text in texts for match in _MARK.finditer(text.lower()))
    return Report(_kind(parts), tuple(dict.fromkeys((one[0], one[1]) for one in found)))


def _kind(parts: list[Message]) -> str:
    if any(_failed(fields) for part in parts for fields in _fields(part, "message/delivery-status")):
        return BOUNCE
    for part in parts:
        for fields in _fields(part, "message/feedback-report"):
            if str(fields.get("Feedback-Type", "")).strip().lower() in _UNWANTED:
                return COMPLAINT
    return ""


def _failed(recipient: Message) -> bool:
    """For good: what is only delayed (4.x.x) is tried again by the mail server."""
    action = str(recipient.get("Action", "")).strip().lower()
    return action == "failed" and str(recipient.get("Status", "")).strip().startswith("5")


def _fields(part: Message, kind: str) -> Iterator[Message]:
    """The groups of fields of such a part."""
    if part.get_content_type() != kind:
        return
    inside = part.get_payload()
    if isinstance(inside, list):
        yield from (one for one in inside if isinstance(one, Message))
    else:
        yield message_from_string(str(inside))


def _originals(parts: list[Message]) -> Iterator[Message]:
    """The letter that the report is about, or its head."""
    for part in parts:
        kind, inside = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(inside, list):
            yield from (one for one in inside if isinstance(one, Message))
        elif kind == "text/rfc822-headers":
            yield message_from_string(str(inside))
