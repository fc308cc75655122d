"""A C-CDA document (HL7 Clinical Document Architecture R2): its title, who wrote it and when, its sections to read."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal_app.chart.fields import text
from portal_app.chart.safe_html import safe

LARGEST = 8_000_000
DEEPEST = 40
MOST_SECTIONS = 100
_HL7 = "{urn:hl7-org:v3}"
_TAGS = {
    "paragraph": "p", "list": "ul", "item": "li", "table": "table", "thead": "thead", "tbody": "tbody",
    "tfoot": "tfoot", "tr": "tr", "th": "th", "td": "td", "sub": "sub", "sup": "sup",
}  # fmt: skip
_OPENING = re.compile(rb"<\s*(?:\w+:)?ClinicalDocument\b")


@dataclass(frozen=True)
class Clinical:
    """What a person reads of a C-CDA document."""

    title: str
    written: str
    """When, as a FHIR dateTime."""
    author: str
    sections: tuple[tuple[str, str], ...]
    """Title and sanitized HTML."""
    inside: tuple[str, bytes] | None = None
    """Media type and content, where the document is only an envelope of a file."""


def is_ccda(written: bytes) -> bool:
    """It opens as one."""
    return bool(_OPENING.search(written[:4000]))


def read(written: bytes) -> Clinical | None:
    """The document; none if it cannot be read, is too big, or holds entities (a way to attack)."""
    if len(written) > LARGEST:
        return None
    try:
        root = fromstring(written, forbid_dtd=True)
        return _document(root) if root.tag == f"{_HL7}ClinicalDocument" else None
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None


def _document(root: Element) -> Clinical:
    sections = tuple(
        (_words(_child(section, "title")), safe(_html(_child(section, "text")))) for section in _sections(root)
    )
    return Clinical(
        title=_words(_child(root, "title")),
        written=_moment(_value(_child(root, "effectiveTime"))),
        author=_author(root),
        sections=tuple((title, body) for title, body in sections if body),
        inside=_file(root.find(f"{_HL7}component/{_HL7}nonXMLBody/{_HL7}text")),
    )


def _sections(root: Element) -> Iterator[Element]:
    """Sections in the order of the document, those inside others after them."""
    for count, section in enumerate(root.iter(f"{_HL7}section")):
        if count >= MOST_SECTIONS:
            return
        yield section


def _html(node: Element | None, depth: int = 0) -> str:
    """A narrative block as HTML; whatever it holds is sanitized afterwards."""
    if node is None:
        return ""
    name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
    if depth > DEEPEST or not name:
        return ""
    inside = html.escape(node.text or "") + "".join(
        _html(child, depth + 1) + html.escape(child.tail or "") for child in node
    )
    if name == "br":
        return "<br>"
    if name == "caption":
        return f"<p><b>{inside}</b></p>" if inside.strip() else ""
    if name == "content" and "bold" in (node.get("styleCode") or "").lower():
        return f"<b>{inside}</b>"
    tag = "ol" if name == "list" and node.get("listType") == "ordered" else _TAGS.get(name, "")
    spans = "".join(
        f' {span}="{html.escape(node.get(span) or "")}"' for span in ("colspan", "rowspan") if node.get(span)
    )
    return f"<{tag}{spans}>{inside}</{tag}>" if tag else inside


def _author(root: Element) -> str:
    assigned = root.find(f"{_HL7}author/{_HL7}assignedAuthor")
    if assigned is None:
        return ""
    person = assigned.find(f"{_HL7}assignedPerson/{_HL7}name")
    place = assigned.find(f"{_HL7}representedOrganization/{_HL7}name")
    return _words(person) or _words(place)


def _file(node: Element | None) -> tuple[str, bytes] | None:
    if node is None:
        return None
    media = (node.get("mediaType") or "").lower()
    inside = "".join(node.itertext())
    if node.get("representation") != "B64":
        return (media or "text/plain", inside.encode()) if inside.strip() else None
    try:
        return media, base64.b64decode("".join(inside.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _child(node: Element, name: str) -> Element | None:
    return node.find(f"{_HL7}{name}")


def _words(node: Element | None) -> str:
    return text(" ".join("".join(node.itertext()).split()))[:200] if node is not None else ""


def _value(node: Element | None) -> str:
    return (node.get("value") or "") if node is not None else ""


def _moment(written: str) -> str:
    """An HL7 v3 time ("20150407143000-0500") as a FHIR dateTime."""
    found = re.fullmatch(r"(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?(?:\.\d+)?)?([+-]\d{4})?", written.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not hour or not zone:
        return date
    return f"{date}T{hour}:{minute}:{second or '00'}{zone[:3]}:{zone[3:]}"
