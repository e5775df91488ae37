"""The register of processing, retention, and a person's own data."""

from __future__ import annotations

import json

import click
from django.conf import settings
from rich.console import Console
from rich.table import Table

from commonbeat.core.privacy import Card, Kind, cards, keep_for
from commonbeat.core.retention import purge as purge_all
from commonbeat.domains.contact.numbers import NotANumber, e164
from commonbeat.roles import Role, actor
from commonbeat.workflows import subject_access


@click.group()
def privacy() -> None:
    """What is kept, for how long, and what is held about one person."""


@privacy.command()
def register() -> None:
    """Print the register of processing: every table, why it is kept, and for how long."""
    table = Table("Table", "Purpose", "Personal or sealed", "Kept", show_lines=True)
    for card in cards():
        about_people = card.of_kind(*_about_people())
        table.add_row(card.model, card.purpose, ", ".join(about_people), _kept(card))
    Console(width=140).print(table)


@privacy.command()
@click.option("--dry-run", is_flag=True, help="Only count.")
def purge(*, dry_run: bool) -> None:
    """Delete or blank everything whose time is over. Safe to run again."""
    for done in purge_all(dry_run=dry_run):
        click.echo(
            f"{done.model}: {done.n_rows} rows to {done.then}"
            if dry_run
            else f"{done.model}: {done.n_rows} rows, {done.then}"
        )


@privacy.command()
@click.argument("number")
def export(number: str) -> None:
    """Print, as JSON, everything held about the person with this telephone number."""
    by = actor(Role.OPERATOR, "command")
    held = subject_access.export_held(number=_e164(number), by=by)
    rows = [{"table": h.model, "purpose": h.purpose, "fields": h.fields} for h in held]
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False))


@privacy.command()
@click.argument("number")
@click.confirmation_option(prompt="Erase everything held about this number?")
def erase(number: str) -> None:
    """Blank everything held about the person and destroy the keys. It cannot be undone."""
    counts = subject_access.erase_held(number=_e164(number), by=actor(Role.OPERATOR, "command"))
    click.echo("Nothing is held about this number." if not counts else json.dumps(counts))


def _e164(number: str) -> str:
    try:
        return e164(number, settings.PHONE_REGION)
    except NotANumber:
        raise click.BadParameter("This is not a telephone number.") from None


def _about_people() -> tuple[Kind, Kind]:
    return Kind.PERSONAL, Kind.SEALED


def _kept(card: Card) -> str:
    keep = keep_for(card, settings)
    if keep is None or card.keep is None:
        return f"for ever: {card.why_kept}"
    return f"{keep.days} days after {card.keep.since}, then {card.keep.then}"
