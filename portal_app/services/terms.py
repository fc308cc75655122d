"""The clinic's terms of use: shown in the person's language, accepted by version, asked again when they change."""

from dataclasses import dataclass

from portal_app import entry
from portal_app.catalogue import ENGLISH, say
from portal_app.entry import Entry
from portal_app.errors import Conflict
from portal_app.facts.accounts import TermsAccepted
from portal_app.models import Session, Stage, TermsAcceptance
from portal_app.work import Work


@dataclass(frozen=True)
class TermsCard:
    """What is to be accepted."""

    version: int = 0
    body: str = ""
    again: bool = False
    """Whether the person accepted an older version before."""


def see(work: Work) -> TermsCard:
    """The current terms, for somebody who must accept them now."""
    session = entry.at(work, Stage.ENROLLING, Stage.TERMS)
    terms = entry.current_terms(work)
    if terms is None:
        return TermsCard()
    body = terms.body.get(work.actor.language) or terms.body.get(ENGLISH, "")
    return TermsCard(terms.version, body, again=session.stage is Stage.TERMS)


def accept(work: Work, version: int) -> Entry | None:
    """Accept the version that was read; gives the full session to somebody who only lacked this to come in."""
    session = entry.at(work, Stage.ENROLLING, Stage.TERMS)
    account = entry.account_of(work, session)
    terms = entry.current_terms(work)
    if terms is not None and terms.version != version:
        raise Conflict(say("These terms changed just now. Please read the new version."))
    if terms is not None and not entry.has_accepted(work, account.id):
        work.add(TermsAcceptance(account_id=account.id, version=version, accepted_at=work.now))
        fact = TermsAccepted(patient_id=account.patient_id, account=account.id, version=version)
        work.record(fact, by=entry.person(work, account))
        work.session.flush()
    return _on(work, session) if session.stage is Stage.TERMS else None


def _on(work: Work, session: Session) -> Entry:
    return entry.enter(work, entry.account_of(work, session), str(session.pending.get("how", "password")))
