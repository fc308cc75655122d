"""The values of one test over time: a chart, the same as a table, and what they do in a sentence."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from babel.dates import format_skeleton
from sqlalchemy import Row, bindparam

from portal_app.access.actor import Actor
from portal_app.catalogue import language, say
from portal_app.chart import measured
from portal_app.chart.dates import Moment, Precision, spoken
from portal_app.chart.fields import Json
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.measures import measure
from portal_app.chart.pressure import blood_pressure
from portal_app.chart.record import Context, Measure
from portal_app.chart.series import amounts
from portal_app.chart.values import whole_value
from portal_app.models import Group, Resource, ResourceBody
from portal_app.rules import places
from portal_app.rules.places import Chart
from portal_app.values.cards import DayCard, PointCard, StrokeCard, TrendCard, ValueRow
from portal_app.values.theirs import MINE, NEWEST_FIRST, known, rows
from portal_app.work import Work

MOST = 12
"""Values in a chart over time; a list of all of them is one tap away."""
STEADY = 0.1
"""Of the usual range, or of the value itself: a smaller change is none."""
YEAR = 365.25


OF_TEST = (
    MINE.where(Resource.group == bindparam("group", type_=Resource.group.type), Resource.title == bindparam("title"))
    .join(ResourceBody, ResourceBody.resource_id == Resource.id)
    .with_only_columns(
        Resource.id, Resource.panel_id, Resource.clinical_at, Resource.precision, Resource.sort_at, Resource.standing,
        Resource.code, ResourceBody.body,
    )
    .order_by(*NEWEST_FIRST)
)  # fmt: skip
"""Every value of one test (`group`, `title`), newest first, with its body."""
_NEWEST = OF_TEST.limit(MOST)


def over_time(work: Work, whose: Actor, group: Group, title: str, name: str, around: Context) -> TrendCard:
    """The chart of the newest values of one test."""
    return trend(rows(work, _NEWEST, known(work, whose, group=group, title=title)), name, around)


def day(row: Row[Any], zone: str) -> str:
    """The day of a value, as exactly as it is known."""
    return spoken(Moment(row.clinical_at, Precision(row.precision or "second")), zone) if row.clinical_at else ""


@dataclass(frozen=True)
class _Value:
    """A value of a chart: its number and unit in words; the whole measure is read of the newest alone."""

    at: datetime
    precision: Precision
    when: str
    standing: str
    said: str
    unit: str
    amounts: tuple[float, ...]
    body: Json

    @property
    def whole(self) -> str:
        """Number and unit as they are written together."""
        return whole_value(self.said, self.unit)


def trend(found: Sequence[Row[Any]], name: str, around: Context) -> TrendCard:
    """The chart of these rows of OF_TEST, newest first; of fewer than two numbers of one unit only the table."""
    values = [_value(row, around) for row in found]
    table = [ValueRow(one.when, one.whole, measured.words(one.standing)) for one in values]
    drawn = _alike(values)[::-1]
    return _drawn(name, drawn, table, around) if len(drawn) > 1 else TrendCard(rows=table)


def _value(row: Row[Any], around: Context) -> _Value:
    body = orjson.loads(row.body)
    found, both = measured.found(body, body.get("code"), around.zone), blood_pressure(body)
    return _Value(
        at=row.sort_at,
        precision=Precision(row.precision or "second"),
        when=day(row, around.zone),
        standing=row.standing,
        said=both or found.words,
        unit="mmHg" if both else found.unit,
        amounts=amounts(body),
        body=body,
    )


def _alike(values: Sequence[_Value]) -> list[_Value]:
    """Those that can stand on one line: dated numbers in the unit of the newest, and as many as it has."""
    dated = [one for one in values if one.when and one.amounts]
    return [one for one in dated if one.unit == dated[0].unit and len(one.amounts) == len(dated[0].amounts)]


def _drawn(name: str, values: Sequence[_Value], table: list[ValueRow], around: Context) -> TrendCard:
    newest = measure(values[-1].body, around)
    lines = [[one.amounts[place] for one in values] for place in range(len(values[0].amounts))]
    low, high = (newest.low, newest.high) if len(lines) == 1 else (None, None)
    widest = max(len(number) for one in values for number in one.said.split("/"))
    chart = places.chart([one.at for one in values], lines, low, high, widest)
    told = "; ".join(f"{one.when}: {one.said}" for one in values)
    return TrendCard(
        drawn=True,
        title=_title(name, values),
        sentence=_sentence(lines, values, newest),
        label=" ".join(filter(None, (f"{name}. {told}. {newest.unit}.", newest.usual))),
        unit=newest.unit,
        points=_points(chart, values),
        strokes=_strokes(chart),
        days=_days(chart, values, around.zone),
        rows=table,
        **_band(chart, newest),
    )


def _title(name: str, values: Sequence[_Value]) -> str:
    """ "Potassium over 2 years"."""
    days = (values[-1].at - values[0].at).days
    if days >= 1.5 * YEAR:
        return say("{name} over {n} years", name=name, n=round(days / YEAR))
    months = round(days / (YEAR / 12))
    if months > 1:
        return say("{name} over {n} months", name=name, n=months)
    return say("{name} over time", name=name)


def _sentence(lines: list[list[float]], values: Sequence[_Value], newest: Measure) -> str:
    first, last = lines[0][0], lines[0][-1]
    both = newest.low is not None and newest.high is not None
    measured_by = newest.high - newest.low if both else abs(first)
    words = {"first": values[0].said, "last": values[-1].whole}
    if abs(last - first) <= STEADY * measured_by:
        return say("It has stayed about the same: {first} at first, {last} now.", **words)
    if last > first:
        return say("It has gone up, from {first} to {last}.", **words)
    return say("It has gone down, from {first} to {last}.", **words)


def _points(chart: Chart, values: Sequence[_Value]) -> list[PointCard]:
    words = [one.said.split("/") for one in values]
    return [
        PointCard(
            x=_percent(place.x),
            y=_percent(place.y),
            words=words[at][min(number, len(words[at]) - 1)] if place.told else "",
            inside=values[at].standing not in OUTSIDE,
        )
        for number, line in enumerate(chart.lines)
        for at, place in enumerate(line)
    ]


def _strokes(chart: Chart) -> list[StrokeCard]:
    return [
        StrokeCard(_percent(one.x), _percent(one.y), _percent(next_one.x), _percent(next_one.y))
        for line in chart.lines
        for one, next_one in pairwise(line)
    ]


def _days(chart: Chart, values: Sequence[_Value], zone: str) -> list[DayCard]:
    """The first, one in the middle, and the last."""
    line, wanted = chart.lines[0], {0: "start", len(values) - 1: "end"}
    if len(values) > 2 and 35 < line[len(values) // 2].x < 65:
        wanted[len(values) // 2] = "middle"
    return [DayCard(_percent(line[at].x), _month(values[at], zone), anchor) for at, anchor in sorted(wanted.items())]


def _month(value: _Value, zone: str) -> str:
    """ "Nov 2026"; the year alone where nothing more is known."""
    if value.precision is Precision.YEAR:
        return value.when
    # a date without a time is that day everywhere; only a true instant moves with the zone
    at = value.at.astimezone(ZoneInfo(zone)) if value.precision is Precision.SECOND else value.at
    return format_skeleton("yMMM", at.date(), locale="es_US" if language() == "es" else "en_US")


def _band(chart: Chart, newest: Measure) -> dict[str, str]:
    """The usual range behind the line, open where it has no end."""
    if chart.low is None and chart.high is None:
        return {}
    top, bottom = chart.high or 0.0, 100.0 if chart.low is None else chart.low
    return {
        "band_y": _percent(top),
        "band_height": _percent(bottom - top),
        "low": newest.low_words,
        "low_y": "" if chart.low is None else _percent(chart.low),
        "high": newest.high_words,
        "high_y": "" if chart.high is None else _percent(chart.high),
    }


def _percent(value: float) -> str:
    return f"{value:.1f}%"
