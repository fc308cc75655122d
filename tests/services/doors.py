"""What the tests of accounts share: an invited patient without an account, browsers, and the letters that went out."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import select

from portal_app import wiring
from portal_app.access.actor import NOBODY, SYSTEM, Actor
from portal_app.entry import Entry, hash_of
from portal_app.models import Account, Clinic, Mail, Patient
from portal_app.services import enrolment, invitations, passwords, proofs, second_factors, terms
from portal_app.wiring import begin
from tests.people import LONG_AGO, uid

BORN = date(1984, 8, 14)
PASSWORD = "seven green kettles"
STRANGER = replace(NOBODY, address="198.51.100.7")


def newcomer(**changes: Any) -> UUID:
    """Jill, a patient who has no account yet."""
    row = {
        "id": uid("jill"), "mrn": "MS-3007", "given": "Jill", "family": "Tillman", "birth_date": BORN,
        "site_id": uid("maple"), "email": "jill@example.com", "phone": "(502) 555-0142", "postal_code": "40203-1234",
        "created_at": LONG_AGO,
    }  # fmt: skip
    with begin(SYSTEM) as work:
        work.add(Patient(**{**row, **changes}))
    return row["id"]


def policy(**changes: Any) -> None:
    """Change what the clinic has decided."""
    with begin(SYSTEM) as work:
        clinic = work.session.scalars(select(Clinic)).one()
        clinic.policy = {**clinic.policy, **changes}


def letters(to: str = "") -> list[Mail]:
    """The letters written so far, oldest first."""
    with begin(SYSTEM) as work:
        mails = work.session.scalars(select(Mail).order_by(Mail.written_at, Mail.id))
        return [mail for mail in mails if not to or mail.to == to]


def secret_in(mail: Mail) -> str:
    """The secret after the # of a letter's link."""
    found = re.search(r"#(\S+)", mail.text)
    assert found, mail.text
    return found[1]


def browser(entry: object) -> Actor:
    """Whoever holds this entry's cookie."""
    assert isinstance(entry, Entry), entry
    return replace(wiring.who(hash_of(entry.cookie).hex(), STRANGER.address), address=STRANGER.address)


def do(actor: Actor, service: Any, *args: Any, **kwargs: Any) -> Any:
    """One service in one Work."""
    with begin(actor) as work:
        return service(work, *args, **kwargs)


@contextmanager
def at(moment: datetime):
    """A Work of the portal's own at another moment."""
    with begin(SYSTEM) as work:
        work.now = moment
        yield work


def invited(priya: Actor) -> str:
    """Jill is invited by e-mail; gives the secret of her link."""
    policy(in_person_codes=False)
    do(priya, invitations.invite, newcomer())
    return secret_in(letters("jill@example.com")[-1])


def enrolling(priya: Actor) -> Actor:
    """Jill has proved who she is and accepted the terms."""
    jill = browser(do(STRANGER, proofs.open_invitation, invited(priya)))
    jill = browser(do(jill, proofs.prove, BORN, "0142"))
    do(jill, terms.accept, 1)
    return jill


def with_password(actor: Actor) -> str:
    """Set up password and app; gives the app's secret."""
    do(actor, passwords.choose, PASSWORD)
    key = do(actor, second_factors.begin).key.replace(" ", "")
    assert do(actor, second_factors.confirm, pyotp.TOTP(key).now()) is None
    return key


def enrolled(priya: Actor) -> tuple[Actor, str, list[str]]:
    """Jill is in: her actor, her app's secret, her recovery codes."""
    jill = enrolling(priya)
    key = with_password(jill)
    codes = do(jill, second_factors.new_codes)
    return browser(do(jill, enrolment.finish)), key, codes


def forget_code(email: str = "jill@example.com") -> None:
    """As if the app's last code were long ago: a test need not wait 30 seconds."""
    with begin(SYSTEM) as work:
        work.session.scalars(select(Account).where(Account.email == email)).one().totp_step = 0


def now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)
