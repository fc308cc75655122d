"""`portal import`: bring charts in."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter
from uuid import UUID

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.catalogue import say
from portal_app.chart.bundles import ChartFile, Unreadable, chart_files, survey
from portal_app.chart.members import Member
from portal_app.services import importing
from portal_app.services.importing import Report

BATCH = 1000

Tell = Callable[[int], None]


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--site", help="The site, by its name, whose patients these are; without it every site sees them.")
def command(path: Path, as_json: bool, site: str | None) -> None:
    """Bring in FHIR R4 charts: bundles, NDJSON or single resources, plain or gzipped, a file or a folder."""
    begun = perf_counter()
    site_id = _site(site)
    files = chart_files(path)
    with _progress(survey(files)) as tell:
        problems: list[str] = []
        report = bring_in(members_of(files, problems), tell, site_id)
    seconds = perf_counter() - begun
    for problem in problems:
        click.secho(problem, fg="red", err=True)
    click.echo(_json(report, seconds) if as_json else _words(report, seconds))
    if problems:
        sys.exit(1)


def bring_in(members: Iterator[Member], tell: Tell = lambda done: None, site_id: UUID | None = None) -> Report:
    """Store every resource, a batch a Work; on the way `tell` hears how many were done."""
    report = Report()
    with wiring.begin(SYSTEM) as work:
        import_id = importing.begin_import(work)
    while batch := list(islice(members, BATCH)):
        with wiring.begin(SYSTEM) as work:
            report.add(importing.store(work, batch, site_id))
        tell(len(batch))
    if report.orphans:
        _adopt()
    with wiring.begin(SYSTEM) as work:
        importing.end_import(work, import_id, report)
    return report


def members_of(files: list[ChartFile], problems: list[str]) -> Iterator[Member]:
    """The resources of all files; what cannot be read becomes a sentence, and stops nothing else."""
    for file in files:
        try:
            yield from file.members()
        except Unreadable as refusal:
            problems.append(refusal.sentence)


def _adopt() -> None:
    after, more = None, True
    while more:
        with wiring.begin(SYSTEM) as work:
            after = importing.adopt(work, after)
        more = after is not None


def _site(name: str | None) -> UUID | None:
    if name is None:
        return None
    with wiring.begin(SYSTEM, reads=True) as work:
        return importing.site_named(work, name)


@contextmanager
def _progress(total: int) -> Iterator[Tell]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(say("Bringing in charts"), total=total)
        yield lambda done: progress.advance(task, done)


def _json(report: Report, seconds: float) -> str:
    found = {
        "resources_in": report.resources_in,
        "stored": report.stored,
        "unchanged": report.unchanged,
        "not_understood": dict(sorted(report.not_understood.items())),
        "patients": len(report.patients),
        "seconds": round(seconds, 3),
    }
    return orjson.dumps(found).decode()


def _words(report: Report, seconds: float) -> str:
    lines = [
        say(
            "{resources} resources of {patients} patients in {seconds} s: {stored} stored, {unchanged} unchanged.",
            resources=f"{report.resources_in:,}",
            patients=len(report.patients),
            seconds=round(seconds, 1),
            stored=f"{report.stored:,}",
            unchanged=f"{report.unchanged:,}",
        )
    ]
    for kind, count in sorted(report.not_understood.items()):
        lines.append(say("Kept, but not understood: {count} of type {kind}.", count=count, kind=kind))
    return "\n".join(lines)
