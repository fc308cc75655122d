"""From an invitation to the first page, and back in after a lost phone: in a real browser, as the person does it."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from portal_app import entry
from portal_app.access.actor import SYSTEM
from portal_app.models import Session
from portal_app.services import account, invitations
from portal_app.wiring import begin
from tests.journeys.running import Running
from tests.people import person, uid
from tests.services import doors as accounts

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(autouse=True)
def invitations_by_mail(portal: Running) -> None:
    """The clinic mails its invitations."""
    accounts.policy(in_person_codes=False)


def invite(n: int) -> str:
    """A new patient is invited; gives the link of the letter."""
    who = uid(f"jill {n}")
    accounts.newcomer(id=who, mrn=f"MS-30{n}", email=f"jill{n}@example.com")
    with begin(person("priya")) as work:
        invitations.invite(work, who)
    return link_in(f"jill{n}@example.com")


def link_in(email: str) -> str:
    """The link of the last letter to an address."""
    found = re.search(r"http\S+#\S+", accounts.letters(email)[-1].text)
    assert found
    return found[0]


def with_authenticator(page: Page) -> None:
    """The browser can make passkeys, and its person is always verified."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def prove(page: Page, link: str) -> None:
    """Open the link, show who you are, accept the terms."""
    page.goto(link)
    page.wait_for_url("**/invite/prove")
    assert "#" not in page.url
    fill_birth_date(page)
    page.get_by_label("One more detail").fill("0142")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/set-up/terms")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="I have read this and I agree").click()
    page.wait_for_url("**/set-up")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def fill_birth_date(page: Page) -> None:
    for part, value in (("Month", "8"), ("Day", "14"), ("Year", "1984")):
        page.get_by_label(part, exact=True).fill(value)


def add_app(page: Page) -> str:
    """Choose a password and add the app; gives the app's key."""
    page.get_by_role("link", name="Use a password").click()
    page.get_by_label("New password", exact=True).fill("password1")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert").filter(has_text="passwords that people use most")).to_be_visible()
    page.get_by_label("New password", exact=True).fill(accounts.PASSWORD)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/set-up/app")
    expect(page.get_by_alt_text("QR code for your authenticator app")).to_be_visible()
    key = (page.locator("#app-key").text_content() or "").replace(" ", "")
    page.get_by_label("Six-digit code").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/set-up/codes")
    return key


def keep_codes(page: Page) -> list[str]:
    """Write the codes down, and come in."""
    rows = page.locator("#codes li")
    expect(rows).to_have_count(10)
    codes = rows.all_text_contents()
    page.get_by_role("button", name="I saved them, open the portal").click()
    page.wait_for_url("**/home")
    return codes


def sign_out(page: Page, portal: Running) -> None:
    page.goto(f"{portal.origin}/account")
    page.locator("main").get_by_role("button", name="Sign out").last.click()
    page.wait_for_url("**/sign-in")


def test_an_invited_patient_comes_in_with_a_passkey_and_again_with_it(
    portal: Running, page_of: Callable[..., Page]
) -> None:
    page = page_of("nobody", "/sign-in", **PHONE)
    with_authenticator(page)
    link = invite(1)
    prove(page, link)
    page.get_by_role("button", name="Set up a passkey").click()
    page.wait_for_url("**/set-up/codes")
    keep_codes(page)
    sign_out(page, portal)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/home")
    page.goto(link)
    expect(page.get_by_role("alert").filter(has_text="used already")).to_be_visible()


def test_an_invited_patient_comes_in_with_a_password_and_loses_the_phone(
    portal: Running, page_of: Callable[..., Page]
) -> None:
    page = page_of("nobody", "/sign-in", **PHONE)
    prove(page, invite(2))
    key = add_app(page)
    codes = keep_codes(page)
    sign_out(page, portal)
    accounts.forget_code("jill2@example.com")
    page.get_by_label("Email").fill("jill2@example.com")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Continue to the code").click()
    expect(page.get_by_role("alert").filter(has_text="do not fit together")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(accounts.PASSWORD)
    page.get_by_role("button", name="Continue to the code").click()
    page.wait_for_url("**/sign-in/code")
    page.get_by_label("Six-digit code").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/home")

    phone_is_gone = page_of("nobody", "/sign-in", **PHONE)
    phone_is_gone.get_by_role("link", name="I can’t sign in").click()
    # the sign-in page has a field of the same name
    phone_is_gone.wait_for_url("**/recover")
    phone_is_gone.get_by_label("Email").fill("jill2@example.com")
    phone_is_gone.get_by_role("button", name="Email me a link").click()
    phone_is_gone.wait_for_url("**/recover/sent")
    with_authenticator(phone_is_gone)
    phone_is_gone.goto(link_in("jill2@example.com"))
    phone_is_gone.wait_for_url("**/recover/prove")
    phone_is_gone.get_by_label("Recovery code").fill(codes[4])
    phone_is_gone.get_by_role("button", name="Continue").first.click()
    phone_is_gone.wait_for_url("**/set-up")
    phone_is_gone.get_by_role("button", name="Set up a passkey").click()
    phone_is_gone.wait_for_url("**/set-up/codes")
    keep_codes(phone_is_gone)
    page.wait_for_url("**/sign-in")
    assert accounts.letters("jill2@example.com")[-1].subject == "Someone got back in to your account"


def test_a_session_revoked_from_another_browser_is_out_in_the_middle_of_a_page(
    portal: Running, page_of: Callable[..., Page]
) -> None:
    page = page_of("ana", "/account")
    expect(page.get_by_text("This browser")).to_be_visible()
    with begin(SYSTEM) as work:
        session = work.session.get(Session, uid("session ana"))
        assert session is not None
        entry.end(work, session, "revoked")
    page.wait_for_url("**/sign-in")
    expect(page.get_by_text("You were signed out to keep your record safe.")).to_be_visible()
    assert "Rivera" not in page.content()


def test_the_desk_prints_a_card_and_the_patient_types_its_code(portal: Running, page_of: Callable[..., Page]) -> None:
    who = uid("jill 3")
    accounts.newcomer(id=who, mrn="MS-303", email="")
    desk = page_of("priya", f"/staff/patients/{who}/code")
    desk.get_by_role("button", name="Make a code").click()
    code = desk.locator("#code").text_content() or ""
    page = page_of("nobody", "/invite", **PHONE)
    page.get_by_label("Code from our front desk").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/invite/prove")
    fill_birth_date(page)
    page.get_by_label("One more detail").fill("MS-303")
    page.get_by_label("Email").fill("jill3@example.com")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/set-up/terms")
    page.goto(link_in("jill3@example.com"))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.wait_for_url("**/confirm/done")


def test_the_account_page_asks_for_a_proof_and_then_changes(portal: Running, page_of: Callable[..., Page]) -> None:
    page = page_of("ben", "/staff/account")
    with_authenticator(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    assert accounts.letters("ben@example.org")[-1].subject == "Your account was changed"
    with begin(person("ben"), reads=True) as work:
        assert len(account.see(work).passkeys) == 1


def test_the_demo_shows_its_mail(portal: Running, page_of: Callable[..., Page]) -> None:
    accounts.policy(in_person_codes=False, demo=True)
    invite(4)
    page = page_of("nobody", "/demo/mail")
    expect(page.get_by_role("link", name="Open the link of this letter").first).to_be_visible()
    expect(page.get_by_text("To jill4@example.com").first).to_be_visible()
