"""New editions of the rules: saved with a reason, taken back, and brought in from the clinic's file."""

from sqlalchemy import select

from portal_app import releasing
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, Conflict
from portal_app.facts.release import ReleaseRulesChanged
from portal_app.models import ReleaseRules, Site, new_id
from portal_app.rules import release_edit
from portal_app.rules.release_packs import with_laws
from portal_app.rules.release_plan import Plan, planned
from portal_app.services.release import drafting
from portal_app.services.release.cards import RulesCard
from portal_app.work import Work

LONGEST_WHY = 500


def save(work: Work, why: str, seen: int) -> RulesCard:
    """The reader's edit is the clinic's rules from now on; Conflict if somebody has saved another since `seen`.

    Laws are taken as they are shipped, whatever the edit says of them.
    """
    work.permit(Permission.RELEASE_MANAGE)
    releasing.take_turn(work, alone=True)
    plan, began = drafting.plan_of(work)
    current = _unchanged(work, seen, began)
    body = release_edit.kept(with_laws(plan))
    if body == (current.body if current else release_edit.kept(Plan())):
        raise BadInput(say("There is nothing to save: the rules are as they were."))
    reason = why.strip()
    if len(reason) < 3:
        raise BadInput(say("Say why, for who reads this later."), "why")
    if len(reason) > LONGEST_WHY:
        raise BadInput(say("Say it a little shorter: 500 letters at most."), "why")
    _add(work, current, body, why=reason)
    drafting.forget(work)
    return drafting.read(work)


def take_theirs(work: Work) -> RulesCard:
    """Somebody else has saved since the edit began: the edit stays, and is now one of what they saved."""
    work.permit(Permission.RELEASE_MANAGE)
    drafting.rebase(work)
    return drafting.read(work)


def undo(work: Work, seen: int) -> RulesCard:
    """Take the newest edition back: a new one that is equal to the one before it."""
    work.permit(Permission.RELEASE_MANAGE)
    releasing.take_turn(work, alone=True)
    current = _unchanged(work, seen, seen)
    if current is None:
        raise BadInput(say("There is nothing to take back."))
    before = work.session.scalars(select(ReleaseRules).where(ReleaseRules.edition == current.edition - 1)).first()
    body = before.body if before else release_edit.kept(Plan())
    _add(work, current, body, why=say("Taken back"), undoes=current.edition)
    return drafting.read(work)


def adopt(work: Work, plan: Plan, why: str) -> int | None:
    """The rules of the clinic's file are its rules from now on; none if they were already. Sites go by their names."""
    work.permit(Permission.RELEASE_MANAGE)
    releasing.take_turn(work, alone=True)
    sites = {site.name: str(site.id) for site in work.session.scalars(select(Site))}
    body = release_edit.kept(with_laws(_with_sites(plan, sites)))
    current = releasing.edition(work)
    if body == (current.body if current else release_edit.kept(Plan())):
        return None
    return _add(work, current, body, why=why).edition


def _with_sites(plan: Plan, names: dict[str, str]) -> Plan:
    """The same plan with each site under its other name."""

    def named(site: str) -> str:
        if site not in names:
            raise BadInput(say("There is no site called {name}.", name=site), "site")
        return names[site]

    packs = [pack.model_copy(update={"sites": [named(one) for one in pack.sites]}) for pack in plan.packs]
    rules = [rule.model_copy(update={"sites": [named(one) for one in rule.sites]}) for rule in plan.rules]
    return plan.model_copy(update={"packs": packs, "rules": rules})


def export(work: Work) -> str:
    """The rules in force as a part of the clinic's file; laws go by their state's name, sites by theirs."""
    work.permit(Permission.RELEASE_MANAGE)
    current = releasing.edition(work)
    sites = {str(site.id): site.name for site in work.session.scalars(select(Site))}
    plan = planned(current.body if current else {})
    own = plan.model_copy(update={"rules": [rule for rule in plan.rules if not rule.pack]})
    return release_edit.as_file(_with_sites(own, sites))


def _unchanged(work: Work, seen: int, began: int) -> ReleaseRules | None:
    current = releasing.edition(work)
    newest = current.edition if current else 0
    if not newest == seen == began:
        raise Conflict(
            say("Somebody else has changed the rules since. Your edit is still here. Look at theirs, then save again.")
        )
    return current


def _add(
    work: Work, current: ReleaseRules | None, body: release_edit.Body, *, why: str, undoes: int | None = None
) -> ReleaseRules:
    new = ReleaseRules(
        id=new_id(),
        edition=current.edition + 1 if current else 1,
        body=body,
        made_at=work.now,
        made_by=work.actor.staff_id,
        made_by_name=work.actor.name[:120] if work.actor.staff_id else "",
        why=why,
        undoes=undoes,
    )
    work.add(new)
    work.session.flush()
    work.record(ReleaseRulesChanged(edition=new.edition, undoes=undoes))
    return new
