"""Load calls for service from a file, and replay such a file as live events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import click
from django.conf import settings
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from commonbeat.commands.replay import replay
from commonbeat.core.errors import Refused
from commonbeat.domains.calls.importing.mapping import shipped_names
from commonbeat.domains.calls.importing.rejects import Rejects
from commonbeat.domains.places.actions import name_areas
from commonbeat.roles import Role, actor
from commonbeat.workflows.call_import import (
    Choices,
    Loaded,
    area_names_in,
    load_calls,
)

OPERATOR = actor(Role.OPERATOR, "command")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MOST_LISTED = 12


@click.group()
def calls() -> None:
    """Calls for service."""


calls.add_command(replay)


@calls.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--map",
    "mapping",
    default="",
    help=f"A mapping ({', '.join(shipped_names())}) or a .toml file. Else it is recognised.",
)
@click.option("--time-zone", default="", help="Zone of times that say none: America/Toronto.")
@click.option("--source", default="", help="Name these calls come under. Else the mapping's.")
@click.option("--make-areas", is_flag=True, help="First make areas of the names in the file.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to list the rows that broke a rule. Else in the data folder.",
)
def import_(
    *,
    file: Path,
    mapping: str,
    time_zone: str,
    source: str,
    make_areas: bool,
    rejects: Path | None,
) -> None:
    """Load a CSV file of calls (.gz too). Nobody is told of them.

    Bad rows are listed by line and reason in a file, and the good ones kept. A call is known by
    its source and number, so running this again changes nothing.
    """
    choices = Choices(mapping=mapping, time_zone=time_zone, source=source)
    start = perf_counter()
    try:
        if make_areas:
            done = name_areas(names=sorted(area_names_in(file, choices)), by=OPERATOR)
            click.echo(f"Areas: {done.n_new} new, {done.n_same} known.")
        with Rejects(rejects or Path(settings.DATA) / f"{file.name}.rejected.csv") as listed:
            loaded = _load(file, choices, listed)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    for line in _told(loaded, perf_counter() - start):
        click.echo(line)
    if listed.n_written:
        click.echo(f"Lines and rules: {listed.path}")
    if loaded.damage:
        raise click.ClickException(
            f"The file was not read to its end: {loaded.damage}. What came before is kept."
        )


def _load(file: Path, choices: Choices, listed: Rejects) -> Loaded:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, transient=True) as progress:
        bar = progress.add_task("Loading calls", total=file.stat().st_size, rows=0)

        def advance(n_bytes: int, n_rows: int) -> None:
            progress.update(bar, completed=n_bytes, rows=n_rows)

        return load_calls(file, choices, by=OPERATOR, on_problem=listed.write, on_progress=advance)


def _told(loaded: Loaded, seconds: float) -> Iterator[str]:
    rate = loaded.n_rows / max(seconds, 0.001)
    yield f"{loaded.mapping.name}"
    yield f"  {loaded.n_rows:>9,} rows read in {seconds:.1f} s ({rate:,.0f} a second)"
    yield f"  {loaded.n_new:>9,} calls are new"
    yield f"  {loaded.n_repeated:>9,} were known already or stand in the file twice: the same call"
    yield f"  {loaded.n_left_out:>9,} rows left out"
    for (column, rule, is_kept), n_rows in loaded.rules.most_common(_MOST_LISTED):
        kept = " (the row is kept)" if is_kept else ""
        yield f"  {n_rows:>11,}   {column or 'the row'} {rule}{kept}"
    yield from _about_places(loaded)
    yield from _about_reading(loaded)


def _about_places(loaded: Loaded) -> Iterator[str]:
    yield f"  {loaded.n_new_types:>9,} call types are new; nobody is told of them without a policy"
    yield f"  {loaded.n_without_point:>9,} calls have no point"
    yield f"  {loaded.n_without_area:>9,} calls lie in no area that is known"
    if loaded.unknown_areas:
        names = ", ".join(n for n, _ in loaded.unknown_areas.most_common(_MOST_LISTED))
        more = " …" if len(loaded.unknown_areas) > _MOST_LISTED else ""
        yield f"            The file names areas that are not known: {names}{more}"
        yield "            Make them with --make-areas or draw them with `commonbeat places import`"


def _about_reading(loaded: Loaded) -> Iterator[str]:
    if loaded.n_twice:
        yield (
            f"  {loaded.n_twice:>9,} times fell in the hour that happens twice in autumn; "
            "they are read as the first one"
        )
    if loaded.n_skipped:
        yield f"  {loaded.n_skipped:>9,} times fell in the hour that is skipped in spring"
    if loaded.has_latin_1:
        yield "            Some text was not UTF-8 and was read as Latin-1"
