"""Reports of mail servers: what counts, which letter they show, and that no bytes make them fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.rules.mail_reports import BOUNCE, COMPLAINT, HEADER, read
from tests.rules.mail_reports import bounce, complaint

ID, PROOF = "abcdefghijklmnopqrstuvwxyz", "234567abcdefghij"
MARK = f"{ID}-{PROOF}"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: Out of office\n\nI am away.",
        b"Subject: Undeliverable\n\n550 5.1.1 no such user",
        bounce(action="delayed", status="4.4.1"),
        bounce(action="failed", status="4.2.2"),
        bounce(action="delivered", status="2.0.0"),
        complaint(f"{HEADER}: {MARK}\nSubject: x", feedback="not-spam"),
        complaint(f"{HEADER}: {MARK}\nSubject: x", feedback="auth-failure"),
    ],
    ids=range(8),
)
def test_what_is_not_final_is_no_report(raw: bytes) -> None:
    assert read(raw).kind == ""


@pytest.mark.parametrize(
    "raw",
    [
        bounce(to=f"bounces+{MARK}@clinic.org"),
        bounce(to=f"Bounces+{MARK.upper()}@Clinic.org"),
        bounce(original=f"{HEADER}: {MARK}\nSubject: Hello\n\nHello"),
        bounce(original=f"Return-Path: <bounces+{MARK}@clinic.org>\nSubject: Hello", kind="text/rfc822-headers"),
        b"Delivered-To: bounces+" + MARK.encode() + b"@clinic.org\n" + bounce(),
    ],
    ids=range(5),
)
def test_a_letter_that_came_back_shows_its_mark(raw: bytes) -> None:
    found = read(raw)
    assert (found.kind, found.marks) == (BOUNCE, ((ID, PROOF),))


def test_the_mail_server_may_say_where_the_report_came_to() -> None:
    assert read(bounce(), f"bounces+{MARK}@clinic.org").marks == ((ID, PROOF),)
    assert read(bounce()).marks == ()


def test_a_complaint_shows_the_letter_it_is_about() -> None:
    found = read(complaint(f"{HEADER}: {MARK}\nSubject: Hello\n\nHello"))
    assert (found.kind, found.marks) == (COMPLAINT, ((ID, PROOF),))


def test_a_mark_in_a_letters_words_is_none() -> None:
    assert read(bounce(original=f"Subject: Hello\n\n{MARK}")).marks == ()


@given(st.binary(max_size=2000), st.integers(0, 1200), st.integers(0, 1200))
def test_no_bytes_make_it_fail(noise: bytes, start: int, end: int) -> None:
    whole = bounce(to=f"bounces+{MARK}@clinic.org")
    for raw in (noise, whole[:start] + noise + whole[end:]):
        assert read(raw).kind in ("", BOUNCE, COMPLAINT)
