"""Say honestly whether something worked, from a plain CSV file. Needs no database."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from commonbeat.core.clock import now
from commonbeat.evidence.borders import Borders, read_borders
from commonbeat.evidence.counts.csvfile import Counted, Reading, read_counts
from commonbeat.evidence.effects.enough import what_is_missing
from commonbeat.evidence.effects.finding import Finding, run_plan
from commonbeat.evidence.effects.plan import Chosen, FrozenPlan, Plan, freeze
from commonbeat.evidence.faults import EvidenceFault
from commonbeat.evidence.pictures.findings import draw_finding, draw_months
from commonbeat.evidence.wording import number, pick

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def evidence() -> None:
    """What the numbers can and cannot say."""


@evidence.command()
@click.argument("file", type=FILE)
@click.option("--areas", required=True, help="Column with the name of the area.")
@click.option("--treated", default="", help="Areas where something was done, with commas.")
@click.option("--start", default="", help="First month of it, such as 2023-01.")
@click.option("--date", default="", help="Date column, or YEAR,MONTH,DAY columns. Else guessed.")
@click.option("--count", default="", help="Column of counts. Else each row is one event.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only such rows.")
@click.option("--first", default="", help="First month to use. Else the first whole one.")
@click.option("--last", default="", help="Last month to use. Else the last whole one.")
@click.option(
    "--chosen",
    type=click.Choice([each.value for each in Chosen]),
    help="How the areas came to be chosen. Unsaid, they count as chosen by need.",
)
@click.option("--leave-out", default="", help="Areas that are no fair comparison, with commas.")
@click.option("--borders", type=FILE, help="GeoJSON outlines: neighbours are told apart.")
@click.option("--border-name", default="", help="Property with the name. Else guessed.")
@click.option("--plan", "plan_in", type=FILE, help="A plan written earlier by --plan-out.")
@click.option("--plan-out", type=OUT, help="Write the plan, with its fingerprint.")
@click.option("--picture", type=OUT, help="Write an SVG picture, and one of the months.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@click.option("--seed", default=0, show_default=True, help="Of the sham programmes.")
def effect(file: Path, **given: object) -> None:
    """Did it work? Change of the treated areas against all others, from a CSV file (.gz too)."""
    wish = Wish(**given)  # type: ignore[arg-type]
    try:
        counted = _read(file, wish)
        borders = _borders(counted, wish)
        frozen = _plan(counted, borders, wish)
        _refuse_too_little(frozen.plan, counted, wish.language)
        touching = None if borders is None else borders.touching
        finding = run_plan(frozen, counted.panel, borders=touching)
        _tell(finding, counted, borders, wish)
        _write(finding, counted, wish)
    except EvidenceFault as fault:
        raise click.ClickException(str(fault)) from None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked on the command line."""

    areas: str
    treated: str
    start: str
    date: str
    count: str
    where: tuple[str, ...]
    first: str
    last: str
    chosen: str | None
    leave_out: str
    borders: Path | None
    border_name: str
    plan_in: Path | None
    plan_out: Path | None
    picture: Path | None
    language: str
    seed: int


def _read(file: Path, wish: Wish) -> Counted:
    pairs = [each.partition("=") for each in wish.where]
    bad = next((name for name, sign, _ in pairs if not sign), None)
    if bad is not None:
        raise click.BadParameter(f"{bad!r}: write COLUMN=VALUE", param_hint="--where")
    where = {name.strip(): value.strip() for name, _, value in pairs}
    reading = Reading(wish.areas, date=wish.date, count=wish.count, where=where)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f} rows"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"Reading {file.name}", total=None)
        return read_counts(file, reading, progress=lambda n: progress.update(task, completed=n))


def _borders(counted: Counted, wish: Wish) -> Borders | None:
    if wish.borders is None:
        return None
    return read_borders(wish.borders, counted.panel.areas, name=wish.border_name)


def _plan(counted: Counted, borders: Borders | None, wish: Wish) -> FrozenPlan:
    if wish.plan_in is not None:
        return _plan_from(wish.plan_in)
    treated, left_out = _names(wish.treated), _names(wish.leave_out)
    if not treated or not wish.start:
        raise click.UsageError("Give --treated and --start, or --plan.")
    panel = counted.panel
    _refuse_unknown((*treated, *left_out), panel.areas)
    near = borders.around(treated) if borders else ()
    neighbours = tuple(name for name in near if name not in left_out)
    gone = {*treated, *left_out, *neighbours}
    what = ", ".join(wish.where) or pick(wish.language, "events", "événements")
    return freeze(
        Plan(
            title=pick(wish.language, "Did it work?", "Est-ce que ça a marché ?"),
            measure=what,
            treated=treated,
            comparison=tuple(name for name in panel.areas if name not in gone),
            neighbours=neighbours,
            first_month=wish.first or panel.months[0],
            start_month=wish.start,
            last_month=wish.last or panel.months[-1],
            chosen=Chosen(wish.chosen or Chosen.BY_NEED),
            locked_on=now().date().isoformat(),
            seed=wish.seed,
        )
    )


def _refuse_unknown(names: tuple[str, ...], areas: tuple[str, ...]) -> None:
    unknown = ", ".join(repr(name) for name in names if name not in areas)
    if unknown:
        known = ", ".join(areas)
        raise click.ClickException(f"No event lies in {unknown}. Areas with events: {known}.")


def _plan_from(path: Path) -> FrozenPlan:
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        fields = dict(written["plan"])
        for name in ("treated", "comparison", "neighbours"):
            fields[name] = tuple(fields[name])
        frozen = FrozenPlan(
            Plan(**fields | {"chosen": Chosen(fields["chosen"])}), str(written["fingerprint"])
        )
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(f"{path.name} is not a plan written by --plan-out.") from None
    frozen.opened()
    return frozen


def _refuse_too_little(plan: Plan, counted: Counted, language: str) -> None:
    missing = what_is_missing(plan, counted.panel, language)
    if missing:
        head = pick(language, "Cannot be answered.", "Pas de réponse possible.")
        raise click.ClickException("\n  ".join((head, *missing)))


def _tell(finding: Finding, counted: Counted, borders: Borders | None, wish: Wish) -> None:
    language = wish.language
    click.echo(_basis(finding, counted, language))
    click.echo("")
    click.secho(finding.sentence(language), bold=True)
    click.echo(finding.placebo.sentence(language))
    if finding.next_door is not None:
        near = pick(language, "Places next door", "Lieux voisins")
        click.echo(f"{near} ({', '.join(finding.plan.neighbours)}):")
        click.echo(f"  {finding.next_door.sentence(language)}")
    for remark in (*finding.remarks(language), *_notes(borders, wish)):
        click.echo(f"- {remark}")


def _basis(finding: Finding, counted: Counted, language: str) -> str:
    plan, n_areas = finding.plan, len(counted.panel.areas)
    n, lost = (number(x, language) for x in (counted.n_events, counted.n_without_area))
    span = f"{plan.first_month} – {plan.last_month}"
    partial = ", ".join(counted.partial_months)
    lines = [
        pick(
            language,
            f"{n} events in {n_areas} areas; {span}, start {plan.start_month}.",
            f"{n} événements dans {n_areas} secteurs ; {span}, début {plan.start_month}.",
        )
    ]
    if counted.n_without_area:
        lines.append(
            pick(language, f"{lost} events name no area.", f"{lost} événements sans secteur.")
        )
    if partial:
        lines.append(
            pick(
                language,
                f"Left out, since the file has only a part of it: {partial}.",
                f"Non utilisé, car le fichier n’en a qu’une partie : {partial}.",
            )
        )
    return "\n".join(lines)


def _notes(borders: Borders | None, wish: Wish) -> list[str]:
    notes = []
    if wish.chosen is None and wish.plan_in is None:
        notes.append(
            pick(
                wish.language,
                "How the areas were chosen was not said (--chosen), so they count as chosen by "
                "need.",
                "On n’a pas dit comment les secteurs ont été choisis (--chosen) ; ils comptent "
                "donc comme choisis selon le besoin.",
            )
        )
    if borders is not None and borders.unknown:
        names = ", ".join(borders.unknown)
        notes.append(
            pick(
                wish.language,
                f"Without an outline, so without known neighbours: {names}.",
                f"Sans contour, donc sans voisins connus : {names}.",
            )
        )
    return notes


def _write(finding: Finding, counted: Counted, wish: Wish) -> None:
    if wish.plan_out is not None:
        plan = dataclasses.asdict(finding.plan)
        text = json.dumps(
            {"plan": plan, "fingerprint": finding.fingerprint}, ensure_ascii=False, indent=2
        )
        wish.plan_out.write_text(text + "\n", encoding="utf-8")
        _told(wish.plan_out)
    if wish.picture is not None:
        picture = draw_finding(finding, language=wish.language)
        months = draw_months(finding, counted.panel, language=wish.language)
        beside = wish.picture.with_stem(f"{wish.picture.stem}-months")
        for path, drawn in ((wish.picture, picture), (beside, months)):
            path.write_text(drawn.svg, encoding="utf-8")
            _told(path)


def _told(path: Path) -> None:
    click.echo(f"→ {path}", err=True)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
