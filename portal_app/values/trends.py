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
from sqlalchemy import Row, Select

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import language, say
from portal_app.chart import measured
from portal_app.chart.dates import Moment, Precision, spoken
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.measures import measure
from portal_app.chart.record import Context, Measure
from portal_app.chart.series import amounts
from portal_app.models import Group, Resource, ResourceBody
from portal_app.rules import places
from portal_app.rules.places import Chart
from portal_app.values.cards import DayCard, PointCard, StrokeCard, TrendCard, ValueRow
from portal_app.values.measured import with_unit

MOST = 12
"""Values in a chart over time; a list of all of them is one tap away."""
STEADY = 0.1
"""Of the usual range, or of the value itself: a smaller change is none."""
YEAR = 365.25


def of_test(whose: Actor, now: datetime, group: Group, title: str) -> Select[Any]:
    """Every value of one test that this person may see, newest first, with its body."""
    return (
        visible.resources(whose, now)
        .where(Resource.group == group, Resource.title == title)
        .join(ResourceBody, ResourceBody.resource_id == Resource.id)
        .with_only_columns(
            Resource.id, Resource.panel_id, Resource.clinical_at, Resource.precision, Resource.sort_at,
            Resource.standing, ResourceBody.body,
        )
        .order_by(Resource.sort_at.desc(), Resource.id.desc())
    )  # fmt: skip


def day(row: Row[Any], zone: str) -> str:
    """The day of a value, as exactly as it is known."""
    return spoken(Moment(row.clinical_at, Precision(row.precision or "second")), zone) if row.clinical_at else ""


@dataclass(frozen=True)
class _Value:
    """A value of a chart, read."""

    at: datetime
    precision: Precision
    when: str
    standing: str
    measure: Measure
    amounts: tuple[float, ...]


def trend(rows: Sequence[Row[Any]], name: str, around: Context) -> TrendCard:
    """The chart of these rows of `of_test`, newest first; of fewer than two numbers of one unit only the table."""
    values = [_value(row, around) for row in rows]
    table = [ValueRow(one.when, with_unit(one.measure), measured.words(one.standing)) for one in values]
    drawn = _alike(values)[::-1]
    return _drawn(name, drawn, table, around.zone) if len(drawn) > 1 else TrendCard(rows=table)


def _value(row: Row[Any], around: Context) -> _Value:
    body = orjson.loads(row.body)
    return _Value(
        row.sort_at,
        Precision(row.precision or "second"),
        day(row, around.zone),
        row.standing,
        measure(body, around),
        amounts(body),
    )


def _alike(values: Sequence[_Value]) -> list[_Value]:
    """Those that can stand on one line: dated numbers in the unit of the newest, and as many as it has."""
    dated = [one for one in values if one.when and one.amounts]
    return [
        one for one in dated if one.measure.unit == dated[0].measure.unit and len(one.amounts) == len(dated[0].amounts)
    ]


def _drawn(name: str, values: Sequence[_Value], table: list[ValueRow], zone: str) -> TrendCard:
    newest = values[-1].measure
    lines = [[one.amounts[place] for one in values] for place in range(len(values[0].amounts))]
    low, high = (newest.low, newest.high) if len(lines) == 1 else (None, None)
    chart = places.chart([one.at for one in values], lines, low, high)
    told = "; ".join(f"{one.when}: {one.measure.value}" for one in values)
    return TrendCard(
        drawn=True,
        title=_title(name, values),
        sentence=_sentence(lines, values),
        label=" ".join(filter(None, (f"{name}. {told}. {newest.unit}.", newest.usual))),
        unit=newest.unit,
        points=_points(chart, values),
        strokes=_strokes(chart),
        days=_days(chart, values, zone),
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


def _sentence(lines: list[list[float]], values: Sequence[_Value]) -> str:
    first, last, newest = lines[0][0], lines[0][-1], values[-1].measure
    both = newest.low is not None and newest.high is not None
    measured_by = newest.high - newest.low if both else abs(first)
    words = {"first": values[0].measure.value, "last": with_unit(newest)}
    if abs(last - first) <= STEADY * measured_by:
        return say("It has stayed about the same: {first} at first, {last} now.", **words)
    if last > first:
        return say("It has gone up, from {first} to {last}.", **words)
    return say("It has gone down, from {first} to {last}.", **words)


def _points(chart: Chart, values: Sequence[_Value]) -> list[PointCard]:
    words = [one.measure.value.split("/") for one in values]
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
