"""What saving an edit changes: counted, not guessed, in bounded time; where not everybody was looked at, it says so.

No rule makes anything wait longer than ten days: of what came before that, only what is switched off or kept from who
acts for the patient can change. So the last ten days are looked at item by item, and the rest is counted by kind.
"""

import time
from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from portal_app import releasing
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.circumstances import Answers, circumstances
from portal_app.models import Patient, Resource, Shelf
from portal_app.models.chart import HAS_A_LINE
from portal_app.rules.release import LONGEST, Rules, When
from portal_app.rules.release_plan import planned
from portal_app.services.release import drafting
from portal_app.services.release.cards import WeighCard
from portal_app.work import Work

MOST_RECENT = 10_000
SECONDS = 1.5
AT_A_TIME = 200


def weigh(work: Work) -> WeighCard:
    """How many lines of how many patients' records change by the reader's edit, and how."""
    work.permit(Permission.RELEASE_MANAGE)
    plan, _ = drafting.plan_of(work)
    current = releasing.edition(work)
    before, after = planned(current.body if current else {}).as_rules(), plan.as_rules()
    if before == after:
        return WeighCard(done=True)
    scale = _Scale(work)
    recent = _recent(work)
    scale.weigh_recent(recent[:MOST_RECENT], before, after)
    partly = ""
    if len(recent) > MOST_RECENT:
        partly = say("Counted in the newest {n} records of the last ten days. There are more.", n=f"{MOST_RECENT:,}")
    if _for_good(before) != _for_good(after):
        partly = scale.weigh_older(before, after) or partly
    return scale.card(partly)


def _recent(work: Work) -> list[Row[Any]]:
    """What a wait can still be about: it came in the last ten days."""
    columns = [getattr(Resource, name) for name in releasing.RESTS_ON]
    start = work.now - LONGEST
    query = select(*columns).where(HAS_A_LINE, Resource.arrived_at > start, Resource.patient_id.is_not(None))
    return list(work.session.execute(query.limit(MOST_RECENT + 1)))


def _for_good(rules: Rules) -> tuple[Any, ...]:
    """What decides about older records too."""
    return (
        rules.off_classes, rules.off_shelves,
        tuple((rule, place) for place, rule in enumerate(rules.rules) if rule.when is When.NEVER),
    )  # fmt: skip


class _Scale:
    """What has been counted so far."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._counts = Counter[str]()
        self._patients: set[UUID] = set()

    def weigh_recent(self, rows: list[Row[Any]], before: Rules, after: Rules) -> None:
        """Item by item, with what happened to each."""
        known = circumstances(self._work, {row.patient_id for row in rows}, before.codes | after.codes)
        old, new = Answers(before, known), Answers(after, known)
        for row in rows:
            was, becomes = old.of(row), new.of(row)
            kind = self._kind(was.visible_from, becomes.visible_from)
            reviewed = known.story(row).reviewed_at is not None
            self._count(row.patient_id, kind, 1, unreviewed=kind == "at_once" and not reviewed)
            if self._kind(was.proxy_from, becomes.proxy_from) != kind:
                self._count(row.patient_id, "proxies", 1)

    def _kind(self, was: datetime | None, becomes: datetime | None) -> str:
        now = self._work.now
        seen, will_be = was is not None and was <= now, becomes is not None and becomes <= now
        if seen == will_be and (seen or was == becomes):
            return ""
        if will_be:
            return "at_once"
        if seen or becomes is None:
            return "hidden"
        return "less" if was is None or becomes < was else "longer"

    def weigh_older(self, before: Rules, after: Rules) -> str:
        """By kind, patient by patient, until the time is over; then says how many were looked at."""
        until, place, looked = time.monotonic() + SECONDS, None, 0
        while some := releasing.patients_after(self._work, place, AT_A_TIME):
            self._weigh_stretch(some, before, after)
            place, looked = some[-1], looked + len(some)
            if time.monotonic() > until:
                total = self._work.session.scalar(select(func.count()).select_from(Patient)) or 0
                return (
                    ""
                    if looked >= total
                    else say(
                        "Counted for the first {n} of {all} patients. There are more.",
                        n=f"{looked:,}",
                        all=f"{total:,}",
                    )
                )
        return ""

    def _weigh_stretch(self, some: Any, before: Rules, after: Rules) -> None:
        old_enough = self._work.now - LONGEST
        columns = [getattr(Resource, name) for name in releasing.RESTS_ON]
        older = (Resource.patient_id.in_(some), Resource.arrived_at <= old_enough, Resource.shelf != Shelf.NONE)
        rows = self._work.session.execute(select(*columns).where(*older))
        known = circumstances(self._work, some, before.codes | after.codes)
        old, new = Answers(before, known), Answers(after, known)
        for row in rows:
            # what has lain here for so long waits for nothing but the end of a hold, whatever the rules say
            was, becomes = old.verdict(row), new.verdict(row)
            if row.entered_in_error or (was == becomes):
                continue
            if was.shown != becomes.shown:
                self._count(row.patient_id, "at_once" if becomes.shown else "hidden", 1)
            elif becomes.shown and (was.proxy.when is When.NEVER) != (becomes.proxy.when is When.NEVER):
                self._count(row.patient_id, "proxies", 1)

    def _count(self, patient_id: UUID, kind: str, n: int, *, unreviewed: bool = False) -> None:
        if kind:
            self._counts[kind] += n
            self._counts["unreviewed"] += unreviewed
            self._patients.add(patient_id)

    def card(self, partly: str) -> WeighCard:
        """All of it."""
        kinds = {kind: self._counts[kind] for kind in ("at_once", "less", "longer", "hidden")}
        return WeighCard(
            lines=sum(kinds.values()),
            patients=len(self._patients),
            **kinds,
            unreviewed=self._counts["unreviewed"],
            proxies=self._counts["proxies"],
            partly=partly,
            done=True,
        )
