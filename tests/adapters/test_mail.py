"""Letters over a real SMTP server: encrypted, refused, put off, and away."""

import smtplib
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal_app.adapters import mail
from portal_app.adapters.mail import Letter, Post
from portal_app.errors import AddressGone, NeverAgain, SettingsError
from tests.adapters.post_office import PostOffice
from tests.journeys.running import free_port

LETTER = Letter(
    "0198", "ana@example.org", "Maple Street: something new", "Please sign in. ¡Gracias!", "<p>Please sign in.</p>",
    datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
)  # fmt: skip


def post(office: PostOffice, url: str = "") -> Post:
    return Post(url or office.url, "portal@clinic.org", "portal.clinic.org", getattr(office, "trust", None))


def test_a_server_elsewhere_without_encryption_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "HERE", ())
    with PostOffice(tmp_path) as office, pytest.raises(SettingsError):
        post(office).send(LETTER)
    assert office.letters == []


@pytest.mark.parametrize("tls", ["smtps", "starttls"])
def test_a_server_whose_certificate_we_do_not_trust_gets_nothing(tmp_path: Path, tls: str) -> None:
    with PostOffice(tmp_path, tls=tls) as office, pytest.raises(ssl.SSLCertVerificationError):
        Post(office.url, "portal@clinic.org", "portal.clinic.org").send(LETTER)
    assert office.letters == []


@pytest.mark.slow
def test_a_wrong_password_is_an_error_that_may_pass(tmp_path: Path) -> None:
    with PostOffice(tmp_path, tls="starttls", password="right") as office, pytest.raises(smtplib.SMTPException):
        post(office, office.url.replace("//", "//portal:wrong@")).send(LETTER)
    assert office.letters == []


@pytest.mark.parametrize("at", ["rcpt_answer", "data_answer"])
def test_what_is_refused_for_good_is_never_again(tmp_path: Path, at: str) -> None:
    with PostOffice(tmp_path) as office:
        setattr(office, at, "550 No such person")
        with pytest.raises(NeverAgain):
            post(office).send(LETTER)


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        ("550 No such person", True),
        ("550 5.1.1 <ana@example.org>: unknown", True),
        ("552 5.2.2 Mailbox full", True),
        ("553 Mailbox name not allowed", True),
        ("550 5.7.1 Relaying denied", False),
        ("554 5.4.1 No route", False),
        ("530 Sign in first", False),
    ],
)
def test_an_address_that_is_gone_is_told_from_a_server_that_refuses_us(tmp_path: Path, answer: str, gone: bool) -> None:
    with PostOffice(tmp_path) as office:
        office.rcpt_answer = answer
        with pytest.raises(NeverAgain) as refused:
            post(office).send(LETTER)
    assert isinstance(refused.value, AddressGone) is gone


def test_a_letter_carries_its_mark_and_comes_back_to_an_address_of_its_own(tmp_path: Path) -> None:
    mark = "abcdefghijklmnopqrstuvwxyz-234567abcdefghij"
    with PostOffice(tmp_path) as office:
        Post(office.url, "portal@clinic.org", "clinic.org").send(replace(LETTER, mark=mark))
        Post(office.url, "portal@clinic.org", "clinic.org", bounces="bounces@clinic.org").send(
            replace(LETTER, mark=mark)
        )
    assert office.senders == ["portal@clinic.org", f"bounces+{mark}@clinic.org"]
    assert [(letter["From"], letter["X-Portal-Letter"]) for letter in office.letters] == [
        ("portal@clinic.org", mark)
    ] * 2


@pytest.mark.parametrize("at", ["rcpt_answer", "data_answer"])
def test_what_is_put_off_may_be_tried_again(tmp_path: Path, at: str) -> None:
    with PostOffice(tmp_path) as office:
        setattr(office, at, "451 Come back later")
        with pytest.raises(smtplib.SMTPException):
            post(office).send(LETTER)
        setattr(office, at, "")
        post(office).send(LETTER)
    assert len(office.letters) == 1


def test_a_server_that_is_down_may_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(ConnectionRefusedError):
        Post(f"smtp://localhost:{free_port()}", "a@clinic.org", "clinic.org").reach()


@pytest.mark.parametrize("tls", ["", "smtps", "starttls"])
def test_a_letter_arrives_whole(tmp_path: Path, tls: str) -> None:
    with PostOffice(tmp_path, tls=tls, password="p@ss" if tls else "") as office:
        url = office.url.replace("//", "//portal:p%40ss@") if tls else office.url
        post(office, url).send(LETTER)
    (arrived,) = office.letters
    assert office.recipients == ["ana@example.org"]
    assert arrived["Message-ID"] == "<0198@portal.clinic.org>"
    assert (arrived["From"], arrived["Subject"]) == ("portal@clinic.org", "Maple Street: something new")
    text, html = arrived.get_payload()
    assert "¡Gracias!" in text.get_payload(decode=True).decode()
    assert html.get_content_type() == "text/html"


def test_the_same_letter_sent_twice_has_the_same_message_id(tmp_path: Path) -> None:
    with PostOffice(tmp_path) as office:
        post(office).send(LETTER)
        post(office).send(LETTER)
    assert len({letter["Message-ID"] for letter in office.letters}) == 1
