"""Words as HTML to be printed: headings, paragraphs and tables, so that the PDF can be read aloud."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from portal_app.catalogue import language, say
from portal_app.chart.record import Measure, Passage, Record, Sheet
from portal_app.chart.reports import Report

STYLE = """
@font-face { font-family: Portal; src: url("atkinson-hyperlegible-next-5.3.0.woff2"); }
@page { size: letter; margin: 18mm 16mm 20mm;
  @bottom-left { content: string(whose); font: 9pt Portal; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt Portal; } }
body { font: 11pt/1.45 Portal, sans-serif; color: #1d2b30; }
h1 { font-size: 22pt; margin: 0 0 4mm; string-set: whose content(); }
h2 { font-size: 16pt; margin: 9mm 0 3mm; border-bottom: 1pt solid #0b5d66; }
h3 { font-size: 12.5pt; margin: 5mm 0 1mm; } h4, h5, h6 { font-size: 11pt; margin: 3mm 0 1mm; }
h2, h3, h4 { break-after: avoid; } p { margin: 0 0 1.5mm; } .quiet { color: #50626a; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: .5pt solid #d5d0c5; }
.whole { white-space: nowrap; }
"""
SHORT = 18
"""Letters of a value that stands in one line."""


def whole(title: str, head: str, parts: Iterable[str]) -> str:
    """The page."""
    top = f"<head><meta charset=utf-8><title>{text(title)}</title><style>{STYLE}</style></head>"
    body = f"<body><h1>{text(title)}</h1>{head}{''.join(parts)}</body>"
    return f'<!doctype html><html lang="{language()}">{top}{body}</html>'


def quiet(lines: Iterable[str]) -> str:
    """Small print."""
    return "".join(f'<p class="quiet">{text(line)}</p>' for line in lines if line)


def section(heading: str, parts: Iterable[str]) -> str:
    """A page of the record."""
    return f"<section><h2>{text(heading)}</h2>{''.join(parts)}</section>"


def said(head: str, lines: Iterable[str]) -> str:
    """What somebody wrote."""
    return f"<h4>{text(head)}</h4>{sentences(lines)}"


def sentences(lines: Iterable[str]) -> str:
    """Each a paragraph."""
    return "".join(f"<p>{text(line)}</p>" for line in lines if line.strip())


def sheet(page: Sheet) -> str:
    """One entry; what its own page says is not said in short above it too."""
    below = {line for passage in page.passages for line in _lines(passage)}
    notes = tuple(note for note in page.record.notes if note not in below)
    return _record(replace(page.record, notes=notes), "".join(map(_passage, page.passages)))


def _lines(passage: Passage) -> Iterator[str]:
    yield from passage.sentences
    for name, value in passage.rows:
        yield from (f"{name} {value}", f"{name}: {value}")


def report(found: Report) -> str:
    """A report with its values as a table."""
    rows = "".join(_row(one) for measure in found.measures for one in _flat(measure))
    names = (say("Test"), say("Result"), say("In words"), say("Usual range"))
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in names)
    values = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    above = sentences((found.corrected, found.summary, *found.conclusion))
    return _record(found.record, above + values + _rows(found.details), notes=False)


def measured(one: Measure) -> str:
    """A value that stands alone."""
    lines = [one.standing_words, one.usual, one.why_missing, one.progress, one.taken, one.performer, *one.notes]
    parts = "".join(f"<p>{text(line)}</p>" for line in lines if line)
    inside = "".join(f"<p>{text(f'{part.title}: {value_of(part)}')}</p>" for part in one.parts)
    value = value_of(one)
    return f"<h3>{text(one.title)}</h3>" + (f"<p><b>{text(value)}</b></p>" if value else "") + inside + parts


def _flat(one: Measure) -> Iterator[Measure]:
    if one.value or one.why_missing or not one.parts:
        yield one
    for part in one.parts:
        yield from _flat(part)


def _row(one: Measure) -> str:
    value = value_of(one)
    # a number is not parted from its unit; what a lab wrote in words may run over lines
    words = "<br>".join(text(part) for part in (one.standing_words, one.progress, one.why_missing, *one.notes) if part)
    cells = f"{_kept(value, SHORT)}<td>{words}</td>{_kept(one.usual, 2 * SHORT)}"
    return f'<tr><th scope="row">{text(one.title)}</th>{cells}</tr>'


def _kept(words: str, most: int) -> str:
    whole = ' class="whole"' if len(words) <= most else ""
    return f"<td{whole}>{text(words)}</td>"


def value_of(one: Measure) -> str:
    """A value with its unit."""
    return f"{one.value} {one.unit}".strip()


def _record(record: Record, inside: str, notes: bool = True) -> str:
    lines = [record.when, record.value, record.status, *(record.notes if notes else ())]
    said = "".join(f"<p>{text(line)}</p>" for line in lines if line)
    return f"<h3>{text(record.title)}</h3>{said}{inside}"


def _passage(passage: Passage) -> str:
    head = f"<h4>{text(passage.heading)}</h4>" if passage.heading else ""
    said = "".join(f"<p>{text(sentence)}</p>" for sentence in passage.sentences)
    # html is sanitized by the chart's reader: structure and words, nothing else
    return head + _rows(passage.rows) + said + passage.html


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><th scope="row">{text(name)}</th><td>{text(value)}</td></tr>' for name, value in rows)
    return f"<table><tbody>{cells}</tbody></table>" if cells else ""


def text(words: str) -> str:
    """Words, never markup."""
    return escape(words, quote=False)
