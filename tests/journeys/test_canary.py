"""Nothing of what people write, are or hold turns up where it must not: logs, mail, addresses, browser, built files."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session as Db

from portal_app import frontend
from tests import people
from tests.doors import belongings
from tests.journeys.running import Running
from tests.journeys.walk import walk

NAMES = ["Ana Rivera", "Rivera", "ana@example.org", "1968-03-03", "Walter Greene", "Amara Osei"]
TYPED = "umbra-typed-87"
COOKIES = [people.cookie(name) for name in (*people.PATIENTS, *people.STAFF)]
SECRETS = [*belongings.CANARIES.values(), *NAMES, *COOKIES, TYPED]


@pytest.fixture(scope="module")
def lived_in(portal: Running) -> Running:
    """A portal with everything of Ana's in it."""
    with Db(portal.house.engine) as db:
        belongings.give(db)
        db.commit()
    return portal


def found(text: str) -> list[str]:
    """Which of the secrets a text holds."""
    return [secret for secret in SECRETS if secret in text]


def kept_by(page: Page) -> str:
    """Everything that a script of the page could read from what the browser keeps."""
    return page.evaluate(
        """async () => JSON.stringify({
            local: {...localStorage}, session: {...sessionStorage}, cookie: document.cookie,
            databases: (await indexedDB.databases()).map(one => one.name),
            caches: await caches.keys(), address: location.href, history: history.state, title: document.title,
        })"""
    )


def type_everywhere(page: Page) -> None:
    """Write into every field of the page, and let drafts be saved; nothing is sent."""
    for field in page.locator("textarea:visible, input[type=text]:visible, input[type=search]:visible").all():
        field.fill(TYPED)
        field.press("End")
    page.wait_for_timeout(700)


STARTS = {"nobody": ["/", "/sign-in", "/nowhere"]}


@pytest.mark.parametrize("who", ["nobody", "ana", "stranger", "ben", "priya", "dana", "amara", "sam"])
def test_a_browser_keeps_nothing_and_no_address_tells(who: str, lived_in: Running, page_of: Callable[..., Page]):
    page = page_of(who)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", lambda message: said.append(message.text))
    starts = STARTS.get(who, ["/home" if who in people.PATIENTS else "/staff"])
    for place in walk(page, lived_in.origin, who, starts):
        assert found(kept_by(page)) == [], place
        type_everywhere(page)
        assert found(kept_by(page)) == [], place
    assert found("\n".join(asked)) == []
    assert found("\n".join(said)) == []
    assert [line for line in said if "Content Security Policy" in line or "Content-Security-Policy" in line] == []


def test_no_log_tells(lived_in: Running):
    log = lived_in.log()
    assert '"event"' in log
    assert found(log) == []
    assert "token=" not in log


def test_no_built_file_tells():
    built = frontend.current()
    assert built is not None
    for path in built.rglob("*"):
        if path.suffix in (".html", ".js", ".json", ".css"):
            assert found(path.read_text(errors="replace")) == [], path


def test_no_job_mail_or_fact_tells(lived_in: Running):
    clinical = [*belongings.CANARIES.values(), TYPED, *COOKIES]
    with lived_in.house.engine.connect() as db:
        for table in ("facts", "jobs", "mails"):
            if table in belongings.SQLModel.metadata.tables:
                rows = db.execute(belongings.SQLModel.metadata.tables[table].select()).all()
                assert [word for word in clinical if word in repr(rows)] == [], table


def test_nothing_lies_about_in_clear(lived_in: Running):
    for path in lived_in.home.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert [secret for secret in SECRETS if secret.encode() in raw] == [], path
