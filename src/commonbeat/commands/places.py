"""Load and list the areas of the town."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from commonbeat.core.errors import Refused
from commonbeat.domains.places import queries
from commonbeat.domains.places.actions import (
    ImportedAreas,
    import_areas,
    name_areas,
    retire_area,
)
from commonbeat.domains.places.geojson import Properties, features_in, properties_of
from commonbeat.roles import Role, actor
from commonbeat.workflows.call_import import Choices, area_names_in

OPERATOR = actor(Role.OPERATOR, "command")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def places() -> None:
    """The areas that residents know by name."""


@places.command("import")
@click.argument("file", type=FILE)
@click.option("--name", default="name", show_default=True, help="Property with the name.")
@click.option("--code", default="", help="Property with a short code. Else made of the name.")
@click.option("--name-fr", default="", help="Property with the French name.")
@click.option("--population", default="", help="Property with the number of residents.")
def import_(file: Path, name: str, code: str, name_fr: str, population: str) -> None:
    """Draw areas from a GeoJSON file (.gz too), longitude and latitude in WGS 84.

    An area is found again by its code: running this twice changes nothing.
    """
    mapping = Properties(name=name, code=code, name_fr=name_fr, population=population)
    try:
        with Progress(transient=True) as progress:
            progress.add_task("Drawing areas", total=None)
            features = features_in(file)
            done = import_areas(features=features, mapping=mapping, by=OPERATOR)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    _tell(done)
    if done.left_out and not (done.n_new or done.n_changed or done.n_same):
        found = ", ".join(properties_of(features)) or "none"
        raise click.ClickException(f"No area was drawn. The file's properties are: {found}.")


@places.command("from-column")
@click.argument("file", type=FILE)
@click.option("--map", "mapping", default="", help="Mapping of the file; see calls import.")
@click.option("--at-least", default=1, show_default=True, help="Rows that must name an area.")
def from_column(file: Path, mapping: str, at_least: int) -> None:
    """Make areas without a border from the area column of a file of calls.

    For towns whose calls name a township or beat and that have no map of them. A later
    `places import` with the same codes gives them their borders.
    """
    try:
        with Console().status("Reading the file"):
            counts = area_names_in(file, Choices(mapping=mapping))
        names = sorted(name for name, n_rows in counts.items() if n_rows >= at_least)
        if not names:
            raise click.ClickException("The file has no column that names areas.")
        _tell(name_areas(names=names, by=OPERATOR))
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None


@places.command("list")
def list_() -> None:
    """List the areas."""
    table = Table("Code", "Name", "French name", "Border", "Residents", "In use")
    for row in queries.areas_for_operator(OPERATOR):
        table.add_row(
            row.area.code,
            row.area.name,
            row.area.name_fr,
            "yes" if row.has_boundary else "no",
            "" if row.population is None else str(row.population),
            "no" if row.is_retired else "yes",
        )
    Console().print(table)


@places.command()
@click.argument("code")
def retire(code: str) -> None:
    """Take an area out of use. Its past figures keep it."""
    try:
        retire_area(code=code, by=OPERATOR)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"The area {code} is out of use.")


def _tell(done: ImportedAreas) -> None:
    click.echo(f"Areas: {done.n_new} new, {done.n_changed} changed, {done.n_same} the same.")
    for problem in done.repaired:
        click.echo(f"  Feature {problem.number} ({problem.code}): {problem.reason}.")
    for problem in done.left_out:
        click.echo(f"  Feature {problem.number} left out: {problem.reason}.")
