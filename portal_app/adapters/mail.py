"""Mail leaves through the clinic's own SMTP server, always over TLS unless that server is this machine."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from portal_app.errors import NeverAgain, SettingsError

PATIENCE = 10.0
"""Seconds to wait for each answer of the server."""
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Letter:
    """What goes out. `id` is the row's: sent twice, both carry the same Message-ID and count as one."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime


class Post:
    """The way to the SMTP server that PORTAL_SMTP_URL names."""

    def __init__(self, url: str, sender: str, domain: str, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._from_the_start = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or (465 if self._from_the_start else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender, self._domain = sender, domain
        self._tls = tls or ssl.create_default_context()

    def send(self, letter: Letter) -> None:
        """Hand one letter over. A refusal for good is NeverAgain; anything else may be tried later."""
        with self._server() as server:
            try:
                server.send_message(self._envelope(letter))
            except smtplib.SMTPRecipientsRefused as refused:
                if all(code >= 500 for code, _ in refused.recipients.values()):
                    raise NeverAgain("The address does not take mail.") from None
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

    def _envelope(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, letter.to, letter.subject
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = f"<{letter.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
        return message
