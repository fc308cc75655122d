"""What a lab said of a value (HL7 v3 ObservationInterpretation, or words), as a patient reads it."""

import re
from dataclasses import dataclass

from portal_app.catalogue import mark, say
from portal_app.chart.fields import Json, codings, rows, table, text
from portal_app.chart.prose import prose
from portal_app.chart.titles import plain

# terminology.hl7.org/CodeSystem/v3-ObservationInterpretation; "H>" and "L<" are its older names of HU and LU
_JUDGED = {
    code: standing
    for standing, found in (
        ("very_high", "HH HU H> PH"),
        ("very_low", "LL LU L< PL"),
        ("high", "H HX"),
        ("low", "L LX"),
        ("outside", "A ABN"),
        ("far_outside", "AA"),
        ("usual", "N WNL"),
    )
    for code in found.split()
}
_SAID = {
    "POS": mark("Positive"),
    "NEG": mark("Negative"),
    "DET": mark("Detected"),
    "ND": mark("Not detected"),
    "IND": mark("Not clear"),
    "E": mark("Not clear"),
    "IE": mark("Too little to tell"),
    "RR": mark("Reactive"),
    "WR": mark("Weakly reactive"),
    "NR": mark("Not reactive"),
    "CAR": mark("You carry this gene change"),
    "EXP": mark("As expected"),
    "UNE": mark("Not as expected"),
    "S": mark("This medicine works against the germ"),
    "VS": mark("This medicine works well against the germ"),
    "MS": mark("This medicine works somewhat against the germ"),
    "SDD": mark("This medicine works against the germ in a higher dose"),
    "I": mark("This medicine may work against the germ"),
    "NS": mark("This medicine may not work against the germ"),
    "R": mark("This medicine does not work against the germ"),
    "SYN-S": mark("These medicines work together against the germ"),
    "SYN-R": mark("These medicines do not work together against the germ"),
    "AC": mark("Something in the sample disturbs the test"),
    "TOX": mark("The sample harms cells in the test"),
    "QCF": mark("The lab's own check failed"),
    "HM": mark("Waits for a medical review"),
}
_NOTED = {
    "<": mark("Lower than the test can measure"),
    ">": mark("Higher than the test can measure"),
    "B": mark("Better than before"),
    "W": mark("Worse than before"),
    "U": mark("Clearly higher than before"),
    "D": mark("Clearly lower than before"),
}
_WRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"(?:critical(?:ly)?|panic|significantly|very)\s*high|high\s*(?:critical|panic)", "HH"),
        (r"(?:critical(?:ly)?|panic|significantly|very)\s*low|low\s*(?:critical|panic)", "LL"),
        (r"critical(?:ly)?(?:\s*abnormal)?|panic", "AA"),
        (r"(?:above|outside|over)\s+(?:the\s+)?(?:high|upper|normal|reference).*|hi(?:gh)?|elevated|increased", "H"),
        (r"(?:below|under)\s+(?:the\s+)?(?:low|normal|reference).*|lo(?:w)?|decreased", "L"),
        (r"ab(?:n(?:orma)?l?)?|abnormal.*|out of range", "A"),
        (r"normal|within (?:the )?(?:normal|reference|usual).*|wnl|in range|unremarkable|ok", "N"),
        (r"pos(?:itive)?", "POS"),
        (r"neg(?:ative)?", "NEG"),
        (r"(?:detected|present)", "DET"),
        (r"(?:not detected|none detected|undetected|absent)", "ND"),
        (r"(?:indeterminate|equivocal|inconclusive|borderline)", "IND"),
        (r"(?:non[- ]?reactive|not reactive)", "NR"),
        (r"weakly reactive", "WR"),
        (r"reactive", "RR"),
        (r"susceptible|sensitive", "S"),
        (r"intermediate", "I"),
        (r"resistant", "R"),
        (r"non[- ]?susceptible", "NS"),
    )
)


@dataclass(frozen=True)
class Judgement:
    """What the lab said: a standing, or words that judge something else; and what is to be noted beside it."""

    standing: str = ""
    """usual, low, high, very_low, very_high, outside, far_outside, or empty."""
    words: str = ""
    notes: tuple[str, ...] = ()


def given(observed: Json) -> Judgement:
    """The lab's judgement of an Observation or a component; of several the first that tells low from high."""
    standing, words, notes = "", "", []
    for concept in rows(observed.get("interpretation")):
        found = _code(concept)
        standing = standing or _JUDGED.get(found, "")
        words = words or (say(_SAID[found]) if found in _SAID else "")
        if found in _NOTED:
            notes.append(say(_NOTED[found]))
        elif not found and (other := _other(concept)):
            notes.append(other)
    return Judgement(standing, "" if standing else words, tuple(dict.fromkeys(notes)))


def _code(concept: Json) -> str:
    """The code, or that of the words that stand instead."""
    known = {*_JUDGED, *_SAID, *_NOTED}
    if found := next((code for _, code, _ in codings(concept) if code in known), ""):
        return found
    names = [text(table(concept).get("text")), *(display for _, _, display in codings(concept))]
    names += [code for _, code, _ in codings(concept)]
    for name in names:
        bare = name.strip(" .!*()[]")
        if bare in known:
            return bare
        if found := next((code for pattern, code in _WRITTEN if pattern.fullmatch(bare)), ""):
            return found
    return ""


def _other(concept: Json) -> str:
    return prose(concept.get("text")) or next(filter(None, (plain(display) for _, _, display in codings(concept))), "")
