"""Laws of states as data, each rule with its statute, and rules that federal law gives a clinic a reason for."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal_app.catalogue import ENGLISH
from portal_app.rules.release_plan import PackPlan, Plan, RulePlan

FOLDER = Path(__file__).parent
_WORDS = ("title", "covers")


@dataclass(frozen=True)
class LawRule:
    """One rule of a law, and what it is called in each language."""

    plan: RulePlan
    title: dict[str, str]
    covers: dict[str, str]


@dataclass(frozen=True)
class Pack:
    """What a state's law asks for, and how sure we are of it."""

    state: str
    name: dict[str, str]
    checked: date
    sources: tuple[str, ...]
    verified: str
    doubts: str
    rules: tuple[LawRule, ...]

    def rules_at(self, sites: list[str]) -> list[RulePlan]:
        """Its rules as a plan keeps them, for these sites; none means all."""
        return [one.plan.model_copy(update={"sites": list(sites)}) for one in self.rules]


def _rules(rows: list[dict[str, Any]], pack: str = "") -> tuple[LawRule, ...]:
    return tuple(
        LawRule(
            RulePlan(pack=pack, **{name: value for name, value in row.items() if name not in _WORDS}),
            row["title"],
            row["covers"],
        )
        for row in rows
    )


def _pack(data: dict[str, Any]) -> Pack:
    told = {**data, "sources": tuple(data["sources"]), "rules": _rules(data["rules"], data["state"])}
    return Pack(**told)


PACKS = {
    pack.state: pack for pack in (_pack(tomllib.loads(path.read_text())) for path in sorted(FOLDER.glob("[A-Z]*.toml")))
}
"""By the state's two letters."""
CHOICES = {one.plan.key: one for one in _rules(tomllib.loads((FOLDER / "choices.toml").read_text())["rules"])}
"""By key."""
_ALL = {one.plan.key: one for pack in PACKS.values() for one in pack.rules} | CHOICES


def with_laws(plan: Plan) -> Plan:
    """The same plan with the rules of its packs as they are shipped, whatever it brought under their name."""
    laws = [rule for pack in plan.packs if pack.state in PACKS for rule in PACKS[pack.state].rules_at(pack.sites)]
    return plan.model_copy(update={"rules": [*laws, *(rule for rule in plan.rules if not rule.pack)]})


def outdated(plan: Plan) -> list[str]:
    """The states whose rules in this plan are no longer those that are shipped."""
    mine = {(rule.key, rule.model_dump_json()) for rule in plan.rules if rule.pack}
    fresh = {(rule.key, rule.model_dump_json()) for rule in with_laws(plan).rules if rule.pack}
    return sorted({pack.state for pack in plan.packs if _of(pack, mine) != _of(pack, fresh)})


def _of(pack: PackPlan, rules: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {one for one in rules if one[0].startswith(pack.state.lower() + "_")}


def words_of(key: str, wanted: str) -> tuple[str, str]:
    """What a shipped rule is called and what it covers; nothing where it is the clinic's own."""
    found = _ALL.get(key)
    if found is None:
        return "", ""
    return found.title.get(wanted, found.title[ENGLISH]), found.covers.get(wanted, found.covers[ENGLISH])
