"""The floor: Reflex as it is, with nothing of ours."""

import os

os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_TELEMETRY_ENABLED", "false")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")

import reflex as rx  # noqa: E402

PORT = int(os.environ.get("PORTAL_PORT", "8010"))
config = rx.Config(
    app_name="floor",
    backend_port=PORT,
    api_url=f"http://localhost:{PORT}",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode="memory",
    disable_plugins=[rx.plugins.SitemapPlugin, rx.plugins.RadixThemesPlugin],
)
