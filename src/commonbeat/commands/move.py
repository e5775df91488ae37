"""Move a town from one database to another, as from SQLite to PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import click
from django.conf import settings
from django.db import connections
from rich.console import Console
from rich.table import Table

from commonbeat.config import env
from commonbeat.core import ledger
from commonbeat.core.moving import Moved, NotEmpty, NotTheSame
from commonbeat.core.moving import move as move_rows

_TARGETS = {"default": "DATABASE_URL", "keys": "KEYS_DATABASE_URL"}


@click.command()
@click.option("--to", required=True, help="The new database, as its owner: postgres://…")
@click.option("--keys-to", required=True, help="The new key ring's database.")
def move(to: str, keys_to: str) -> None:
    """Copy everything to new databases, and prove that everything arrived.

    Stop the services first. The databases in use are only read. Ended halfway, it may be run
    again; a target that holds anything else is refused.
    """
    urls = {"default": to, "keys": keys_to}
    for alias, url in urls.items():
        _refuse_itself(alias, url)
    new = _environment(urls)
    for alias in urls:
        _run(new, "django", "migrate", "--verbosity=0", f"--database={alias}")
    head = ledger.head()
    moved = []
    for alias in ("keys", "default"):  # a key without its record is harmless
        moved += _moved(alias, _connected(alias, urls[alias]))
    _say(moved)
    position, digest = head
    check = _run(new, "commonbeat.commands", "ledger", "verify", f"--head={position}:{digest}")
    click.echo(check.strip())
    click.echo("Now set the two new addresses in the settings, and run: commonbeat prepare")


def _moved(alias: str, target: str) -> list[Moved]:
    try:
        return move_rows(alias, target, each=lambda table: click.echo(f"  {table.table} …"))
    except NotEmpty as found:
        raise click.ClickException(
            f"The new database holds something else already ({found}). Nothing was changed there."
        ) from None
    except NotTheSame as found:
        raise click.ClickException(
            f"Not everything arrived as it was ({found}). Nothing was kept there."
        ) from None


def _refuse_itself(alias: str, url: str) -> None:
    new, old = _database(url), settings.DATABASES[alias]
    if all(str(new.get(name, "")) == str(old.get(name, "")) for name in ("HOST", "PORT", "NAME")):
        raise click.ClickException("That is the database in use.")


def _database(url: str) -> dict[str, Any]:
    return env.database_of(url, "--to and --keys-to")


def _connected(alias: str, url: str) -> str:
    name = f"new {alias}"
    whole = connections.configure_settings({"default": _database(url)})
    connections.settings[name] = whole["default"]
    return name


def _environment(urls: dict[str, str]) -> dict[str, str]:
    ours = {f"{env.PREFIX}{_TARGETS[alias]}": url for alias, url in urls.items()}
    owners = {f"{env.PREFIX}OWNER_{name}" for name in _TARGETS.values()}
    return {name: value for name, value in os.environ.items() if name not in owners} | ours


def _run(new: dict[str, str], module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(  # noqa: S603 - our own program, on the new databases
        command, env=new, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stdout + done.stderr).strip().splitlines()[-1:]
        raise click.ClickException(f"On the new database: {' '.join(last)}")
    return done.stdout


def _say(moved: list[Moved]) -> None:
    table = Table("Table", "Rows", "Sum, the same on both sides")
    for one in moved:
        table.add_row(one.table, f"{one.n_rows:,}", one.digest[:16])
    Console(width=100).print(table)
    click.echo(f"{sum(one.n_rows for one in moved):,} rows in {len(moved)} tables.")
