"""When the patient may see it: a frozen clock at every boundary, and what must hold for any rules there can be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_app.errors import BadInput
from portal_app.models import Flag, Harm, ReleaseClass, Shelf
from portal_app.rules import release
from portal_app.rules.release import (
    EVERYTHING_ELSE,
    IN_ERROR,
    LONGEST,
    SWITCHED_OFF,
    Answer,
    Held,
    Item,
    Rule,
    Rules,
    Story,
    Viewer,
    When,
)
from portal_app.rules.release_packs import CHOICES, PACKS, outdated, with_laws
from portal_app.rules.release_plan import planned

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LAB, REPORT = (
    Item(ReleaseClass.LABS, Shelf.RESULTS),
    Item(ReleaseClass.PATHOLOGY, Shelf.RESULTS, frozenset({Flag.CANCER})),
)


def of(*rules: Rule, item: Item = LAB, off: Rules | None = None, **story: object) -> Answer:
    """The answer for one item that arrived at noon."""
    chosen = off or Rules(rules)
    return release.answer(release.verdict(chosen, item), Story(**{"arrived_at": NOON, **story}))  # type: ignore[arg-type]


def test_without_rules_everything_is_seen_the_moment_it_arrives():
    assert of() == Answer(NOON, NOON, NOON, None, EVERYTHING_ELSE)


@pytest.mark.parametrize(
    ("rule", "story", "opens"),
    [
        (Rule("a", When.AFTER, 72), {}, NOON + 72 * HOUR),
        (Rule("a", When.AFTER, 72), {"reviewed_at": NOON + HOUR}, NOON + 72 * HOUR),
        (Rule("a", When.REVIEWED, 72), {}, NOON + 72 * HOUR),
        (Rule("a", When.REVIEWED, 72), {"reviewed_at": NOON + HOUR}, NOON + HOUR),
        (Rule("a", When.REVIEWED, 72), {"reviewed_at": NOON + 72 * HOUR + SECOND}, NOON + 72 * HOUR),
        (Rule("a", When.REVIEWED, 72), {"reviewed_at": NOON - HOUR}, NOON),
        (Rule("a"), {"holds": (Held(NOON + 5 * DAY, Harm.LIFE_OR_SAFETY),)}, NOON + 5 * DAY),
        (Rule("a", When.AFTER, 240), {"holds": (Held(NOON + DAY, Harm.LIFE_OR_SAFETY),)}, NOON + 10 * DAY),
        (Rule("a"), {"waits": True}, NOON + 10 * DAY),
        (Rule("a"), {"waits": True, "commented_at": NOON + 3 * HOUR}, NOON + 3 * HOUR),
        (Rule("a"), {"waits": True, "shown_now_at": NOON + 2 * HOUR, "commented_at": NOON + 3 * HOUR}, NOON + 2 * HOUR),
        (Rule("a", When.AFTER, 72), {"waits": True, "shown_now_at": NOON + HOUR}, NOON + 72 * HOUR),
        (
            Rule("a"),
            {"waits": True, "holds": (Held(NOON + DAY, Harm.LIFE_OR_SAFETY),), "commented_at": NOON},
            NOON + DAY,
        ),
    ],
)
def test_a_frozen_clock_walks_every_boundary(rule: Rule, story: dict, opens: datetime):
    found = of(rule, **story)
    assert found.visible_from == opens
    for now, seen in ((opens - SECOND, False), (opens, True), (opens + SECOND, True)):
        assert (found.visible_from <= now) is seen


def test_a_hold_because_of_who_acts_for_the_patient_keeps_it_from_them_alone():
    found = of(holds=(Held(NOON + 5 * DAY, Harm.REPRESENTATIVE),))
    assert (found.visible_from, found.proxy_from, found.hold) == (NOON, NOON + 5 * DAY, None)


def test_what_is_switched_off_or_wrong_is_seen_by_nobody():
    for rules in (Rules(off_classes=frozenset({ReleaseClass.LABS})), Rules(off_shelves=frozenset({Shelf.RESULTS}))):
        assert of(off=rules) == Answer(None, None, None, None, SWITCHED_OFF)
    assert of(in_error=True) == Answer(None, None, None, None, IN_ERROR)


def test_the_first_rule_that_fits_decides():
    first, second = Rule("a", When.AFTER, 5, classes=frozenset({ReleaseClass.PATHOLOGY})), Rule("b", When.AFTER, 9)
    assert of(first, second, item=REPORT).decided_by == "a"
    assert of(first, second).decided_by == "b"


@pytest.mark.parametrize(("age", "kept"), [(11, False), (12, True), (17, True), (18, False), (None, False)])
def test_ages_count_at_both_ends(age: int | None, kept: bool):
    teen = Rule("t", When.NEVER, viewer=Viewer.PROXY, ages=(12, 17))
    found = of(teen, item=Item(ReleaseClass.LABS, age=age))
    assert (found.proxy_from is None) is kept
    assert found.visible_from == NOON


def test_a_law_that_makes_wait_never_shows_what_is_the_patients_own():
    plan = {
        "packs": [{"state": "CA"}],
        "rules": [{"key": "teen", "when": "never", "viewer": "proxy", "flags": ["hiv"]}],
    }
    rules = with_laws(planned(plan)).as_rules()
    found = of(off=rules, item=Item(ReleaseClass.LABS, flags=frozenset({Flag.HIV})), reviewed_at=NOON)
    assert (found.visible_from, found.proxy_from) == (NOON, None)


def test_the_laws_stand_before_the_clinics_own_rules():
    plan = {"packs": [{"state": "KY"}], "rules": [{"key": "mine", "classes": ["pathology"]}]}
    rules = with_laws(planned(plan)).as_rules()
    assert of(off=rules, item=REPORT).decided_by == "ky_cancer"
    assert of(off=rules, item=REPORT).visible_from == NOON + 72 * HOUR


def test_in_texas_a_review_shortens_nothing_and_in_kentucky_it_does():
    for state, opens in (("TX", NOON + 72 * HOUR), ("KY", NOON + HOUR)):
        rules = with_laws(planned({"packs": [{"state": state}]})).as_rules()
        assert of(off=rules, item=REPORT, reviewed_at=NOON + HOUR).visible_from == opens


def test_every_law_names_its_statute_its_sources_and_its_day_in_both_languages():
    assert set(PACKS) == {"KY", "TX", "CA"}
    for pack in PACKS.values():
        assert pack.sources
        assert pack.verified
        for rule in pack.rules:
            assert rule.plan.statute
            assert rule.plan.pack == pack.state
            assert set(rule.title) == set(rule.covers) == {"en", "es"}
    assert all(choice.plan.statute and not choice.plan.pack for choice in CHOICES.values())


def test_a_law_is_taken_as_shipped_whatever_is_sent_in_its_name():
    forged = {"key": "ky_cancer", "pack": "KY", "when": "at_once"}
    plan = planned({"packs": [{"state": "KY"}], "rules": [forged]})
    assert outdated(plan) == ["KY"]
    assert with_laws(plan).rules[0].hours == 72
    assert outdated(with_laws(plan)) == []


@pytest.mark.parametrize(
    "body",
    [
        {"rules": [{"key": "a", "when": "never"}]},
        {"rules": [{"key": "a", "when": "never", "viewer": "patient"}]},
        {"rules": [{"key": "a", "when": "after", "hours": 241}]},
        {"rules": [{"key": "a", "when": "reviewed", "hours": 0}]},
        {"rules": [{"key": "a", "ages": [17, 12]}]},
        {"rules": [{"key": "a"}, {"key": "a"}]},
        {"rules": [{"key": "everything_else", "when": "after", "hours": 5}]},
        {"rules": [{"key": "a", "pack": "KY"}]},
        {"rules": [{"key": "a", "reason": "distress"}]},
        {"packs": [{"state": "KY"}, {"state": "TX"}]},
        {"packs": [{"state": "KY", "sites": ["1"]}, {"state": "TX", "sites": ["1"]}]},
        {"off_classes": ["own"]},
        {"off_shelves": [""]},
    ],
)
def test_what_no_clinic_may_decide_is_refused_with_its_place(body: dict):
    with pytest.raises(BadInput) as refused:
        planned(body)
    assert refused.value.sentence


CLASSES = [ReleaseClass.LABS, ReleaseClass.PATHOLOGY, ReleaseClass.NOTES]
FLAGS = [Flag.CANCER, Flag.HIV]
some_classes, some_flags = st.frozensets(st.sampled_from(CLASSES)), st.frozensets(st.sampled_from(FLAGS))
items = st.builds(
    Item, st.sampled_from(CLASSES), st.sampled_from([Shelf.RESULTS, Shelf.NOTES]), some_flags,
    st.sampled_from(["", "2339-0"]), st.one_of(st.none(), st.integers(0, 90)), st.sampled_from(["", "maple"]),
)  # fmt: skip
moments = st.integers(-300, 400).map(lambda hours: NOON + hours * HOUR)
stories = st.builds(
    Story, st.just(NOON), st.just(False), st.one_of(st.none(), moments), st.one_of(st.none(), moments),
    st.lists(st.builds(Held, moments, st.sampled_from(Harm)), max_size=2).map(tuple), st.booleans(),
    st.one_of(st.none(), moments),
)  # fmt: skip


@st.composite
def rules_of(draw: st.DrawFn, waiting: bool | None = None) -> Rule:
    when = draw(st.sampled_from(When)) if waiting is None else When.AFTER if waiting else When.AT_ONCE
    return Rule(
        f"r{draw(st.integers(0, 999))}", when,
        draw(st.integers(1, 240)) if when in (When.AFTER, When.REVIEWED) else 0,
        draw(some_classes), draw(some_flags), draw(st.sampled_from([frozenset(), frozenset({"2339-0"})])),
        draw(st.sampled_from([None, (12, 17)])), draw(st.sampled_from([frozenset(), frozenset({"maple"})])),
        Viewer.PROXY if when is When.NEVER else draw(st.sampled_from(Viewer)),
    )  # fmt: skip


many_rules = st.lists(rules_of(), max_size=5).map(tuple)


@given(many_rules, items, stories)
def test_nothing_waits_longer_than_ten_days_without_a_hold_and_nothing_is_kept_from_the_patient_for_good(
    every, item, story
):
    found = release.answer(release.verdict(Rules(every), item), story)
    assert found.visible_from is not None
    end = max([NOON + LONGEST, *(held.until for held in story.holds)])
    assert NOON <= found.visible_from <= end
    if not any(rule.when is When.NEVER for rule in every):
        assert found.proxy_from is not None


@given(many_rules, items, stories)
def test_a_patients_choice_only_waits_longer_and_a_hold_stands_above_all(every, item, story):
    verdict = release.verdict(Rules(every), item)
    found = release.answer(verdict, story)
    assert found.visible_from >= found.allowed_from >= release.opens(verdict.patient, story)
    for held in story.holds:
        assert found.proxy_from is None or found.proxy_from >= held.until
        if held.harm is Harm.LIFE_OR_SAFETY:
            assert found.visible_from >= held.until


def widened(draw: st.DrawFn, rule: Rule) -> Rule:
    """A rule that lets go earlier, or at the same time."""
    match rule.when:
        case When.NEVER:
            return Rule(**{**rule.__dict__, "when": draw(st.sampled_from([When.AT_ONCE, When.NEVER]))})
        case When.AFTER:
            kind = draw(st.sampled_from([When.AFTER, When.REVIEWED, When.AT_ONCE]))
        case When.REVIEWED:
            kind = draw(st.sampled_from([When.REVIEWED, When.AT_ONCE]))
        case _:
            kind = When.AT_ONCE
    hours = 0 if kind is When.AT_ONCE else draw(st.integers(1, rule.hours))
    return Rule(**{**rule.__dict__, "when": kind, "hours": hours})


@st.composite
def wider(draw: st.DrawFn) -> tuple[Rules, Rules]:
    """Rules, and the same after a change that lets things go earlier: shortened, one more "at once" before all,
    or the last one, behind which all is at once, is gone."""
    narrow = draw(many_rules)
    wide = tuple(widened(draw, rule) for rule in narrow)
    how = draw(st.sampled_from(["shorter", "first", "last gone"]))
    if how == "first":
        wide = (draw(rules_of(waiting=False)), *wide)
    if how == "last gone":
        wide = wide[:-1]
    return Rules(narrow), Rules(wide)


@pytest.mark.slow
@settings(max_examples=200)
@given(wider(), items, stories, moments)
def test_widening_a_rule_never_hides_and_narrowing_never_shows(pair, item, story, now):
    narrow, wide = (release.answer(release.verdict(rules, item), story) for rules in pair)

    def seen(moment: datetime | None) -> bool:
        return moment is not None and moment <= now

    assert seen(wide.visible_from) or not seen(narrow.visible_from)
    assert seen(wide.proxy_from) or not seen(narrow.proxy_from)
    assert wide.visible_from <= narrow.visible_from


@given(many_rules, items, stories)
def test_a_rule_for_who_acts_for_the_patient_changes_nothing_for_the_patient(every, item, story):
    own = tuple(rule for rule in every if rule.viewer is not Viewer.PROXY)
    with_them, without = (release.answer(release.verdict(Rules(rules), item), story) for rules in (every, own))
    assert with_them.visible_from == without.visible_from
    assert with_them.decided_by == without.decided_by


def test_a_test_waits_for_its_report_and_is_never_seen_where_that_never_is():
    own, late = of(), of(Rule("a", When.AFTER, 72))
    never = of(Rule("b", When.NEVER, viewer=Viewer.PROXY))
    assert release.within(late, own) == Answer(*[NOON + 72 * HOUR] * 3, None, "a")
    assert release.within(never, own) == Answer(NOON, NOON, None, None, EVERYTHING_ELSE)
    off = of(off=Rules(off_classes=frozenset({ReleaseClass.PATHOLOGY})), item=REPORT)
    assert release.within(off, own) == Answer(None, None, None, None, SWITCHED_OFF)


def test_a_rule_that_names_a_test_speaks_of_the_report_that_it_stands_in():
    rules = Rules((Rule("a", When.AFTER, 72, codes=frozenset({"2339-0"})),))
    report = Item(ReleaseClass.LABS, Shelf.RESULTS, codes=frozenset({"24323-8", "2339-0"}))
    assert of(off=rules, item=report).visible_from == NOON + 72 * HOUR
    assert of(off=rules, item=Item(ReleaseClass.LABS, codes=frozenset({"24323-8"}))).visible_from == NOON
