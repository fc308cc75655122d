"""Choosing a password: long enough, not one that is tried first, never the person's own name (NIST SP 800-63B-4)."""

from portal_app import entry, letters
from portal_app.errors import BadInput
from portal_app.facts.accounts import WayInAdded
from portal_app.models import Account, Patient, Staff, Stage
from portal_app.rules import passwords
from portal_app.work import Work


def may_choose(work: Work) -> None:
    """Whether this browser may choose a password now; SignInNeeded, ProofNeeded."""
    entry.may_set_up(work)


def choose(work: Work, password: str) -> None:
    """Set the account's password; every other browser is signed out and the confirmed address is told."""
    session, account = entry.may_set_up(work)
    fault = passwords.fault(password, _known_of(work, account))
    if fault is not None:
        raise BadInput(fault, "password")
    account.password_hash = passwords.hashed(password)
    entry.note(session, password=True)
    fact = WayInAdded(patient_id=account.patient_id, account=account.id, kind="password")
    work.record(fact, by=entry.person(work, account))
    if session.stage is Stage.FULL:
        entry.end_all(work, account.id, "password changed", but=session.id)
        letters.tell(work, account, letters.account_changed)


def _known_of(work: Work, account: Account) -> list[str]:
    """What others know of the person, and so try first."""
    known = [work.clinic.name, account.email, account.email.partition("@")[0]]
    if patient := work.session.get(Patient, account.patient_id) if account.patient_id else None:
        known += [patient.given, patient.family, patient.mrn, patient.phone]
        if born := patient.birth_date:
            known += [f"{born:{form}}" for form in ("%Y%m%d", "%m%d%Y", "%d%m%Y", "%m%d%y", "%m/%d/%Y", "%Y-%m-%d")]
    if staff := work.session.get(Staff, account.staff_id) if account.staff_id else None:
        known += [staff.name]
    return known
