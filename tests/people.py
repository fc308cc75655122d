"""The people of the tests. They have names, fixed ids, and stand in every fresh database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session as Db

from portal_app import wiring
from portal_app.access.actor import NOBODY, Actor
from portal_app.entry import hash_of
from portal_app.models import (
    Account,
    Clinic,
    Patient,
    PatientWord,
    Pool,
    Role,
    Session,
    Site,
    Staff,
    StaffPool,
    StaffRole,
    StaffSite,
    Stage,
    Terms,
    TermsAcceptance,
    Topic,
)
from portal_app.rules.search_words import search_words

NAMESPACE = UUID("6f1d3c54-0000-4000-8000-000000000000")
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def uid(name: str) -> UUID:
    """The fixed id of a named thing of the tests."""
    return uuid5(NAMESPACE, name)


PATIENTS = {
    # name: given, family, birth date, MRN, site
    "ana": ("Ana", "Rivera", date(1968, 3, 3), "MS-1001", "maple"),
    "stranger": ("Walter", "Greene", date(1946, 6, 19), "MS-1002", "maple"),
    "rosa": ("Rosa", "Delgado", date(1992, 4, 11), "RV-2001", "riverside"),
}
STAFF = {
    # name: full name, title, role, pools, sites (none = all sites)
    "priya": ("Priya Shah", "Front desk", Role.FRONT_DESK, ["front_desk"], ["maple"]),
    "ben": ("Ben Ruiz", "Nurse", Role.NURSE, ["nurses"], ["maple"]),
    "amara": ("Dr. Amara Osei", "Doctor", Role.PRESCRIBER, ["prescribers", "nurses"], ["maple"]),
    "dana": ("Dana Cole", "Billing", Role.BILLING, ["billing"], ["maple"]),
    "sam": ("Sam Whitfield", "Practice manager", Role.ADMIN, [], None),
    "lena": ("Lena Park", "Nurse", Role.NURSE, ["nurses"], ["riverside"]),
}
POOLS = {"front_desk": "Front desk", "nurses": "Nurses", "prescribers": "Prescribers", "billing": "Billing"}
TOPICS = {"medicine": ("A medicine", "Una medicina", "nurses", 8), "bill": ("A bill", "Una factura", "billing", 48)}


def cookie(name: str) -> str:
    """The session cookie that a person of the tests holds."""
    return f"cookie-of-{name}"


def settle(db: Db, **policy: object) -> None:
    """Put the clinic, its staff and its patients into an empty database; what is served is marked `demo`."""
    decided = {"in_person_codes": True, "messages_an_hour": 0, **policy}
    db.add(Clinic(id=uid("clinic"), name="Maple Street Family Practice", policy=decided))
    db.add(Terms(id=uid("terms"), version=1, body={"en": "Be kind.", "es": "Sea amable."}, published_at=LONG_AGO))
    db.add(Site(id=uid("maple"), name="Maple Street", address="12 Maple Street"))
    db.add(Site(id=uid("riverside"), name="Riverside", address="4 River Road"))
    for position, (slug, name) in enumerate(POOLS.items()):
        db.add(Pool(id=uid(slug), slug=slug, name=name, position=position))
    db.flush()
    for position, (slug, (en, es, pool, hours)) in enumerate(TOPICS.items()):
        words = {"en": en, "es": es}
        db.add(Topic(id=uid(slug), name=words, pool_id=uid(pool), reply_hours=hours, position=position))
    for key, (given, family, born, mrn, site) in PATIENTS.items():
        patient = Patient(
            id=uid(key), mrn=mrn, given=given, family=family, birth_date=born, site_id=uid(site),
            email=f"{key}@example.org", phone="(502) 555-0118", postal_code="40202", created_at=LONG_AGO,
        )  # fmt: skip
        db.add(patient)
        db.flush()
        db.add_all(PatientWord(word=word, patient_id=patient.id) for word in search_words(patient))
        _account(db, key, patient_id=uid(key))
    for key, (name, title, role, pools, sites) in STAFF.items():
        db.add(Staff(id=uid(key), name=name, title=title, all_sites=sites is None))
        db.flush()
        db.add(StaffRole(staff_id=uid(key), role=role))
        db.add_all(StaffPool(staff_id=uid(key), pool_id=uid(pool)) for pool in pools)
        db.add_all(StaffSite(staff_id=uid(key), site_id=uid(site)) for site in sites or [])
        _account(db, key, staff_id=uid(key))


def _account(db: Db, key: str, **whose: UUID) -> None:
    account = Account(
        id=uid(f"account {key}"), email=f"{key}@example.org", email_confirmed_at=LONG_AGO, created_at=LONG_AGO, **whose
    )
    db.add(account)
    db.flush()
    db.add(TermsAcceptance(account_id=account.id, version=1, accepted_at=LONG_AGO))
    now = datetime.now(UTC)
    # copied for hours of tests: who is signed in here was there, and proved who they are, a moment ago all the time
    later = now + timedelta(hours=6)
    db.add(
        Session(
            id=uid(f"session {key}"), key_hash=hash_of(cookie(key)), account_id=account.id, stage=Stage.FULL,
            created_at=now, seen_at=later, proved_at=later, expires_at=now + timedelta(hours=12),
            address="127.0.0.1", browser="Test browser",
        )
    )  # fmt: skip


def person(name: str) -> Actor:
    """The actor of a named person, signed in; "nobody" is nobody."""
    return NOBODY if name == "nobody" else wiring.who(hash_of(cookie(name)).hex(), "127.0.0.1")
