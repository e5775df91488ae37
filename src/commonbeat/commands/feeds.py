"""Open or close a dispatch feed."""

from __future__ import annotations

import click
from django.core.exceptions import ValidationError
from rich.console import Console
from rich.table import Table

from commonbeat.core.errors import Refused
from commonbeat.domains.calls.actions import feeds as actions
from commonbeat.domains.calls.queries import feeds as queries
from commonbeat.roles import Role, actor

OPERATOR = actor(Role.OPERATOR, "command")


@click.group()
def feeds() -> None:
    """The connections by which dispatch sends its events."""


@feeds.command(name="open")
@click.argument("name")
@click.option("--code", default="", help="A short code; made from the name unless given.")
def open_one(name: str, code: str) -> None:
    """Open a feed and print its token, once."""
    try:
        _show(actions.open_feed(name=name, code=code, by=OPERATOR))
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    except ValidationError:
        raise click.ClickException("The code needs letters or digits: a-z, 0-9, -.") from None


@feeds.command()
@click.argument("code")
def renew(code: str) -> None:
    """Give a feed a new token; the old one ends at once."""
    try:
        _show(actions.renew_feed(code=code, by=OPERATOR))
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None


@feeds.command()
@click.argument("code")
def close(code: str) -> None:
    """Close a feed for good. Its calls stay."""
    try:
        actions.close_feed(code=code, by=OPERATOR)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"The feed {code} is closed.")


@feeds.command(name="list")
def list_all() -> None:
    """List the feeds."""
    table = Table("Code", "Name", "Opened", "Closed", box=None)
    for feed in queries.feeds(OPERATOR):
        closed = f"{feed.closed_at:%Y-%m-%d}" if feed.closed_at else ""
        table.add_row(feed.code, feed.name, f"{feed.opened_at:%Y-%m-%d}", closed)
    Console().print(table)


def _show(feed: actions.OpenedFeed) -> None:
    click.echo(f"The feed {feed.code} is open. Its token is shown this once; keep it secret:")
    click.echo(feed.token)
