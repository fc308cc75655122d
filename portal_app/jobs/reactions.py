"""What follows from a fact, and what is done again and again: each name is a job, each job calls one service."""

import time
from datetime import timedelta
from inspect import isfunction
from uuid import UUID

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.adapters import anchor
from portal_app.adapters.mail import Letter
from portal_app.jobs import runner
from portal_app.jobs.runner import Reaction
from portal_app.services import (
    break_glass,
    forms,
    invitations,
    mail,
    messages,
    recovery,
    release,
    retention,
    sealing,
    sessions,
)
from portal_app.services.sealing import Head
from portal_app.wiring import begin

KEPT = timedelta(days=30)
"""How long a done job's row is kept."""


def seal_facts() -> None:
    """Chain the newest facts and note the head outside the database."""
    house = wiring.house()
    noted = anchor.read(house.settings.home, house.keys)
    with begin(SYSTEM) as work:
        head = sealing.seal(work, Head.read(noted) if noted else None)
    if str(head) != noted:
        anchor.write(house.settings.home, house.keys, str(head))


def send_mail(mail_id: str) -> None:
    """Hand a letter to the mail server; taken just before a crash, it goes again under the same Message-ID."""
    house, key = wiring.house(), UUID(mail_id)
    with begin(SYSTEM, reads=True) as work:
        row = mail.unsent(work, key)
        if row is None:
            return
        letter = Letter(mail_id, row.to, row.subject, row.text, row.html, row.written_at)
    if house.post is not None:
        house.post.send(letter)
    with begin(SYSTEM) as work:
        mail.note_sent(work, key)


def end_idle_sessions() -> None:
    """End the sessions whose time is over, so that their browsers are thrown out."""
    with begin(SYSTEM) as work:
        sessions.end_overdue(work)


def invite_newcomers() -> None:
    """Invite those whom the clinic wants invited by itself, each in a Work of their own."""
    with begin(SYSTEM, reads=True) as work:
        found = invitations.due(work)
    for patient_id in found:
        with begin(SYSTEM) as work:
            invitations.invite_due(work, patient_id)


def forget_done_jobs() -> None:
    """Take away the rows of jobs that were done long ago."""
    runner.forget(KEPT)


def forget_what_is_over() -> None:
    """Delete old sessions, links, letters and counts of misses."""
    with begin(SYSTEM) as work:
        retention.forget(work)


def answer_recovery(account: str = "", **_: object) -> None:
    """Mail a recovery link, if the address that was given is somebody's."""
    if account:
        with begin(SYSTEM) as work:
            recovery.answer(work, UUID(account))


def file_message(message_id: str, **_: object) -> None:
    """File a message in the patient's chart."""
    with begin(SYSTEM) as work:
        messages.file(work, UUID(message_id))


def tell_patient_of_reply(message_id: str, **_: object) -> None:
    """Write to the patient that there is something new."""
    with begin(SYSTEM) as work:
        messages.tell(work, UUID(message_id))


def tell_patient_of_form(form_id: str, **_: object) -> None:
    """Write to the patient that answers are asked for."""
    with begin(SYSTEM) as work:
        forms.tell(work, UUID(form_id))


def tell_admins_of_broken_glass(glass_id: str, **_: object) -> None:
    """Write to the clinic's admins that somebody opened a record outside their sites."""
    with begin(SYSTEM) as work:
        break_glass.tell_admins(work, UUID(glass_id))


AT_ONCE = 0.5
"""Seconds that one stretch of the walk below may take: mail and everything else that is asked for goes in between."""
RESTS = 1.0
"""Of the time that a patient took, so long nobody is kept from writing."""


def apply_release_rules(edition: int, after: str = "", **_: object) -> None:
    """Walk the patients with the newest rules: one Work each, and a job of its own from where this one stops."""
    until, place = time.monotonic() + AT_ONCE, UUID(after) if after else None
    while True:
        with begin(SYSTEM, reads=True) as work:
            stretch = release.next_stretch(work, edition, place)
        for patient_id in stretch.behind:
            began = time.monotonic()
            with begin(SYSTEM) as work:
                release.reach(work, patient_id)
            time.sleep(RESTS * (time.monotonic() - began))
        place = stretch.last
        if place is None or time.monotonic() > until:
            break
    with begin(SYSTEM) as work:
        if place is None:
            release.note_applied(work, edition)
        else:
            work.enqueue("apply_release_rules", {"edition": edition, "after": str(place)})


REACTIONS: dict[str, Reaction] = {
    name: job for name, job in globals().items() if isfunction(job) and job.__module__ == __name__
}
"""Every job by its name."""
