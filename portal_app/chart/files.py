"""The files inside a resource (FHIR Attachment): what kind each is, its bytes, and the name it is saved under."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal_app.catalogue import say
from portal_app.chart import ccda
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.references import contained
from portal_app.chart.titles import plain

LARGEST = 30_000_000
"""Bytes of one file; what is larger stays with its source."""
HTML = {"text/html", "application/xhtml+xml"}
_RTF = {"text/rtf", "application/rtf", "text/richtext"}
_SUFFIXES = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/tiff": "tif", "text/plain": "txt",
}  # fmt: skip
# what a browser would run or draw is only ever saved
_SAVED = {"text/html": "html", "application/xhtml+xml": "html", "text/rtf": "rtf", "application/rtf": "rtf",
          "application/xml": "xml", "text/xml": "xml", "image/svg+xml": "svg"}  # fmt: skip
_MAGIC = ((b"%PDF-", "application/pdf"), (b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
          (b"GIF8", "image/gif"), (b"{\\rtf", "text/rtf"))  # fmt: skip
_UNSAFE_IN_NAMES = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True)
class File:
    """One file of a resource."""

    title: str
    media: str
    content: bytes
    elsewhere: bool = False
    """Only an address is known: it is kept in another system."""
    broken: bool = False
    """Something is there, but it is no file."""

    @property
    def kind(self) -> str:
        """pdf, image, text, ccda or other."""
        if self.media == "application/pdf":
            return "pdf"
        if self.media.startswith("image/"):
            return "image"
        if ccda.is_ccda(self.content):
            return "ccda"
        return "text" if self.media.startswith("text/") or self.media in HTML | _RTF else "other"


def files(resource: Json) -> list[File]:
    """Every file, in the order in which `place` counts them."""
    return [_file(resource, attachment) for attachment in _attachments(resource)]


def content(resource: Json, place: int) -> tuple[bytes, str, str] | None:
    """Bytes, media type and file name of one file; none if it is not there. Nothing a browser would run."""
    found = files(resource)
    if not 0 <= place < len(found) or not found[place].content:
        return None
    file = found[place]
    if file.media in _SUFFIXES:
        return file.content, file.media, f"{_name(file)}.{_SUFFIXES[file.media]}"
    return file.content, "application/octet-stream", f"{_name(file)}.{_SAVED.get(file.media, 'bin')}"


def binaries_needed(resource: Json) -> set[str]:
    """FHIR ids of the Binary resources that hold its files (Epic, Oracle Health)."""
    return {found for one in _attachments(resource) if not one.get("data") and (found := _binary(one))}


def filled(resource: Json, binaries: Mapping[str, Json]) -> Json:
    """The resource with those files put into it."""

    def fill(attachment: Json) -> Json:
        binary = table(binaries.get(_binary(attachment)))
        if attachment.get("data") or not binary:
            return attachment
        media = text(attachment.get("contentType")) or text(binary.get("contentType"))
        return attachment | {"data": binary.get("data"), "contentType": media}

    made = dict(resource)
    if "content" in made:
        made["content"] = [part | {"attachment": fill(table(part.get("attachment")))} for part in rows(made["content"])]
    if "presentedForm" in made:
        made["presentedForm"] = [fill(part) for part in rows(made["presentedForm"])]
    return made


def _attachments(resource: Json) -> list[Json]:
    found = [table(part.get("attachment")) or part for part in rows(resource.get("content"))]
    found += rows(resource.get("presentedForm"))
    found += [one for part in rows(resource.get("payload")) if (one := table(part.get("contentAttachment")))]
    return found + rows(resource.get("sourceAttachment"))


def _file(resource: Json, attachment: Json) -> File:
    title = plain(attachment.get("title"))
    inside = contained(resource, {"reference": attachment.get("url")})
    written = attachment.get("data") or inside.get("data")
    media = (text(attachment.get("contentType")) or text(inside.get("contentType"))).lower()
    if not isinstance(written, str) or not written:
        return File(title, media, b"", elsewhere=bool(text(attachment.get("url"))), broken=written is not None)
    if len(written) > LARGEST * 4 // 3:
        return File(title, media, b"", elsewhere=True)
    try:
        decoded = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return File(title, media, b"", broken=True)
    return _opened(title, media.partition(";")[0].strip(), decoded)


def _opened(title: str, media: str, decoded: bytes) -> File:
    """What the bytes are, whatever they are called; a C-CDA that only wraps a file is that file."""
    sniffed = next((kind for magic, kind in _MAGIC if decoded[:8].startswith(magic)), "")
    if ccda.is_ccda(decoded) and (document := ccda.read(decoded)) and document.inside:
        return File(title or document.title, document.inside[0] or "application/octet-stream", document.inside[1])
    claimed = {kind for _, kind in _MAGIC}
    honest = media if media not in claimed or sniffed == media else ""
    return File(title, sniffed or honest or _guess(decoded), decoded, broken=not decoded)


def _guess(decoded: bytes) -> str:
    try:
        start = decoded[:2000].decode().lstrip()[:200].lower()
    except UnicodeDecodeError:
        return "application/octet-stream"
    if start.startswith("<?xml") or ccda.is_ccda(decoded):
        return "application/xml"
    return "text/html" if start.startswith(("<!doctype html", "<html", "<div", "<p>")) else "text/plain"


def _binary(attachment: Json) -> str:
    found = re.search(r"(?:^|/)Binary/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$", text(attachment.get("url")))
    return found[1] if found else ""


def _name(file: File) -> str:
    return " ".join(_UNSAFE_IN_NAMES.sub(" ", file.title).split())[:80] or say("document")
