"""Check the ledger's chain."""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.progress import Progress

from commonbeat.core import ledger as chain


@click.group()
def ledger() -> None:
    """The append-only record of every change and every refusal."""


@ledger.command()
@click.option("--head", default="", help="A position:hash noted earlier, which must still stand.")
def verify(head: str) -> None:
    """Walk the whole chain; exit 1 where it does not hold."""
    length, last = chain.head()
    with Progress(transient=True) as progress:
        bar = progress.add_task("Reading the ledger", total=length)
        found = list(chain.breaks(each=_advance(progress, bar)))
    for broken in found:
        click.echo(f"Entry {broken.position}: {broken.reason}.")
    if head and not chain.stands(head):
        click.echo("The entry that you noted is gone or changed.")
        raise SystemExit(1)
    if found:
        raise SystemExit(1)
    click.echo(f"The chain holds: {length} entries. Note the head elsewhere: {length}:{last}")


def _advance(progress: Progress, bar: object) -> Iterator[int]:
    count = 0
    while True:
        progress.advance(bar)  # type: ignore[arg-type]
        yield count
        count += 1
