"""Notes, letters and other documents (FHIR DocumentReference, and the written part of DiagnosticReport)."""

from portal_app.catalogue import say
from portal_app.chart import ccda, rtf, safe_html, stages
from portal_app.chart.dates import Moment, first, moment, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.files import HTML, File, content, files
from portal_app.chart.passages import facts, listed, told
from portal_app.chart.prose import paragraphs
from portal_app.chart.record import Attachment, Context, Passage, Record, Tone
from portal_app.chart.references import names
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain

__all__ = ["attachments", "content", "narrative", "passages", "read", "written"]
_VAGUE = {"clinical note", "note", "document", "lp29684-5"}


def read(resource: Json, context: Context) -> Record:
    """A document: what it is, its day, who wrote it, and whether it is final."""
    words, tone = _standing(resource)
    return Record(
        title=title(resource),
        when=spoken(when(resource), context.zone),
        status=words,
        tone=tone,
        notes=tuple(note for note in (_by(resource, context),) if note),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """What it says, as far as it is text; where it is not here, that it is elsewhere."""
    said = written(resource, context)
    return [
        _about(resource, context),
        *said,
        *([] if said or attachments(resource) else [narrative(resource)]),
        told(say("Summary"), paragraphs(resource.get("conclusion"))),
        *_missing(resource),
    ]


def attachments(resource: Json) -> tuple[Attachment, ...]:
    """The files that can be opened or saved; a text that the page shows whole is none."""
    found = []
    for place, file in enumerate(files(resource)):
        shown = file.kind == "text" and len(file.content) < safe_html.SHOWN_AS_TEXT and _html(file)
        if file.content and not shown:
            found.append(Attachment(place, file.title or _named(file, resource), file.kind))
    return tuple(found)


def written(resource: Json, context: Context) -> list[Passage]:
    """The text of its best file: FHIR says that several files are one document in several forms."""
    found = [file for file in files(resource) if file.content]
    for file in sorted(found, key=_readable):
        if file.kind == "ccda" and (document := ccda.read(file.content)) and document.sections:
            own, writer = plain(document.title), plain(document.author)
            header = facts(
                (say("Document"), own if own.lower() != title(resource).lower() else ""),
                (say("Written by"), writer if writer not in names(resource, _writers(resource), context) else ""),
                (say("Written on"), spoken(moment(document.written), context.zone)),
            )
            return [
                header,
                *(Passage(heading=plain(name) or say("Notes"), html=body) for name, body in document.sections),
            ]
        if file.kind == "text" and (body := _html(file)):
            return [Passage(heading=say("What it says"), html=body)]
    return []


def narrative(resource: Json) -> Passage:
    """The text that came with a resource (FHIR Narrative)."""
    div = table(resource.get("text")).get("div")
    return Passage(heading=say("What it says"), html=safe_html.safe(div)) if isinstance(div, str) else Passage()


def title(resource: Json) -> str:
    """What kind of document it is, as its type says; else its own title."""
    concepts = [*rows(resource.get("type")), *rows(resource.get("code"))]
    concepts += [*rows(resource.get("procedureCode")), *rows(resource.get("category"))]
    kinds = [name for name in map(called, concepts) if name]
    if named := plain(resource.get("title")):
        return named
    telling = next((name for name in kinds if name.lower() not in _VAGUE), "")
    own = next((file.title for file in files(resource) if file.title), "")
    return telling or own or plain(resource.get("description")) or next(iter(kinds), "") or say("A document")


def when(resource: Json) -> Moment | None:
    """The day it is about, else the day it was written."""
    context = table(resource.get("context"))
    return first(
        resource.get("effectiveDateTime"),
        resource.get("effectivePeriod"),
        context.get("period"),
        resource.get("started"),
        resource.get("createdDateTime"),
        resource.get("date"),
        resource.get("issued"),
        *(table(part.get("attachment")).get("creation") for part in rows(resource.get("content"))),
        table(resource.get("meta")).get("lastUpdated"),
    )


def _about(resource: Json, context: Context) -> Passage:
    checked = rows(resource.get("authenticator")) or rows(resource.get("resultsInterpreter"))
    place = rows(resource.get("custodian"))
    return facts(
        (say("Written by"), listed(names(resource, _writers(resource), context))),
        (say("Checked by"), listed(names(resource, checked, context))),
        (say("From"), listed(names(resource, place, context))),
        (
            say("About"),
            plain(resource.get("description")) if plain(resource.get("description")) != title(resource) else "",
        ),
    )


def _writers(resource: Json) -> list[Json]:
    return rows(resource.get("author")) or rows(resource.get("performer"))


def _by(resource: Json, context: Context) -> str:
    found = listed(names(resource, [*rows(resource.get("author")), *rows(resource.get("performer"))], context))
    return say("By {name}", name=found) if found else ""


def _missing(resource: Json) -> list[Passage]:
    found = files(resource)
    if any(file.content for file in found):
        return []
    lines = []
    if any(file.elsewhere for file in found):
        lines.append(say("This document is kept in another system. Ask your care team for a copy."))
    elif found:
        lines.append(say("This document did not reach us whole. Ask your care team for a copy."))
    return [told("", lines)]


def _standing(resource: Json) -> tuple[str, Tone]:
    stage = text(resource.get("docStatus")) or status(resource)
    return {
        "current": ("", Tone.WORKING),
        "final": ("", Tone.WORKING),
        "appended": (say("Something was added later"), Tone.INFO),
        "partial": (say("Not final yet"), Tone.WORKING),
        "registered": (say("Not ready yet"), Tone.WORKING),
        "superseded": (say("There is a newer version"), Tone.WORKING),
    }.get(stage, stages.standing(stage))


def _readable(file: File) -> int:
    return 0 if file.media in HTML else 1 if file.kind == "ccda" else 2 if file.media == "text/plain" else 3


def _html(file: File) -> str:
    if file.media in HTML:
        return safe_html.safe(_decoded(file.content))
    if "rtf" in file.media or file.media == "text/richtext":
        return safe_html.from_text(rtf.as_text(file.content)[: safe_html.SHOWN_AS_TEXT])
    return safe_html.from_text(_decoded(file.content)[: safe_html.SHOWN_AS_TEXT]) if file.kind == "text" else ""


def _decoded(content: bytes) -> str:
    try:
        return content[: 8 * safe_html.LARGEST].decode(
            "utf-8-sig", "strict" if len(content) < safe_html.LARGEST else "replace"
        )
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _named(file: File, resource: Json) -> str:
    return title(resource) if title(resource) != say("A document") else say("Document")
