"""`commonbeat`: one command, its parts loaded only when they are asked for."""

from __future__ import annotations

import os
from importlib import import_module

import click
import django

# Name of the command → the module that holds a click command of the same name.
COMMANDS = {
    "calls": "Load calls for service, and replay them as live events",
    "demo": "Invent a town and show it on this machine",
    "evidence": "Say whether it worked, from a plain CSV file",
    "feeds": "Open or close a dispatch feed",
    "ledger": "Check the ledger's chain",
    "move": "Move a town to another database, as from SQLite to PostgreSQL",
    "places": "Load areas",
    "prepare": "Make or update the databases, static files and translations",
    "privacy": "The register of processing, retention, and a person's own data",
    "secrets": "Make the secrets that a deployment needs",
    "serve": "Serve the pages",
    "staff": "Engage staff at the command line",
    "worker": "Carry messages and do what the clock says",
}
# These need neither settings nor a database.
WITHOUT_DATABASE = ("evidence", "secrets")


class Commands(click.Group):
    """Loads a command's module at the moment that it is used."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Every command, by name."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name, with Django set up for it."""
        if name not in COMMANDS:
            return None
        if name not in WITHOUT_DATABASE:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonbeat.config.settings")
            if name == "demo":
                _keep_apart_from_any_real_town()
            django.setup()
        found = getattr(import_module(f"commonbeat.commands.{name}"), name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _keep_apart_from_any_real_town() -> None:
    """The demonstration begins afresh each time, so it has a folder and databases of its own."""
    folder = os.path.join(os.environ.get("COMMONBEAT_DATA", "var"), "demo")  # noqa: PTH118
    os.environ["COMMONBEAT_DEMO"] = "1"
    os.environ["COMMONBEAT_DATA"] = folder
    for name in ("DATABASE_URL", "KEYS_DATABASE_URL"):
        os.environ.pop(f"COMMONBEAT_{name}", None)


main = Commands("commonbeat", help="A town shares the work of safety.")
