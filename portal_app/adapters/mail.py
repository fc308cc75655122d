"""Mail leaves through the clinic's own SMTP server, always over TLS unless that server is this machine."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from portal_app.errors import AddressGone, NeverAgain, SettingsError
from portal_app.rules.mail_reports import HEADER

PATIENCE = 10.0
"""Seconds to wait for each answer of the server."""
HERE = ("localhost", "127.0.0.1", "::1")
_STATUS = re.compile(rb"\s*5\.(\d{1,3})\.\d{1,3}(?![.\d])")


@dataclass(frozen=True)
class Letter:
    """What goes out. `id` is the row's: sent twice, both carry the same Message-ID and count as one."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    mark: str = ""
    """By which a report about it is known to be none that somebody made up."""


class Post:
    """The way to the SMTP server that PORTAL_SMTP_URL names."""

    def __init__(
        self, url: str, sender: str, domain: str, tls: ssl.SSLContext | None = None, bounces: str = ""
    ) -> None:
        parts = urlsplit(url)
        self._from_the_start = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or (465 if self._from_the_start else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender, self._domain, self._bounces = sender, domain, bounces
        self._tls = tls or ssl.create_default_context()

    def send(self, letter: Letter) -> None:
        """Hand one letter over. A refusal for good is NeverAgain; anything else may be tried later."""
        with self._server() as server:
            try:
                server.send_message(self._envelope(letter), from_addr=self._comes_back_to(letter))
            except smtplib.SMTPRecipientsRefused as refused:
                answers = refused.recipients.values()
                if all(_is_gone(*answer) for answer in answers):
                    raise AddressGone("The address does not take mail.") from None
                if all(code >= 500 for code, _ in answers):
                    raise NeverAgain("The mail server refused the letter.") from None
                raise
            except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refused:
                if refused.smtp_code >= 500:
                    raise NeverAgain("The mail server refused the letter.") from None
                raise

    def reach(self) -> None:
        """Connect and sign in, send nothing; fails as `send` would."""
        with self._server() as server:
            server.noop()

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        if self._from_the_start:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=PATIENCE, context=self._tls)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=PATIENCE)
        with server:
            if not self._from_the_start:
                self._encrypt(server)
            if self._user:
                server.login(self._user, self._password)
            yield server

    def _encrypt(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=self._tls)
        elif self._host not in HERE:
            raise SettingsError("The mail server offers no encryption (STARTTLS). Use one that does, or smtps://.")

    def _comes_back_to(self, letter: Letter) -> str | None:
        """Where other mail servers report: an address of this letter's own, if the clinic has set one up."""
        if not (self._bounces and letter.mark):
            return None
        local, _, domain = self._bounces.rpartition("@")
        return f"{local}+{letter.mark}@{domain}"

    def _envelope(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, letter.to, letter.subject
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = f"<{letter.id}@{self._domain}>"
        if letter.mark:
            message[HEADER] = letter.mark
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
        return message


def _is_gone(code: int, words: bytes) -> bool:
    """Whether a refusal is about the address (RFC 3463: 5.1.x, 5.2.x), not about us, our server or the letter."""
    if status := _STATUS.match(words):
        return status[1] in (b"1", b"2")
    return code in (550, 551, 553)
