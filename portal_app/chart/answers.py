"""Answers that are words (FHIR CodeableConcept, string): the common ones in the reader's language."""

import re

from portal_app.catalogue import mark, say
from portal_app.chart.fields import codings, table, text
from portal_app.chart.prose import prose
from portal_app.chart.titles import called

_KNOWN: dict[str, str] = {
    name: words
    for words, names in (
        (mark("Positive"), "10828004 LA6576-8 POS positive pos"),
        (mark("Negative"), "260385009 LA6577-6 NEG negative neg"),
        (mark("Detected"), "260373001 LA11882-0 DET detected present 52101004 LA9633-4"),
        (mark("Not detected"), "260415000 LA11883-8 ND not_detected none_detected absent 2667000 LA9634-2"),
        (mark("Not clear"), "419984006 42425007 LA11884-6 indeterminate equivocal inconclusive"),
        (mark("Reactive"), "11214006 reactive"),
        (mark("Not reactive"), "131194007 LA15255-5 nonreactive non-reactive non_reactive not_reactive"),
        (mark("Susceptible"), "susceptible sensitive"),
        (mark("Intermediate"), "intermediate"),
        (mark("Resistant"), "resistant"),
        (mark("Yes"), "373066001 LA33-6 yes"),
        (mark("No"), "373067005 LA32-8 no"),
        (mark("Not known"), "261665006 LA4489-6 UNK unknown"),
        (mark("No growth"), "264868006 no_growth"),
        (mark("Never smoked"), "266919005 LA18978-9 never_smoker never_smoked_tobacco never_smoked"),
        (mark("Used to smoke"), "8517006 LA15920-4 former_smoker ex-smoker"),
        (mark("Smokes every day"), "449868002 LA18976-3 current_every_day_smoker smokes_tobacco_daily"),
        (mark("Smokes some days"), "428041000124106 LA18977-1 current_some_day_smoker occasional_tobacco_smoker"),
        (mark("Smokes"), "77176002 LA18979-7 smoker,_current_status_unknown"),
        (mark("Smokes a lot"), "428071000124103 LA18981-3 heavy_tobacco_smoker heavy_cigarette_smoker"),
        (mark("Smokes a little"), "428061000124105 LA18982-1 light_tobacco_smoker light_cigarette_smoker"),
        (mark("Not known if you smoked"), "266927001 LA18980-5 unknown_if_ever_smoked"),
        (mark("Pregnant"), "77386006 LA15173-0 pregnant"),
        (mark("Not pregnant"), "60001007 LA26683-5 not_pregnant"),
    )
    for name in names.split()
}  # fmt: skip
_TAIL = re.compile(r"\s*\((?:finding|qualifier value)\)$", re.IGNORECASE)


def concept(value: object) -> str:
    """What a CodeableConcept answers; empty if it brought codes only, and none that we know."""
    found = (
        next((_KNOWN[code] for _, code, _ in codings(value) if code in _KNOWN), "")
        if not text(table(value).get("text"))
        else ""
    )
    if found:
        return say(found)
    return string(table(value).get("text")) or string(called(value))


def string(value: object) -> str:
    """What a text answers; a common answer in the reader's language, any other as it was written."""
    written = _TAIL.sub("", text(value))
    found = _KNOWN.get(written.lower().strip(". ").replace(" ", "_")) if "_" not in written else None
    if found:
        return say(found)
    shown = prose(written)
    return shown[:1].upper() + shown[1:] if shown[:1].islower() and not shown[1:2].isupper() else shown
