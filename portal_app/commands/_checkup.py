"""What `portal doctor` looks at. Each check gives a sentence: what is well, or `Ill`: what is not and what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import redis
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal_app import frontend, keys, migrations, releasing
from portal_app.access.actor import SYSTEM
from portal_app.adapters import anchor, paper
from portal_app.commands import _ready
from portal_app.commands.backup import noted
from portal_app.database import path_of
from portal_app.errors import PortalError
from portal_app.models import FactRow, Job, JobState, MailTrouble
from portal_app.rules import exposed
from portal_app.rules.release_packs import outdated
from portal_app.rules.release_plan import planned
from portal_app.services import sealing
from portal_app.services.sealing import Head
from portal_app.wiring import House, begin

ROOM = 2 * 1024**3
"""Free bytes below which a clinic should act."""
DRIFT = timedelta(seconds=5)
LATE = timedelta(minutes=10)
BACKUP_AGE = timedelta(hours=26)
"""A daily backup, and some time to make it."""


class Ill(Exception):
    """Something to mend; the text says what to do."""


def settings_fit(house: House) -> str:
    """The settings were read already: say which kind of portal this is."""
    here = house.settings
    where = "the embedded database" if here.embedded else "PostgreSQL"
    return f"{here.mode} with {where}, {here.processes} process(es), files in {here.home}"


def home_is_private(house: House) -> str:
    """Nobody else on the machine may read the key or the database."""
    home = house.settings.home
    private = [keys.path_of(home).parent, keys.path_of(home)]
    for path in [*private, path_of(home), home / "backups", home / "uploads"]:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & (0o077 if path in private else 0o007):
            raise Ill(f"Others can read {path}. Run: chmod -R go-rwx {home}")
    return "only the portal's own user reads the key and the data"


def database_answers(house: House) -> str:
    """It opens, nobody reads along, and what lies on the disk is unreadable without the key."""
    if fault := exposed.postgres(house.settings.database_url, os.environ):
        raise Ill(fault)
    try:
        migrations.current(house.engine)
    except DBAPIError:
        raise Ill(_ready.unreachable(house)) from None
    if not house.settings.embedded:
        return "PostgreSQL answers (encrypt its disk: the portal encrypts single columns only)"
    if path_of(house.settings.home).read_bytes()[:15] == b"SQLite format 3":
        raise Ill("The database file is not encrypted. Take the portal off the network and restore a backup.")
    return "the database opens and its file is encrypted"


def migrations_are_current(house: House) -> str:
    """The database has the shape that this version wants."""
    current = migrations.current(house.engine)
    if current != migrations.newest():
        raise Ill("The database does not have this version's shape. Run: portal migrate")
    return f"the database is at {current}, the newest"


def clinic_is_set_up(house: House) -> str:
    """There is a clinic; it is the demo clinic under demo settings and under no others."""
    if not _ready.has_clinic(house):
        raise Ill(_ready.NO_CLINIC)
    if house.settings.demo:
        try:
            _ready.demand_demo(house)
        except PortalError as error:
            raise Ill(error.sentence) from None
    elif _ready.is_demo(house):
        raise Ill("This is the demo clinic: everybody knows its passwords. Use another PORTAL_HOME or database.")
    return "the clinic is set up"


def pages_are_built(house: House) -> str:
    """What browsers load is there."""
    if frontend.current() is None:
        raise Ill("The pages are not built. Run: portal build")
    return "the pages are built"


def browsers_come_over_tls(house: House) -> str:
    """Patients reach a clinic's portal by https only; the settings refuse anything else in production."""
    if house.settings.demo:
        return f"the demo answers at {house.settings.public_origin} on this machine; a clinic's portal needs https"
    if house.settings.proxies == 0:
        raise Ill("Set PORTAL_PROXIES to the number of proxies in front (usually 1): else a lockout hits everybody.")
    return f"people come in at {house.settings.public_origin}"


def mail_leaves(house: House) -> str:
    """The mail server takes our connection."""
    if house.post is None:
        return "the demo keeps its mail; a clinic's portal needs PORTAL_SMTP_URL"
    try:
        house.post.reach()
    except PortalError as error:
        raise Ill(error.sentence) from None
    except OSError as error:
        raise Ill(f"The mail server does not take us ({type(error).__name__}). Check PORTAL_SMTP_URL.") from None
    return "the mail server answers"


def mail_arrives(house: House) -> str:
    """How many addresses mail does not reach: staff have a task for each patient, so that this is no illness."""
    with Session(house.engine) as session:
        stopped = session.scalar(select(func.count()).select_from(MailTrouble).where(MailTrouble.settled_at.is_(None)))
    if stopped:
        return f"mail to {stopped} address(es) came back or was unwanted, and is stopped; tasks say whose"
    hint = "" if house.settings.mail_bounces else "; set PORTAL_MAIL_BOUNCES to hear of what comes back later"
    return f"no mail came back{hint}"


def redis_answers(house: House) -> str:
    """Several processes meet there."""
    if not house.settings.redis_url:
        return "not needed: one process"
    if fault := exposed.redis(house.settings.redis_url):
        raise Ill(fault)
    try:
        redis.Redis.from_url(house.settings.redis_url, socket_timeout=5).ping()
    except redis.RedisError as error:
        raise Ill(f"Redis does not answer ({type(error).__name__}). Check PORTAL_REDIS_URL.") from None
    return "Redis answers"


def disk_has_room(house: House) -> str:
    """Room for the database to grow and a backup to be made."""
    free = shutil.disk_usage(house.settings.home).free
    if free < ROOM:
        raise Ill(f"Only {free / 1e9:.1f} GB are free at {house.settings.home}. Make room or move it.")
    return f"{free / 1e9:.0f} GB free"


def clocks_agree(house: House) -> str:
    """Codes, time limits and the audit trail need the right time."""
    with Session(house.engine) as session:
        theirs = session.scalar(select(func.now()))
    now = datetime.now(UTC)
    away = abs(now - theirs.replace(tzinfo=theirs.tzinfo or UTC)) if theirs else timedelta.max
    if away > DRIFT:
        raise Ill(f"The database's clock is {away.total_seconds():.0f} s away from ours. Set up time synchronisation.")
    newest = _newest_fact(house)
    if newest and newest > now + DRIFT:
        raise Ill("The clock was put back: the audit trail knows a later time. Set up time synchronisation.")
    return "the clock agrees with the database's"


def audit_trail_holds(house: House) -> str:
    """Every fact is where it was, and the head noted outside the database is in the chain."""
    try:
        text = anchor.read(house.settings.home, house.keys)
    except PortalError as error:
        raise Ill(error.sentence) from None
    with begin(SYSTEM, reads=True) as work:
        verdict = sealing.verify(work, Head.read(text) if text else None)
    if verdict.fault:
        raise Ill(f"{verdict.fault} Keep everything as it is, and find out who had access.")
    return f"{verdict.head.position} facts sealed, {verdict.waiting} waiting"


def jobs_are_done(house: House) -> str:
    """Nothing has given up, nothing waits long past its time."""
    now = datetime.now(UTC)
    with Session(house.engine) as session:
        failed = session.scalars(select(Job.name).where(Job.state == JobState.FAILED)).all()
        troubled = session.scalars(select(Job.name).where(Job.key.startswith("every:"), Job.problem != "")).all()
        late = select(func.count()).where(Job.state == JobState.WAITING, Job.run_at < now - LATE)
        waiting = session.scalar(late.select_from(Job))
    if failed or troubled:
        names = ", ".join(sorted({*failed, *troubled}))
        raise Ill(f"{len(failed) + len(troubled)} job(s) failed: {names}. The log says why.")
    if waiting:
        raise Ill(f"{waiting} job(s) are more than ten minutes late. Is the portal running?")
    return "nothing failed, nothing late"


def backups_are_fresh(house: House) -> str:
    """A backup that is a day old at most."""
    path = noted(house.settings.home)
    if not path.exists():
        if house.settings.demo:
            return "none yet; the demo needs none"
        raise Ill("There is no backup yet. Run: portal backup, and put it on a timer (docs/deploy.md)")
    made = datetime.fromisoformat(path.read_text())
    if datetime.now(UTC) - made > BACKUP_AGE:
        raise Ill(f"The last backup was made at {made:%Y-%m-%d %H:%M} UTC. Look at the timer that makes them.")
    return f"the last one was made at {made:%Y-%m-%d %H:%M} UTC"


def pdfs_can_be_made(house: House) -> str:
    """Patients can save their record to read it elsewhere."""
    if not paper.works():
        raise Ill("Records cannot be saved as PDF. Run: sudo apt install libpango-1.0-0 libpangoft2-1.0-0")
    return "records can be saved as PDF"


def _newest_fact(house: House) -> datetime | None:
    with Session(house.engine) as session:
        return session.scalar(select(FactRow.at).order_by(FactRow.seq.desc()).limit(1))


def rules_have_arrived(house: House) -> str:
    """The newest release rules have reached all records, and the laws in them are those that are shipped."""
    with begin(SYSTEM, reads=True) as work:
        found = releasing.edition(work)
        if found is None:
            return "everything is shown to patients at once: nobody has changed the rules"
        n, made_at, done = found.edition, found.made_at, found.applied_at is not None
        old = outdated(planned(found.body))
    if old:
        raise Ill(f"The laws of {', '.join(old)} have a newer text in this version. Open Rules and save them again.")
    if not done and datetime.now(UTC) - made_at > LATE:
        raise Ill(f"Edition {n} of the release rules has not reached all records. Is the portal running?")
    return f"edition {n} " + ("holds for all records" if done else "is on its way to all records")


CHECKS: dict[str, Callable[[House], str]] = {
    "Settings": settings_fit,
    "Keys and files": home_is_private,
    "Database": database_answers,
    "Migrations": migrations_are_current,
    "Clinic": clinic_is_set_up,
    "Pages": pages_are_built,
    "Address": browsers_come_over_tls,
    "Mail": mail_leaves,
    "Mail's way": mail_arrives,
    "Redis": redis_answers,
    "Disk": disk_has_room,
    "Clock": clocks_agree,
    "Audit trail": audit_trail_holds,
    "Jobs": jobs_are_done,
    "Release rules": rules_have_arrived,
    "Backup": backups_are_fresh,
    "PDF": pdfs_can_be_made,
}


def examine(house: House) -> Iterator[tuple[str, bool, str]]:
    """Every check in turn: its name, whether all is well, and the sentence."""
    for name, check in CHECKS.items():
        try:
            yield name, True, check(house)
        except Ill as ill:
            yield name, False, str(ill)
        except DBAPIError:
            yield name, False, "Could not be checked: mend the database first."
