"""A real SMTP server on this machine that keeps what it is given, and refuses what it is told to refuse."""

import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.journeys.running import free_port


class PostOffice:
    """`with PostOffice() as office: Post(office.url, ...)`; `office.letters` is what arrived."""

    def __init__(self, folder: Path, *, tls: str = "", password: str = "") -> None:
        self.letters: list[Message] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        self.rcpt_answer = self.data_answer = ""
        self._password = password
        more: dict[str, object] = {}
        if tls:
            server, self.trust = certificate(folder)
            more = {"ssl_context": server} if tls == "smtps" else {"tls_context": server}
        if password:
            more |= {"authenticator": self._check, "auth_require_tls": tls == "starttls", "auth_required": True}
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **more)
        self.url = f"{'smtps' if tls == 'smtps' else 'smtp'}://localhost:{self.port}"

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None):
        self._controller.stop()

    def _check(self, server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=isinstance(data, LoginPassword) and data.password.decode() == self._password)

    async def handle_RCPT(self, server: object, session: object, envelope: Envelope, address: str, options: list[str]):
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        if self.data_answer:
            return self.data_answer
        self.letters.append(message_from_bytes(envelope.original_content or b""))
        self.recipients += envelope.rcpt_tos
        self.senders.append(envelope.mail_from or "")
        return "250 Taken"


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for "localhost", and a client's that trusts it and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "post.pem", folder / "post.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))
