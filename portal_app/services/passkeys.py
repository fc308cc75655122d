"""Passkeys (WebAuthn): the person is verified by their device, and nothing can be phished or guessed."""

import secrets
from uuid import UUID

import orjson
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal_app import entry, letters
from portal_app.catalogue import say
from portal_app.entry import Entry, Miss
from portal_app.errors import BadInput, Conflict
from portal_app.facts.accounts import ProvedAgain, SignInMissed, WayInAdded, WayInRemoved
from portal_app.models import Account, Passkey, Patient, Session, Staff, Stage
from portal_app.work import Work

MOST = 20
Options = dict[str, object]
"""What `navigator.credentials` takes, with bytes in base64url."""


class _Credential(BaseModel):
    id: str


def ask_to_register(work: Work) -> Options:
    """What the browser needs to make a passkey ; the challenge stays in the session."""
    session, account = entry.may_set_up(work)
    mine = _of(work, account)
    if len(mine) >= MOST:
        raise Conflict(say("You have many passkeys already. Remove one that you do not use."))
    options = generate_registration_options(
        rp_id=_host(work),
        rp_name=work.clinic.name,
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=_name(work, account),
        challenge=_challenge(session),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in mine],
    )
    return orjson.loads(options_to_json(options))


def register(work: Work, credential: str, name: str = "") -> None:
    """Keep the passkey that the browser made."""
    session, account = entry.may_set_up(work)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=_answered(session),
            expected_rp_id=_host(work),
            expected_origin=work.settings.public_origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise BadInput(say("The passkey could not be saved. Please try again.")) from None
    work.add(
        Passkey(
            account_id=account.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=(name.strip() or session.browser)[:80],
            created_at=work.now,
        )
    )
    entry.note(session, passkey=True)
    fact = WayInAdded(patient_id=account.patient_id, account=account.id, kind="passkey")
    work.record(fact, by=entry.person(work, account))
    if session.stage is Stage.FULL:
        letters.tell(work, account, letters.account_changed)


def remove(work: Work, passkey_id: UUID) -> None:
    """Take away one of my passkeys; never the only way in."""
    _, account = entry.may_set_up(work)
    entry.hold(work, account)
    gone = work.one(select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account.id))
    if len(_of(work, account)) == 1 and not (account.password_hash and account.totp_secret):
        raise Conflict(say("This is your only way to sign in. Add another one first."))
    work.session.delete(gone)
    work.record(WayInRemoved(patient_id=account.patient_id, account=account.id, kind="passkey"))
    letters.tell(work, account, letters.account_changed)


def ask_to_sign_in(work: Work, browser: str = "") -> tuple[Options, Entry]:
    """What the browser needs to show its passkeys for us, for somebody we do not know yet."""
    knocking = entry.rise(work, Stage.KNOCKING, browser=browser)
    work.session.flush()
    session = work.session.scalars(select(Session).where(Session.key_hash == entry.hash_of(knocking.cookie))).one()
    return _ask(work, session), knocking


def sign_in(work: Work, credential: str, browser: str = "") -> Entry | Miss:
    """Let in whoever holds the passkey; the device has verified the person, so nothing more is asked."""
    passkey = _check(work, entry.at(work, Stage.KNOCKING), credential)
    account = work.session.get(Account, passkey.account_id) if passkey else None
    if account is None or account.closed_at is not None:
        work.record(SignInMissed(step="passkey"))
        return Miss(say("We do not know this passkey. Try another one, or sign in with your password."))
    return entry.enter(work, account, "passkey", browser=browser)


def ask_to_prove(work: Work) -> Options:
    """What the browser needs to show again that it is the person who signed in."""
    return _ask(work, entry.at(work, Stage.FULL))


def prove(work: Work, credential: str) -> Miss | None:
    """Note that the person showed their passkey again just now."""
    session = entry.at(work, Stage.FULL)
    passkey = _check(work, session, credential)
    if passkey is None or passkey.account_id != session.account_id:
        return Miss(say("That is not a passkey of this account. Try another one."))
    session.proved_at = work.now
    work.record(ProvedAgain(patient_id=work.actor.patient_id, account=passkey.account_id, how="passkey"))
    return None


def _ask(work: Work, session: Session) -> Options:
    options = generate_authentication_options(
        rp_id=_host(work), challenge=_challenge(session), user_verification=UserVerificationRequirement.REQUIRED
    )
    return orjson.loads(options_to_json(options))


def _check(work: Work, session: Session, credential: str) -> Passkey | None:
    """The passkey that answered this session's challenge, if its signature holds."""
    challenge = _answered(session)
    try:
        known = base64url_to_bytes(_Credential.model_validate_json(credential).id)
        passkey = work.session.scalars(
            select(Passkey).where(Passkey.credential_id == known).with_for_update()
        ).one_or_none()
        if passkey is None:
            return None
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(work),
            expected_origin=work.settings.public_origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValidationError, ValueError, KeyError, TypeError):
        return None
    passkey.sign_count, passkey.last_used_at = shown.new_sign_count, work.now
    return passkey


def _challenge(session: Session) -> bytes:
    challenge = secrets.token_bytes(32)
    entry.note(session, challenge=bytes_to_base64url(challenge))
    return challenge


def _answered(session: Session) -> bytes:
    """The challenge that was set; it is used up whatever the answer is."""
    challenge = str(session.pending.get("challenge", ""))
    entry.note(session, challenge="")
    if not challenge:
        raise BadInput(say("That took too long. Please try again."))
    return base64url_to_bytes(challenge)


def _of(work: Work, account: Account) -> list[Passkey]:
    return list(work.all(select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.created_at)))


def _host(work: Work) -> str:
    return work.settings.public_origin.partition("://")[2].partition(":")[0]


def _name(work: Work, account: Account) -> str:
    person: Patient | Staff | None = None
    if account.patient_id:
        person = work.session.get(Patient, account.patient_id)
    elif account.staff_id:
        person = work.session.get(Staff, account.staff_id)
    return person.name if person else account.email
