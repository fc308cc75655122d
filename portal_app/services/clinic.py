"""The clinic's own data is made to agree with its plan: what is missing is added, what differs is changed."""

from typing import Any

from sqlalchemy import select

from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import SettingsError
from portal_app.facts.clinic import ClinicChanged
from portal_app.models import Clinic, Pool, Site, Terms, Topic, new_id
from portal_app.rules.clinic_plan import ClinicPlan
from portal_app.work import Work


def set_up(work: Work, plan: ClinicPlan, **policy: Any) -> list[str]:
    """Make the clinic as the plan says and name what changed; the same plan twice changes nothing.

    A topic that is no longer in the plan is offered to nobody any more. Sites and pools stay, for people and work that
    belong to them. Terms with other words are a new version, which everybody is asked to accept.
    """
    work.permit(Permission.CLINIC_MANAGE)
    changed = [*_clinic(work, plan, policy), *_terms(work, plan), *_sites(work, plan), *_pools(work, plan)]
    work.session.flush()
    changed += _topics(work, plan)
    if changed:
        work.record(ClinicChanged(parts=", ".join(changed)[:400]))
    return changed


def _clinic(work: Work, plan: ClinicPlan, policy: dict[str, Any]) -> list[str]:
    clinic = work.session.scalars(select(Clinic).limit(1)).first()
    if clinic and clinic.policy.get("demo") and not policy.get("demo"):
        # its people's passwords are known to everybody
        raise SettingsError(say("This is the demo clinic. Give the real one a PORTAL_HOME (or database) of its own."))
    if clinic is None:
        clinic = work.add(Clinic(id=new_id(), name=plan.name))
    return _differs(
        clinic, "clinic", name=plan.name, zone=plan.zone, phone=plan.phone, policy={**plan.kept_policy(), **policy}
    )


def _terms(work: Work, plan: ClinicPlan) -> list[str]:
    body = plan.terms.by_language()
    newest = work.session.scalars(select(Terms).order_by(Terms.version.desc()).limit(1)).first()
    if newest and newest.body == body:
        return []
    version = newest.version + 1 if newest else 1
    work.add(Terms(id=new_id(), version=version, body=body, published_at=work.now))
    return [f"terms {version}"]


def _sites(work: Work, plan: ClinicPlan) -> list[str]:
    known = {site.name: site for site in work.all(select(Site))}
    changed: list[str] = []
    for wanted in plan.sites:
        site = known.get(wanted.name) or work.add(Site(id=new_id(), name=""))
        changed += _differs(site, f"site {wanted.name}", **wanted.model_dump())
    return changed


def _pools(work: Work, plan: ClinicPlan) -> list[str]:
    known = {pool.slug: pool for pool in work.all(select(Pool))}
    changed: list[str] = []
    for place, wanted in enumerate(plan.pools):
        pool = known.get(wanted.slug) or work.add(Pool(id=new_id(), slug=wanted.slug, name="", position=-1))
        changed += _differs(pool, f"pool {wanted.slug}", name=wanted.name, position=place)
    return changed


def _topics(work: Work, plan: ClinicPlan) -> list[str]:
    pools = {pool.slug: pool.id for pool in work.all(select(Pool))}
    known = {topic.name["en"]: topic for topic in work.all(select(Topic).order_by(Topic.active, Topic.id))}
    changed: list[str] = []
    for place, wanted in enumerate(plan.topics):
        words = {"name": wanted.name.by_language(), "hint": wanted.hint.by_language() if wanted.hint else {}}
        topic = known.pop(wanted.name.en, None) or work.add(Topic(id=new_id(), name={}, pool_id=pools[wanted.pool]))
        changed += _differs(
            topic,
            f"topic {wanted.name.en}",
            **words,
            pool_id=pools[wanted.pool],
            reply_hours=wanted.hours,
            position=place,
            active=True,
        )
    for name, topic in known.items():
        changed += _differs(topic, f"topic {name}", active=False)
    return changed


def _differs(row: object, called: str, **wanted: Any) -> list[str]:
    """Write what is different; the row's name if anything was."""
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return [called] if different else []
