"""The demo clinic is set up: made-up people, known passwords. It refuses to stand where a clinic works."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import SettingsError
from portal_app.models import (
    Account,
    Clinic,
    Patient,
    Pool,
    Resource,
    Role,
    Site,
    Staff,
    StaffPool,
    StaffRole,
    StaffSite,
    TermsAcceptance,
    new_id,
)
from portal_app.rules import passwords
from portal_app.work import Work


@dataclass(frozen=True)
class Secrets:
    """How every account of the demo signs in."""

    password: str
    totp: str


def is_set_up(work: Work, data: dict[str, Any]) -> bool:
    """Whether the demo clinic stands already; refuses where a clinic works or other people's charts lie."""
    _permit(work)
    clinics = work.all(select(Clinic))
    made_up = [person["mrn"] for person in data["patients"]]
    if clinics and not any(clinic.policy.get("demo") for clinic in clinics):
        raise SettingsError(say("A clinic works in this database. Give the demo a PORTAL_HOME of its own."))
    # everybody knows the demo's passwords: nobody's real chart may stand among them
    if not clinics and work.session.scalar(select(Patient.id).where(Patient.mrn.not_in(made_up)).limit(1)):
        raise SettingsError(say("There are charts in this database. Give the demo a PORTAL_HOME of its own."))
    return bool(clinics)


def take_on(work: Work, data: dict[str, Any], secrets: Secrets) -> None:
    """The demo's staff, with accounts that can sign in at once."""
    _permit(work)
    sites = list(work.all(select(Site)))
    pools = {pool.slug: pool for pool in work.all(select(Pool))}
    for person in data["staff"]:
        _hire(work, person, sites, pools, secrets)


def settle_patients(work: Work, data: dict[str, Any], secrets: Secrets) -> None:
    """Give each imported patient their site, and an account to those who have one in the demo."""
    _permit(work)
    sites = {site.name: site.id for site in work.all(select(Site))}
    for person in data["patients"]:
        patient = work.one(select(Patient).where(Patient.mrn == person["mrn"]))
        patient.site_id = sites[person["site"]]
        if email := person.get("account"):
            patient.email = email
            _open_account(work, email, secrets, patient.language, patient_id=patient.id)


def with_accounts(work: Work) -> list[UUID]:
    """The patients who can sign in."""
    _permit(work)
    return list(work.session.scalars(select(Account.patient_id).where(Account.patient_id.is_not(None))))


def item(work: Work, kind: str, fhir_id: str) -> UUID:
    """One thing of the demo's charts, by the name it has there."""
    _permit(work)
    return work.session.scalars(select(Resource.id).where(Resource.type == kind, Resource.fhir_id == fhir_id)).one()


def _permit(work: Work) -> None:
    work.permit(Permission.CHART_IMPORT)
    if not work.settings.demo:
        raise SettingsError(say("The demo clinic does not open in production. Look at PORTAL_MODE."))


def _hire(work: Work, person: dict[str, Any], sites: list[Site], pools: dict[str, Pool], secrets: Secrets) -> None:
    role = Role(person["role"])
    staff = work.add(Staff(id=new_id(), name=person["name"], title=person["title"], all_sites=role is Role.ADMIN))
    work.session.flush()
    work.add(StaffRole(staff_id=staff.id, role=role))
    for site in sites:
        work.add(StaffSite(staff_id=staff.id, site_id=site.id))
    for slug in person["pools"]:
        work.add(StaffPool(staff_id=staff.id, pool_id=pools[slug].id))
    _open_account(work, person["email"], secrets, "en", staff_id=staff.id)


def _open_account(work: Work, email: str, secrets: Secrets, language: str, **whose: UUID) -> None:
    account = work.add(
        Account(
            id=new_id(),
            email=email,
            email_confirmed_at=work.now,
            password_hash=passwords.hashed(secrets.password),
            totp_secret=secrets.totp,
            language=language,
            created_at=work.now,
            **whose,
        )
    )
    work.session.flush()
    work.add(TermsAcceptance(account_id=account.id, version=1, accepted_at=work.now))
