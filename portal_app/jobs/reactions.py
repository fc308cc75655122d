"""What follows from a fact, and what is done again and again: each name is a job, each job calls one service."""

import time
from datetime import timedelta
from inspect import isfunction
from uuid import UUID

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.adapters import anchor, links
from portal_app.adapters.mail import Letter
from portal_app.errors import AddressGone
from portal_app.jobs import runner
from portal_app.jobs.runner import Reaction
from portal_app.services import (
    break_glass,
    education,
    forms,
    indexing,
    invitations,
    mail,
    messages,
    notices,
    recovery,
    release,
    retention,
    reviews,
    sealing,
    sessions,
)
from portal_app.services.sealing import Head
from portal_app.wiring import begin

KEPT = timedelta(days=30)
"""How long a done job's row is kept."""
A_WHILE = 30.0
"""Seconds after which a long job hands on to the next, so that it ends well within its lease."""


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
        mark = mail.mark_of(work, key)
        letter = Letter(mail_id, row.to, row.subject, row.text, row.html, row.written_at, mark)
    try:
        if house.post is not None:
            house.post.send(letter)
    except AddressGone:
        with begin(SYSTEM) as work:
            mail.note_refused(work, key)
        return
    with begin(SYSTEM) as work:
        mail.note_sent(work, key)


def end_idle_sessions() -> None:
    """End the sessions whose time is over, so that their browsers are thrown out."""
    with begin(SYSTEM) as work:
        sessions.end_overdue(work)


def announce_released(**mark: str | int) -> None:
    """Tell patients of what they may see since the last round, each in a Work of their own."""
    with begin(SYSTEM, reads=True) as work:
        found = notices.look_for_news(work, mark)
    for patient_id in found.patients:
        with begin(SYSTEM) as work:
            notices.announce(work, patient_id, found.mark["begun"])
    with begin(SYSTEM) as work:
        notices.note_round(work, "announce_released", found.mark)


def mail_notices() -> None:
    """Write the letters about what is new that are due, each in a Work of its own."""
    with begin(SYSTEM, reads=True) as work:
        found = notices.due(work)
    for account_id in found:
        with begin(SYSTEM) as work:
            notices.mail(work, account_id)


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


def check_links() -> None:
    """Ask whether the pages that the clinic links to still answer; the network is asked outside any Work."""
    with begin(SYSTEM, reads=True) as work:
        found = education.due(work)
    for page_id, link in found:
        answered = links.answers(link)
        with begin(SYSTEM) as work:
            education.note(work, page_id, link, answered)


def index_again(after: str = "", run: str = "") -> None:
    """Make the chart's columns again, for half a minute; what is left is a job of its own.

    `run` is which upgrade asked for it.
    """
    key, until = (UUID(after) if after else None), time.monotonic() + A_WHILE
    while time.monotonic() < until:
        with begin(SYSTEM) as work:
            key = indexing.again(work, key)
        if key is None:
            return
    with begin(SYSTEM) as work:
        work.enqueue("index_again", {"after": str(key), "run": run}, key=f"index {run} after {key}")


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


def file_comment(review_id: str, **_: object) -> None:
    """File what a clinician said about a result in the patient's chart."""
    with begin(SYSTEM) as work:
        reviews.file(work, UUID(review_id))


def ask_for_reviews(patient_id: str, **_: object) -> None:
    """Ask staff for the reviews and comments that a patient's results wait for."""
    with begin(SYSTEM) as work:
        reviews.ask(work, UUID(patient_id))


AT_ONCE = 0.5
"""Seconds that one stretch of the walk below may take: mail and everything else that is asked for goes in between."""
RESTS = 12.0
"""Of the time that a step took, so long it stands back."""


def apply_release_rules(edition: int, after: str = "", **_: object) -> None:
    """Walk the patients with the newest rules, in short steps, and a job of its own from where this one stops."""
    until, place = time.monotonic() + AT_ONCE, UUID(after) if after else None
    while True:
        began = time.monotonic()
        with begin(SYSTEM, reads=True) as work:
            stretch = release.next_stretch(work, edition, place)
        _stand_back(began)
        for piece in stretch.pieces:
            began = time.monotonic()
            with begin(SYSTEM) as work:
                release.store(work, edition, piece)
            _stand_back(began)
        for patient_id in stretch.behind:
            began = time.monotonic()
            with begin(SYSTEM) as work:
                release.reach(work, patient_id)
            _stand_back(began)
        place = stretch.last
        if place is None or time.monotonic() > until:
            break
    with begin(SYSTEM) as work:
        if place is None:
            release.note_applied(work, edition)
        else:
            work.enqueue("apply_release_rules", {"edition": edition, "after": str(place)})


def _stand_back(began: float) -> None:
    time.sleep(RESTS * (time.monotonic() - began))


REACTIONS: dict[str, Reaction] = {
    name: job
    for name, job in globals().items()
    if isfunction(job) and job.__module__ == __name__ and not name.startswith("_")
}
"""Every job by its name."""
