"""One person writes a line, it goes into a SQLite table, everybody sees it: what Reflex alone needs for that."""

import sqlite3
from functools import cache
from pathlib import Path

import reflex as rx
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler
from reflex_components_core.react_router.dom import ReactRouterLink


@cache
def database() -> sqlite3.Connection:
    """The table, opened by the first event."""
    connection = sqlite3.connect(Path("floor.db"), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE IF NOT EXISTS lines (id INTEGER PRIMARY KEY, body TEXT)")
    return connection


class Floor(rx.State):
    """The newest line."""

    line: str = ""

    @rx.event
    async def send(self, form: dict):
        """Insert, and tell every open tab to read."""
        database().execute("INSERT INTO lines (body) VALUES (?)", (form["body"],))
        root, name = app.event_processor._root_context, format_event_handler(Floor.event_handlers["refresh"])
        for token in list(app.event_namespace._token_manager.token_to_socket):
            await app.event_processor.enqueue(token, Event(name=name), ev_ctx=root.fork(token=token))

    @rx.event
    def refresh(self):
        """Read the newest line."""
        found = database().execute("SELECT body FROM lines ORDER BY id DESC LIMIT 1").fetchone()
        self.line = found[0] if found else ""


class Place(rx.State):
    """A page that says one word."""

    word: str = ""

    @rx.event
    async def come(self):
        """It is opened."""
        self.word = "Here"

    @rx.event
    async def leave(self):
        """Another page is opened."""
        self.word = ""


@rx.page(route="/", title="Floor", on_load=Place.leave)
def page() -> rx.Component:
    """A form and the newest line."""
    return rx.el.main(
        rx.el.form(rx.el.textarea(name="body"), rx.el.button("Send message", type="submit"), on_submit=Floor.send),
        rx.el.p(Floor.line),
        ReactRouterLink.create("There", to="/there"),
    )


@rx.page(route="/there", title="There", on_load=Place.come)
def there() -> rx.Component:
    """The least that a page can show of what the server knows."""
    return rx.el.main(rx.el.h1(Place.word), ReactRouterLink.create("Back", to="/"))


app = rx.App(toaster=None, app_wraps={})
