"""The command line: each file of this folder is one command, found by its name."""

import importlib
import importlib.util
import pkgutil
import sys
from typing import Any

import click

from portal_app.errors import PortalError


class Commands(click.Group):
    """Loads a command's file when it is called, so that `portal --help` is quick. Refusals print their sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by name."""
        return sorted(
            m.name.rstrip("_").replace("_", "-") for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; its module has it as `command`."""
        if cmd_name not in self.list_commands(ctx):
            return None
        # `import` is a word of Python's own: its file is import_.py
        name = cmd_name.replace("-", "_")
        file = name if importlib.util.find_spec(f"{__name__}.{name}") else f"{name}_"
        return importlib.import_module(f"{__name__}.{file}").command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; a refusal is one sentence on standard error and exit code 1."""
        try:
            return super().main(*args, **kwargs)
        except PortalError as error:
            click.secho(error.sentence, fg="red", err=True)
            sys.exit(1)


@click.command(cls=Commands)
def portal() -> None:
    """A patient portal that a clinic runs itself."""
