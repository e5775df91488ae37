"""Reading the file of events for `commonbeat evidence`: which columns, and what became of rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from commonbeat.evidence.borders import Borders, read_borders
from commonbeat.evidence.counts.csvfile import Counted, Reading, read_counts
from commonbeat.evidence.counts.dates import ORDERS
from commonbeat.evidence.counts.names import did_you_mean
from commonbeat.evidence.counts.renames import read_renames
from commonbeat.evidence.faults import EvidenceFault
from commonbeat.evidence.wording import number, pick

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
MOST_SHOWN = 12
MONTH = re.compile(r"(\d{4})[-/](0?[1-9]|1[0-2])(?:[-/]0?1)?")

Command = Callable[..., Any]
OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.option("--areas", required=True, help="Column with the name of the area."),
    click.option(
        "--date", default="", help="Date column, or YEAR,MONTH,DAY columns. Else guessed."
    ),
    click.option(
        "--date-order",
        type=click.Choice(list(ORDERS)),
        default="ymd",
        show_default=True,
        help="Such as dmy for 31/01/2023.",
    ),
    click.option("--count", default="", help="Column of counts. Else each row is one event."),
    click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only such rows."),
    click.option(
        "--encoding", default="", help="Such as cp1252, when the file is not written in UTF-8."
    ),
    click.option("--rename", type=FILE, help="CSV of old,new: areas with a new name, or merged."),
    click.option("--bad-rows", type=OUT, help="Where to list the rows that cannot be read."),
    click.option("--first", default="", help="First month to use. Else the first whole one."),
    click.option("--last", default="", help="Last month to use. Else the last whole one."),
    click.option("--leave-out", default="", help="Areas that are no fair comparison, with commas."),
    click.option("--borders", type=FILE, help="GeoJSON outlines: neighbours are told apart."),
    click.option("--border-name", default="", help="Property with the name. Else guessed."),
    click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked on the command line about the file."""

    areas: str
    date: str
    date_order: str
    count: str
    where: tuple[str, ...]
    encoding: str
    rename: Path | None
    bad_rows: Path | None
    first: str
    last: str
    leave_out: str
    borders: Path | None
    border_name: str
    language: str


def file_options(command: Command) -> Command:
    """Give a command the options about its file."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def read_file(file: Path, asked: Asked) -> Counted:
    """Count the events of the file with progress, and say which rows could not be read."""
    reading = _reading(asked)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f} rows"))
    bad = _BadRows(asked)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress, bad:
        task = progress.add_task(f"Reading {file.name}", total=None)
        counted = read_counts(
            file,
            reading,
            progress=lambda n: progress.update(task, completed=n),
            on_bad=bad.take,
        )
    bad.tell()
    return counted


def _reading(asked: Asked) -> Reading:
    pairs = [each.partition("=") for each in asked.where]
    bad = next((name for name, sign, _ in pairs if not sign), None)
    if bad is not None:
        raise click.BadParameter(f"{bad!r}: write COLUMN=VALUE", param_hint="--where")
    return Reading(
        asked.areas,
        date=asked.date,
        count=asked.count,
        where={name.strip(): value.strip() for name, _, value in pairs},
        rename={} if asked.rename is None else read_renames(asked.rename, asked.encoding),
        encoding=asked.encoding,
        order=asked.date_order,
    )


class _BadRows:
    """Keeps the first rows that could not be read, and writes all of them where asked."""

    def __init__(self, asked: Asked) -> None:
        self.path, self.language = asked.bad_rows, asked.language
        self.shown: list[str] = []
        self.n = 0
        self.file: TextIO | None = None
        self.writer: Any = None

    def __enter__(self) -> _BadRows:
        if self.path is not None:
            self.file = self.path.open("w", encoding="utf-8", newline="")
            self.writer = csv.writer(self.file)
            self.writer.writerow(("line", "reason"))
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()

    def take(self, line: int, fault: EvidenceFault) -> None:
        self.n += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(f"  {line}: {fault}")
        if self.writer is not None:
            self.writer.writerow((line, str(fault)))

    def tell(self) -> None:
        if not self.n:
            return
        n = number(self.n, self.language)
        head = pick(
            self.language,
            f"Rows that cannot be read, by line: {n}. They are left out; the others count.",
            f"Lignes illisibles : {n}. Elles sont écartées ; les autres comptent.",
        )
        lines = [head, *self.shown]
        if self.path is not None:
            lines.append(f"→ {self.path}")
        elif self.n > len(self.shown):
            more = number(self.n - len(self.shown), self.language)
            lines.append(
                pick(
                    self.language,
                    f"  and {more} more; --bad-rows FILE lists them all.",
                    f"  et {more} de plus ; --bad-rows FICHIER les énumère toutes.",
                )
            )
        click.echo("\n".join(lines), err=True)


def borders_of(counted: Counted, asked: Asked) -> Borders | None:
    """Read the outlines, when some were given."""
    if asked.borders is None:
        return None
    return read_borders(asked.borders, counted.panel.areas, name=asked.border_name)


def names_in(text: str) -> tuple[str, ...]:
    """Return names written with commas between; one with a comma in it stands in quotes."""
    cells = next(csv.reader([text], skipinitialspace=True), [])
    return tuple(name.strip() for name in cells if name.strip())


def month_in(text: str, option: str, months: tuple[str, ...]) -> str:
    """Return a month as the panel names it; nothing stays nothing."""
    if not text:
        return ""
    found = MONTH.fullmatch(text.strip())
    if found is None:
        raise click.ClickException(f"{option}: {text!r} is not a month; write it as 2023-01.")
    name = f"{found[1]}-{int(found[2]):02d}"
    if name not in months:
        span = f"{months[0]} to {months[-1]}"
        raise click.ClickException(f"{option}: {name!r} is no whole month of the file ({span}).")
    return name


def refuse_unknown(names: tuple[str, ...], areas: tuple[str, ...]) -> None:
    """Refuse names of areas without events."""
    unknown = [name for name in names if name not in areas]
    if unknown:
        told, known = ", ".join(map(repr, unknown)), ", ".join(areas)
        asked = "".join(did_you_mean(name, areas) for name in unknown)
        raise click.ClickException(f"No event lies in {told}. Areas with events: {known}.{asked}")


def _grouped(groups: tuple[tuple[str, ...], ...]) -> str:
    some = [" = ".join(group) for group in groups[:MOST_SHOWN]]
    return ", ".join([*some, "…"] if len(groups) > len(some) else some)


def basis(counted: Counted, language: str) -> list[str]:
    """Say what was left out on the way."""
    lost, bad = (number(x, language) for x in (counted.n_without_area, counted.n_bad))
    partial, never = ", ".join(counted.partial_months), ", ".join(counted.never_met)
    silent, alike = ", ".join(counted.silent_months), _grouped(counted.alike)
    lines = (
        (
            counted.n_without_area,
            f"{lost} events name no area.",
            f"{lost} événements sans secteur.",
        ),
        (counted.n_bad, f"{bad} rows could not be read.", f"{bad} lignes étaient illisibles."),
        (
            partial,
            f"Left out, since the file has only a part of it: {partial}.",
            f"Non utilisé, car le fichier n’en a qu’une partie : {partial}.",
        ),
        (
            silent,
            f"Without any record, though counted as nought (lost?): {silent}.",
            f"Sans aucun enregistrement, mais comptés comme zéro (perdus ?) : {silent}.",
        ),
        (
            alike,
            f"Counted as different areas, though written alike (--rename joins them): {alike}.",
            f"Comptés à part, bien qu’écrits pareil (--rename les réunit) : {alike}.",
        ),
        (
            never,
            f"Names to change that the file does not hold: {never}.",
            f"Noms à changer que le fichier ne contient pas : {never}.",
        ),
    )
    return [pick(language, english, french) for there, english, french in lines if there]
