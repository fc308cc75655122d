"""Why a value is not there (FHIR dataAbsentReason), in a plain sentence."""

from portal_app.catalogue import mark, say
from portal_app.chart.fields import Json, codes, codings, rows, table, text
from portal_app.chart.prose import prose

_ABSENT = "data-absent-reason"
_REASONS = {
    "unknown": mark("The value is not known."),
    "asked-unknown": mark("This was asked. Nobody knew the answer."),
    "temp-unknown": mark("Not known yet. It may come later."),
    "not-asked": mark("This was not asked."),
    "asked-declined": mark("This was asked. No answer was given."),
    "masked": mark("This value is kept private."),
    "not-applicable": mark("This does not apply to you."),
    "unsupported": mark("The lab's computer could not send this value."),
    "as-text": mark("The answer is written in the comments."),
    "error": mark("Something went wrong, so there is no value."),
    "not-a-number": mark("This could not be worked out as a number."),
    "negative-infinity": mark("Too low to measure."),
    "positive-infinity": mark("Too high to measure."),
    "not-performed": mark("This was not done."),
    "not-permitted": mark("This value may not be shown."),
}
"""hl7.org/fhir/R4/valueset-data-absent-reason.html: all fifteen."""


def reason(observed: Json) -> str:
    """Why an Observation or one of its components has no value; empty if it does not say."""
    concept = observed.get("dataAbsentReason")
    known = next((_REASONS[code] for _, code, _ in codings(concept) if code in _REASONS), "")
    own = prose(table(concept).get("text"))
    if own and own.lower().replace(" ", "-") not in _REASONS:
        return own
    if known or (known := _REASONS.get(_extended(observed), "") or _REASONS.get(own.lower().replace(" ", "-"), "")):
        return say(known)
    shown = next((words for _, _, display in codings(concept) if (words := prose(display))), "")
    return shown if shown.lower() not in codes(concept) else ""


def _extended(observed: Json) -> str:
    """The reason where it stands beside the value as an extension (US Core)."""
    for name, beside in observed.items():
        if not name.startswith(("value", "_value")):
            continue
        for extension in rows(table(beside).get("extension")):
            if text(extension.get("url")).endswith(_ABSENT):
                return text(extension.get("valueCode"))
    return ""
