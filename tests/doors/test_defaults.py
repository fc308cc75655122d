"""Ten things Reflex does by default and the portal must not; an upgrade that brings one back fails here."""

import ast
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex.utils.token_manager import LocalTokenManager
from reflex_base.config import get_config
from reflex_base.registry import RegistrationContext
from starlette.middleware.cors import CORSMiddleware

import portal_app
from portal_app import frontend, logs, wiring
from portal_app.access.actor import SYSTEM
from portal_app.access.audience import UnknownDoor
from portal_app.api.headers import content_policy
from portal_app.components.form import native_form
from portal_app.portal_app import app, doors
from portal_app.state.guard import REFLEX_OWN, actor_now, door_of
from portal_app.state.live import send_to
from tests.doors.asgi import ORIGIN, http
from tests.doors.harness import name_of, tab, until
from tests.doors.room import Room
from tests.services.doors import policy

SOURCE = Path(portal_app.__file__).parent
CANARY = "warfarin-4711"


def test_1_pages_are_kept_in_memory_and_never_on_disk():
    assert isinstance(app.state_manager, StateManagerMemory)
    assert isinstance(app.event_namespace._token_manager, LocalTokenManager)  # type: ignore[union-attr]
    assert not (SOURCE.parent / ".states").exists()


@pytest.fixture
def demo(house):
    """A house that is served as it is."""
    policy(demo=True)


@pytest.mark.usefixtures("house", "demo")
async def test_2_no_other_site_may_read_answers():
    settings = [layer.kwargs for layer in app._api.user_middleware if layer.cls is CORSMiddleware]  # type: ignore[union-attr]
    assert [list(kwargs["allow_origins"]) for kwargs in settings] == [[]]
    assert get_config().cors_allowed_origins in ([], ())
    for origin in (ORIGIN, "https://evil.org"):
        answer = await http(doors(app._api), "GET", "/ping", headers={"origin": origin})  # type: ignore[arg-type]
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_3_a_handler_without_an_audience_is_closed_and_so_is_every_setter():
    registered = RegistrationContext.get().event_handlers
    declared = {name for name, found in registered.items() if hasattr(found.handler.fn, "__audience__")}
    for name, found in registered.items():
        ours = found.handler.fn.__module__.startswith("portal_app.")
        assert not ours or name in declared, f"{name} declares no audience"
        if name not in declared and name not in REFLEX_OWN:
            with pytest.raises(UnknownDoor):
                door_of(name)
    assert [name for name in registered if name.endswith(".setvar")]
    assert len(REFLEX_OWN) == 3


@pytest.mark.usefixtures("house")
async def test_4_arguments_of_another_type_never_arrive():
    async with tab("ana") as page:
        for times in ("x", [1], {"a": 1}, 1.5, None, True):
            await page.send(Room.write, text="hello", times=times)
            assert page[Room].calls == 0


@pytest.mark.usefixtures("house")
async def test_5_neither_values_nor_unknown_events_are_logged(capfd):
    before, level = list(logging.getLogger().handlers), logging.getLogger().level
    namespace = app.event_namespace
    assert namespace is not None
    logs.setup(logging.DEBUG)
    try:
        async with tab("ana") as page:
            await page.send(Room.write, text="hello", times=CANARY)
            namespace._token_manager.sid_to_token["sid"] = page.token
            namespace._static_router_data["sid"] = {"headers": {"authorization": CANARY}, "ip": "127.0.0.1"}
            for data in (
                CANARY,
                {"name": CANARY, "payload": {"a": CANARY}},
                {"name": name_of(Room.write), "payload": CANARY, "router_data": {}},
                {"name": name_of(Room.write), "payload": {"text": CANARY}, "router_data": CANARY},
                {"name": f"{Room.get_full_name()}.setvar", "payload": {"var_name": CANARY}},
                [CANARY],
                None,
            ):
                await namespace.on_event("sid", data)
            await namespace.on_client_error("sid", {"error_type": CANARY, "message": CANARY})
            await app.event_processor.join()
            logging.getLogger("reflex.app").error("a library says %s", CANARY)
    finally:
        namespace._token_manager.sid_to_token.pop("sid", None)
        namespace._static_router_data.pop("sid", None)
        logging.getLogger().handlers[:] = before
        logging.getLogger().setLevel(level)
    written = "".join(capfd.readouterr())
    assert "a page reported an error" in written
    assert CANARY not in written
    with wiring.begin(SYSTEM, reads=True) as work:
        facts = work.session.connection().exec_driver_sql("select data from facts").scalars().all()
    assert len(facts) >= 7
    assert CANARY not in "".join(facts)


def test_6_nothing_that_needs_eval_is_sent_from_the_server():
    assert "unsafe-eval" not in content_policy([], secure=True)
    assert app.toaster is None
    assert set(app.app_wraps) == {(50, "Around")}, "only what stands around a patient's pages"
    needs_eval = {
        "toast", "call_script", "call_function", "set_clipboard", "console_log", "scroll_to", "window_alert",
    }  # fmt: skip
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rx":
                assert node.attr not in needs_eval, f"{path}:{node.lineno} rx.{node.attr} fails silently under the CSP"


@pytest.mark.usefixtures("house", "demo")
async def test_7_reflexs_uploads_are_closed_both_ways():
    for method, path in (("POST", "/_upload"), ("GET", "/_upload"), ("GET", "/_upload/report.pdf")):
        assert (await http(doors(app._api), method, path, headers={"origin": ORIGIN})).status == 404  # type: ignore[arg-type]


def test_8_a_form_that_the_browser_sends_itself_is_not_cancelled():
    form = native_form(action="/session/sign-in").render()
    assert form["name"].strip('"') == "form"
    assert 'method:"post"' in form["props"]
    assert 'action:"/session/sign-in"' in form["props"]
    assert not [prop for prop in form["props"] if prop.startswith("onSubmit")]


@pytest.mark.usefixtures("house")
async def test_9_an_event_sent_to_another_tab_does_not_carry_the_senders_rights():
    async with tab("ana") as ana, tab("ben") as ben:
        await ben.send(Room.enter)
        await ana.send(Room.enter)
        actor_now.set(wiring.NOBODY)
        await (await send_to(app, ben.token, name_of(Room.refresh))).wait_all()
        await until(lambda: ben[Room].said == "Ben Ruiz")
        await (await send_to(app, ana.token, name_of(Room.refresh))).wait_all()
        assert ana[Room].said == "entered"


def test_10_a_fresh_clone_tells_nobody_and_downloads_no_bun():
    script = "import os, rxconfig; print([os.environ[name] for name in ("
    script += "'REFLEX_USE_NPM', 'REFLEX_TELEMETRY_ENABLED', 'REFLEX_CHECK_LATEST_VERSION')],"
    script += " rxconfig.config.telemetry_enabled)"
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=SOURCE.parent, env=bare, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "['1', 'false', 'false'] False"


def test_an_app_that_was_started_where_reflex_finds_no_settings_does_not_start(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import portal_app.portal_app"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(frontend.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SettingsError" in told.stderr
    assert list(tmp_path.iterdir()) == []
