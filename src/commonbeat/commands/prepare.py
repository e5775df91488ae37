"""Make or update everything a start needs. Safe to run again."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from commonbeat.core.wall.owning import weaknesses
from commonbeat.workflows.first_setup import set_up_defaults

FIRST_SOUND_SQLITE = (3, 51, 3)  # earlier ones can lose a reset of the write-ahead log


@click.command()
def prepare() -> None:
    """Databases, static files, translations and the shipped defaults."""
    prepare_all()
    click.echo("Ready.")


def prepare_all(*, say: bool = True) -> None:
    """Every step, told in plain words."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    steps = (
        ("Translations", compile_translations),
        ("The key ring", lambda: call_command("migrate", database="keys", verbosity=0)),
        ("The database", lambda: call_command("migrate", verbosity=0)),
        ("Static files", lambda: call_command("collectstatic", interactive=False, verbosity=0)),
        ("Shipped defaults", set_up_defaults),
    )
    for name, step in steps:
        if say:
            click.echo(f"  {name} …")
        step()
    if say and sqlite_warning():
        click.echo(sqlite_warning())
    if say:
        say_weaknesses()


def say_weaknesses() -> None:
    """Say, in a sentence each, why PostgreSQL does not hold this process to its wall."""
    for sentence in weaknesses(connection):
        click.echo(f"  Note: {sentence}", err=True)


def sqlite_warning() -> str:
    """A sentence when the embedded database's library has a known fault; else nothing."""
    embedded = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not embedded or sqlite3.sqlite_version_info >= FIRST_SOUND_SQLITE:
        return ""
    return (
        f"  Note: SQLite {sqlite3.sqlite_version} can, very rarely, damage a database that many "
        "processes write (mended in 3.51.3). Keep daily backups, or use PostgreSQL."
    )


def compile_translations() -> None:
    """Compile every .po file that is newer than its .mo file."""
    for root in settings.LOCALE_PATHS:
        for source in Path(root).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parent.parent.name)
            unfinished = target.with_name(f"{target.name}.{os.getpid()}")
            with unfinished.open("wb") as compiled:
                write_mo(compiled, catalog)
            unfinished.replace(target)  # a process that reads meanwhile sees the old or the new
