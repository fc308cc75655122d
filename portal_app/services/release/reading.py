"""The rules as a page shows them: sentences, how often each decides, laws, switches, and all editions."""

from datetime import timedelta

from babel.dates import format_date
from sqlalchemy import func, select

from portal_app import releasing
from portal_app.catalogue import language, mark, say, say_count
from portal_app.models import Hold, ReleaseRules, Resource, Site
from portal_app.models.chart import HAS_A_LINE
from portal_app.rules.release import EVERYTHING_ELSE, Viewer, When
from portal_app.rules.release_packs import CHOICES, PACKS, outdated, words_of
from portal_app.rules.release_plan import Plan, RulePlan, planned
from portal_app.services.release import words
from portal_app.services.release.cards import Choice, EditionLine, PackCard, RuleLine, RulesCard, Switch
from portal_app.work import Work

MONTH = timedelta(days=30)
COUNTED = 20_000
"""So many items of a month are counted by rule; a busier clinic reads "more than"."""
EDITIONS = 30


def card_of(work: Work, plan: Plan, seen: int) -> RulesCard:
    """A plan as a page shows it, beside what is in force."""
    current = releasing.edition(work)
    before = planned(current.body if current else {})
    sites = {str(site.id): site.name for site in work.session.scalars(select(Site).order_by(Site.name))}
    return RulesCard(
        edition=seen,
        changed=_changed(work, current),
        rules=_lines(work, plan, before, sites),
        held=_held(work),
        packs=_packs(plan, sites, outdated(before)),
        classes=[_switch(name, said, plan.off_classes, before.off_classes) for name, said in words.CLASSES.items()],
        pages=[_switch(name, said, plan.off_shelves, before.off_shelves) for name, said in words.PAGES.items()],
        history=_history(work),
        edited=plan != before,
        behind=seen != (current.edition if current else 0),
        applying=current is not None and current.applied_at is None,
        sites=[Choice(id_, name) for id_, name in sites.items()],
        ready_made=[
            Choice(key, words_of(key, language())[0]) for key in CHOICES if key not in {rule.key for rule in plan.rules}
        ],
    )


def _lines(work: Work, plan: Plan, before: Plan, sites: dict[str, str]) -> list[RuleLine]:
    counts, more = _a_month(work)
    known = {rule.key: rule for rule in before.rules}
    ordered = plan.in_order()
    own = [rule.key for rule in ordered if not rule.pack]
    lines = [
        _line(number, rule, known.get(rule.key), sites, _count(rule, counts, more), own)
        for number, rule in enumerate(ordered, 1)
    ]
    last = RuleLine(
        key=EVERYTHING_ELSE,
        number=len(lines) + 1,
        what=say("Everything else"),
        when=say("at once"),
        law="45 CFR 171.103",
        more=say("The default. It cannot be switched off"),
        count=_times(counts.get(EVERYTHING_ELSE, 0), more),
    )
    return [*lines, last]


def _line(
    number: int, rule: RulePlan, was: RulePlan | None, sites: dict[str, str], count: str, own: list[str]
) -> RuleLine:
    return RuleLine(
        key=rule.key,
        number=number,
        what=words.what(rule),
        when=words.when(rule),
        law=rule.statute,
        more=words.more(rule, sites),
        count=count,
        own=not rule.pack,
        edited=rule != was,
        was="" if was is None or words.when(was) == words.when(rule) else words.when(was),
        first=bool(own) and rule.key == own[0],
        last=bool(own) and rule.key == own[-1],
        way=str(rule.when),
        hours=str(rule.hours),
        viewer=str(rule.viewer),
        site=rule.sites[0] if rule.sites else "",
        classes=[str(one) for one in rule.classes],
        flags=[str(one) for one in rule.flags],
        codes=", ".join(rule.codes),
        youngest=str(rule.ages[0]) if rule.ages else "",
        oldest=str(rule.ages[1]) if rule.ages else "",
        name=rule.name,
    )


def _a_month(work: Work) -> tuple[dict[str, int], bool]:
    """How many lines of records each rule has decided about in a month, and whether there were more."""
    recent = (
        select(Resource.decided_by)
        .where(HAS_A_LINE, Resource.arrived_at > work.now - MONTH, Resource.visible_from.is_not(None))
        .limit(COUNTED)
        .subquery()
    )
    rows = work.session.execute(select(recent.c.decided_by, func.count()).group_by(recent.c.decided_by)).all()
    counts = {key: int(count) for key, count in rows}
    return counts, sum(counts.values()) >= COUNTED


def _count(rule: RulePlan, counts: dict[str, int], more: bool) -> str:
    if rule.viewer is Viewer.PROXY or rule.when is When.NEVER:
        return ""
    return _times(counts.get(rule.key, 0), more)


def _times(count: int, more: bool) -> str:
    return say("more than {n} a month", n=f"{count:,}") if more else say("{n} a month", n=f"{count:,}")


def _held(work: Work) -> str:
    held = select(func.count()).select_from(Hold).where(Hold.ended_at.is_(None), Hold.until > work.now)
    return say_count("{n} held now", "{n} held now", n=work.session.scalar(held) or 0)


_DOUBTS = {
    "KY": mark(
        "The portal counts from when a result reached it, never earlier. A clinician's review counts as letting it go. "
        "Changes of the law after 2024 were not seen."
    ),
    "TX": mark("72 hours are never less than the law asks. The portal counts from when a result reached it."),
    "CA": mark(
        "The text in force today was not seen. The law names no last day; this portal waits 10 days at most, and a "
        "review stands for the talk with the patient. Ask your lawyer first."
    ),
}
"""What was not certain when a law was read, in the reader's language; the data says the same to who reads the files."""


def _packs(plan: Plan, sites: dict[str, str], old: list[str]) -> list[PackCard]:
    on = {pack.state: pack for pack in plan.packs}
    return [
        PackCard(
            state=state,
            name=pack.name.get(language(), pack.name["en"]),
            on=state in on,
            site=on[state].sites[0] if state in on and on[state].sites else "",
            checked=format_date(pack.checked, "medium", locale=language()),
            sources=list(pack.sources),
            verified=pack.verified,
            doubts=say(_DOUBTS[state]) if state in _DOUBTS else pack.doubts,
            rules=[
                f"{rule.title.get(language(), rule.title['en'])}: {words.when(rule.plan)} ({rule.plan.statute})"
                for rule in pack.rules
            ],
            outdated=state in old,
        )
        for state, pack in PACKS.items()
    ]


def _switch(name: str, said: str, off: list, off_before: list) -> Switch:
    return Switch(str(name), say(said), name not in off, (name in off) != (name in off_before))


def _changed(work: Work, current: ReleaseRules | None) -> str:
    if current is None:
        return say("Nothing has been changed yet: everything is shown at once.")
    day = format_date(current.made_at.astimezone(work.zone).date(), "medium", locale=language())
    return say("Last changed {day} by {name}.", day=day, name=current.made_by_name or say("the clinic's file"))


def _history(work: Work) -> list[EditionLine]:
    query = select(ReleaseRules).order_by(ReleaseRules.edition.desc()).limit(EDITIONS)
    return [_edition(work, one) for one in work.session.scalars(query)]


def _edition(work: Work, one: ReleaseRules) -> EditionLine:
    undone = say("Takes edition {n} back.", n=one.undoes) if one.undoes else ""
    reached = "" if one.applied_at else say("Still on its way to all records, or replaced before that.")
    day = format_date(one.made_at.astimezone(work.zone).date(), "medium", locale=language())
    name = one.made_by_name or say("The clinic's file")
    return EditionLine(one.edition, day, name, one.why, " ".join(part for part in (undone, reached) if part))
