"""Edits of the release rules before they are saved: a body in, a body out. What comes from a form is a claim."""

from typing import Any

import orjson

from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.rules.release_packs import CHOICES, PACKS, with_laws
from portal_app.rules.release_plan import Plan, RulePlan, planned

Body = dict[str, Any]
LISTS = ("classes", "flags")


def kept(plan: Plan) -> Body:
    """A plan as it is stored."""
    return plan.model_dump(mode="json")


def edited(body: Body, key: str, field: str, value: str) -> Body:
    """One word of one of the clinic's rules is changed."""
    plan = planned(body)
    rule = _own(plan, key)
    changed = rule.model_dump(mode="json") | _change(rule, field, value)
    rules = [changed if one.key == key else one.model_dump(mode="json") for one in plan.rules]
    return kept(planned({**kept(plan), "rules": rules}))


def _change(rule: RulePlan, field: str, value: str) -> Body:
    match field:
        case "when":
            waits = value in ("after", "reviewed")
            # only who acts for a patient can be kept out for good
            viewer = "proxy" if value == "never" else str(rule.viewer)
            return {"when": value, "hours": (rule.hours or 72) if waits else 0, "viewer": viewer}
        case "hours":
            return {"hours": _number(value)}
        case "viewer" | "name":
            return {field: value.strip()}
        case "site":
            return {"sites": [value] if value else []}
        case "classes" | "flags":
            now = [str(one) for one in getattr(rule, field)]
            return {field: [one for one in now if one != value] if value in now else [*now, value]}
        case "codes":
            return {"codes": value.replace(",", " ").split()}
        case "youngest" | "oldest":
            first, last = rule.ages or (0, 150)
            ages = (_number(value or "0"), last) if field == "youngest" else (first, _number(value or "150"))
            return {"ages": None if ages == (0, 150) else ages}
        case _:
            raise BadInput(say("That part of a rule cannot be changed."))


def added(body: Body, ready_made: str = "") -> Body:
    """One more rule, the first of the clinic's own: a ready-made one, or one to be filled in."""
    plan = planned(body)
    taken = {rule.key for rule in plan.rules}
    if ready_made:
        if ready_made not in CHOICES or ready_made in taken:
            raise BadInput(say("That rule is not there to be chosen."))
        new = CHOICES[ready_made].plan
    else:
        key = next(f"own_{number}" for number in range(1, 1_000) if f"own_{number}" not in taken)
        new = RulePlan.model_validate({"key": key, "when": "reviewed", "hours": 72, "classes": ["pathology"]})
    rules = [*(one for one in plan.rules if one.pack), new, *(one for one in plan.rules if not one.pack)]
    return kept(planned({**kept(plan), "rules": [one.model_dump(mode="json") for one in rules]}))


def without(body: Body, key: str) -> Body:
    """One of the clinic's rules is taken away."""
    plan = planned(body)
    gone = _own(plan, key)
    return kept(plan.model_copy(update={"rules": [one for one in plan.rules if one.key != gone.key]}))


def moved(body: Body, key: str, step: int) -> Body:
    """One of the clinic's rules changes places with its neighbour; laws stay where they are."""
    plan = planned(body)
    own = [one for one in plan.in_order() if not one.pack]
    place = own.index(_own(plan, key))
    other = place + (1 if step > 0 else -1)
    if 0 <= other < len(own):
        own[place], own[other] = own[other], own[place]
    return kept(plan.model_copy(update={"rules": [*(one for one in plan.rules if one.pack), *own]}))


def switched(body: Body, what: str, name: str) -> Body:
    """A class or a page of the record is shown, or not shown any more."""
    field = {"class": "off_classes", "page": "off_shelves"}.get(what)
    if field is None:
        raise BadInput(say("That cannot be switched off."))
    off = [str(one) for one in body.get(field, [])]
    return kept(planned({**body, field: [one for one in off if one != name] if name in off else [*off, name]}))


def with_pack(body: Body, state: str, on: bool, site: str = "") -> Body:
    """A state's laws apply, at one site or at all, or do not apply any more."""
    if state not in PACKS:
        raise BadInput(say("We do not have the laws of that state."))
    plan = planned(body)
    others = [pack.model_dump() for pack in plan.packs if pack.state != state]
    mine = [{"state": state, "sites": [site] if site else []}] if on else []
    rules = [rule.model_dump(mode="json") for rule in plan.rules if not rule.pack]
    return kept(with_laws(planned({**kept(plan), "packs": others + mine, "rules": rules})))


def as_file(plan: Plan) -> str:
    """A plan as a part of the clinic's file (TOML); what is as it is by itself is left out."""
    body = plan.model_dump(mode="json", exclude_defaults=True)
    lines = ["[release]", *(_said(name, value) for name, value in body.items() if name not in ("packs", "rules"))]
    for table in ("packs", "rules"):
        for row in body.get(table, []):
            lines += ["", f"[[release.{table}]]", *(_said(name, value) for name, value in row.items())]
    return "\n".join(lines) + "\n"


def _said(name: str, value: object) -> str:
    # numbers, lists and quoted text are written in TOML as in JSON
    return f"{name} = {orjson.dumps(value).decode()}"


def _own(plan: Plan, key: str) -> RulePlan:
    found = next((rule for rule in plan.rules if rule.key == key), None)
    if found is None or found.pack:
        raise BadInput(say("Only the clinic's own rules can be changed, not a law."))
    return found


def _number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise BadInput(say("Write a number.")) from None
