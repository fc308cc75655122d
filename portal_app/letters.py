"""The letters that the portal mails: that something is new, never what. Written in the Work that they belong to."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from portal_app.catalogue import say, say_count, speaking
from portal_app.models import Account, Mail, MailTrouble, new_id
from portal_app.work import Work


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain words, and at most one link."""

    subject: str
    lines: tuple[str, ...]
    link: tuple[str, str] | None = None
    """What the link says, and where it leads."""


def stopped(work: Work, address: str) -> bool:
    """Whether mail to this address came back, or somebody complained about it, and that is not settled."""
    open_now = select(col(MailTrouble.id)).where(
        col(MailTrouble.address) == address.lower(), col(MailTrouble.settled_at).is_(None)
    )
    return work.session.scalars(open_now.limit(1)).first() is not None


def send(work: Work, to: str, letter: Letter, account: Account | None = None, id: UUID | None = None) -> Mail:
    """Write a letter that somebody asked for just now; it leaves after this Work is committed.

    The same `id` is written once. What the portal writes of its own accord goes through `tell`, which knows where mail
    does not arrive.
    """
    if id and (written := work.session.get(Mail, id)):
        return written
    clinic = work.clinic
    end = [clinic.name, clinic.phone] if clinic.phone else [clinic.name]
    sign_off = say("This address does not read answers. Please call us or write to us in the portal.")
    mail = Mail(
        id=id or new_id(),
        to=to,
        subject=letter.subject[:200],
        text=_text(letter, end, sign_off),
        html=_html(letter, end, sign_off),
        account_id=account.id if account else None,
        written_at=work.now,
    )
    work.add(mail)
    work.enqueue("send_mail", {"mail_id": str(mail.id)}, key=f"mail {mail.id}")
    return mail


def tell(
    work: Work, account: Account, letter: Callable[[Work], Letter], *, to: str = "", id: UUID | None = None
) -> Mail | None:
    """Send a notice in the account's language to its address, if that was confirmed (S7) and takes mail; `to` names an
    older one."""
    address = to or (account.email if account.email_confirmed_at else "")
    if not address or stopped(work, address):
        return None
    with speaking(account.language):
        return send(work, address, letter(work), account, id)


def invitation(work: Work, secret: str, days: int) -> Letter:
    """To a patient or a new colleague: the way to a first account."""
    return Letter(
        say("Your invitation to the {clinic} portal", clinic=work.clinic.name),
        (
            say("Hello,"),
            say("{clinic} invites you to its portal, a safe place to read and write online.", clinic=work.clinic.name),
            say("Setting it up takes about two minutes. The link works for {n} days and for you only.", n=days),
            say("If you did not expect this letter, you can throw it away."),
        ),
        (say("Set up my account"), link(work, "invite", secret)),
    )


def invited_elsewhere(work: Work) -> Letter:
    """To the address in the chart: an invitation went to another one."""
    return Letter(
        say("Your invitation went to another address"),
        (
            say("Hello,"),
            say(
                "{clinic} has invited you to its portal and was asked to write to another address of yours.",
                clinic=work.clinic.name,
            ),
            say("If that was your wish, there is nothing to do. If it was not, call us right away."),
        ),
    )


def confirmation(work: Work, secret: str) -> Letter:
    """To a new address: is it yours?"""
    return Letter(
        say("Please confirm your email address"),
        (
            say("Hello,"),
            say("Somebody, we hope you, gave us this address for an account of the portal."),
            say("Confirm it with the link. It works for 24 hours. If it was not you, throw this letter away."),
        ),
        (say("Confirm this address"), link(work, "confirm", secret)),
    )


def recovery(work: Work, secret: str) -> Letter:
    """To the confirmed address of an account whose person cannot sign in."""
    return Letter(
        say("Getting back in to the portal"),
        (
            say("Hello,"),
            say("Somebody, we hope you, asked for help to sign in. The link works for one hour and one time."),
            say("If it was not you, do nothing: your account stays as it is."),
        ),
        (say("Get back in"), link(work, "recover/link", secret)),
    )


def account_changed(work: Work) -> Letter:
    """To the address before the change: how one signs in was changed."""
    return Letter(
        say("Your account was changed"),
        (
            say("Hello,"),
            say("The way to sign in to your account was changed just now."),
            say("If that was you, there is nothing to do. If it was not, call us right away."),
        ),
        (say("Look at my account"), f"{work.settings.public_origin}/account"),
    )


def recovered(work: Work) -> Letter:
    """To the account's address: somebody got back in without the old way."""
    return Letter(
        say("Someone got back in to your account"),
        (
            say("Hello,"),
            say("Your account was opened again with a new way to sign in. The old ways were switched off."),
            say("If that was you, there is nothing to do. If it was not, call us right away."),
        ),
        (say("Look at my account"), f"{work.settings.public_origin}/account"),
    )


def something_new(work: Work) -> Letter:
    """To a patient: there is something to read in the portal."""
    return _news(
        work,
        say("You have something new in the portal"),
        say("There is something new for you. Sign in to read it."),
    )


def new_result(work: Work) -> Letter:
    """To a patient: a result is there; not which one, nor of what."""
    return _news(work, say("You have a new result"), say("Sign in to see it."))


def new_message(work: Work) -> Letter:
    """To a patient: somebody wrote to them; not who, nor about what."""
    return _news(work, say("You have a new message"), say("Sign in to read it."))


def asks_for_answers(work: Work) -> Letter:
    """To a patient: the clinic waits for their answers; not which ones, nor why."""
    return _news(
        work,
        say("Your care team waits for your answers"),
        say("There is something for you to fill in. Sign in to see it. You can stop and go on later."),
    )


def several_new(work: Work, count: int) -> Letter:
    """To a patient: so many things are new; nothing of what they are."""
    new = say_count("You have {n} new thing in the portal", "You have {n} new things in the portal", n=count)
    return _news(work, new, say("Sign in to see what is new."))


def _news(work: Work, subject: str, line: str) -> Letter:
    """A letter about something new: one sentence, and the way to sign in, from which the portal leads on."""
    return Letter(subject, (say("Hello,"), line), (say("Sign in"), work.settings.public_origin))


def record_opened(work: Work) -> Letter:
    """To the clinic's admins: somebody opened a record outside their sites."""
    return Letter(
        say("Someone opened a record outside their site"),
        (
            say("Hello,"),
            say("A member of staff opened one record at another site and gave a reason. Please look at it."),
        ),
        (say("Open the audit trail"), f"{work.settings.public_origin}/staff/audit"),
    )


def link(work: Work, page: str, secret: str) -> str:
    """A link whose secret stands after the `#`: browsers send that part to no server, so it is in no log."""
    return f"{work.settings.public_origin}/{page}#{quote(secret)}"


def _text(letter: Letter, end: list[str], sign_off: str) -> str:
    way = [f"{letter.link[0]}:\n{letter.link[1]}"] if letter.link else []
    parts = [*letter.lines, *way, "\n".join(end), sign_off]
    return "\n\n".join(parts) + "\n"


def _html(letter: Letter, end: list[str], sign_off: str) -> str:
    first = "".join(f"<p>{escape(line)}</p>" for line in letter.lines)
    way = ""
    if letter.link:
        words, to = (escape(part, quote=True) for part in letter.link)
        way = f'<p><a href="{to}" style="color:#0b5d66;font-weight:600">{words}</a></p>'
    last = f'<p>{"<br>".join(escape(line) for line in end)}</p><p style="color:#50626a">{escape(sign_off)}</p>'
    style = "font:17px/1.5 system-ui,sans-serif;color:#1d2b30;max-width:34em"
    return f'<!doctype html><html><body style="{style}">{first}{way}{last}</body></html>'
