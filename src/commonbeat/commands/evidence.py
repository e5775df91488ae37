"""Say honestly whether something worked, from a plain CSV file. Needs no database."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from commonbeat.commands.evidence_files import (
    FILE,
    OUT,
    Asked,
    basis,
    borders_of,
    file_options,
    month_in,
    names_in,
    read_file,
    refuse_unknown,
)
from commonbeat.commands.evidence_power import power
from commonbeat.core.clock import now
from commonbeat.evidence.borders import Borders
from commonbeat.evidence.counts.csvfile import Counted
from commonbeat.evidence.effects.enough import what_is_missing
from commonbeat.evidence.effects.finding import Finding, run_plan
from commonbeat.evidence.effects.plan import Chosen, FrozenPlan, Plan, freeze
from commonbeat.evidence.faults import EvidenceFault
from commonbeat.evidence.pictures.findings import draw_finding, draw_months
from commonbeat.evidence.wording import number, pick


@click.group()
def evidence() -> None:
    """What the numbers can and cannot say."""


evidence.add_command(power)


@evidence.command()
@click.argument("file", type=FILE)
@click.option("--treated", default="", help="Areas where something was done, with commas.")
@click.option("--start", default="", help="First month of it, such as 2023-01.")
@click.option(
    "--chosen",
    type=click.Choice([each.value for each in Chosen]),
    help="How the areas came to be chosen. Unsaid, they count as chosen by need.",
)
@file_options
@click.option("--plan", "plan_in", type=FILE, help="A plan written earlier by --plan-out.")
@click.option("--plan-out", type=OUT, help="Write the plan, with its fingerprint.")
@click.option("--picture", type=OUT, help="Write an SVG picture, and one of the months.")
@click.option("--seed", default=0, show_default=True, help="Of the sham programmes.")
def effect(file: Path, **given: object) -> None:
    """Did it work? Change of the treated areas against all others, from a CSV file (.gz too)."""
    wish = Wish(**given)  # type: ignore[arg-type]
    try:
        counted = read_file(file, wish)
        borders = borders_of(counted, wish)
        frozen = _plan(counted, borders, wish)
        _refuse_too_little(frozen.plan, counted, wish.language)
        touching = None if borders is None else borders.touching
        finding = run_plan(frozen, counted.panel, borders=touching)
        _tell(finding, counted, borders, wish)
        _write(finding, counted, wish)
    except EvidenceFault as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: {fault.strerror}") from None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Asked):
    """What was asked on the command line."""

    treated: str
    start: str
    chosen: str | None
    plan_in: Path | None
    plan_out: Path | None
    picture: Path | None
    seed: int


def _plan(counted: Counted, borders: Borders | None, wish: Wish) -> FrozenPlan:
    if wish.plan_in is not None:
        return _plan_from(wish.plan_in)
    treated, left_out = names_in(wish.treated), names_in(wish.leave_out)
    if not treated or not wish.start:
        raise click.UsageError("Give --treated and --start, or --plan.")
    panel = counted.panel
    refuse_unknown((*treated, *left_out), panel.areas)
    near = borders.around(treated) if borders else ()
    neighbours = tuple(name for name in near if name not in left_out)
    gone = {*treated, *left_out, *neighbours}
    first, start, last = (
        month_in(getattr(wish, name), f"--{name}", panel.months)
        for name in ("first", "start", "last")
    )
    what = ", ".join(wish.where) or pick(wish.language, "events", "événements")
    return freeze(
        Plan(
            title=pick(wish.language, "Did it work?", "Est-ce que ça a marché ?"),
            measure=what,
            treated=treated,
            comparison=tuple(name for name in panel.areas if name not in gone),
            neighbours=neighbours,
            first_month=first or panel.months[0],
            start_month=start,
            last_month=last or panel.months[-1],
            chosen=Chosen(wish.chosen or Chosen.BY_NEED),
            locked_on=now().date().isoformat(),
            seed=wish.seed,
        )
    )


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
    n = number(counted.n_events, language)
    span = f"{plan.first_month} – {plan.last_month}"
    head = pick(
        language,
        f"{n} events in {n_areas} areas; {span}, start {plan.start_month}.",
        f"{n} événements dans {n_areas} secteurs ; {span}, début {plan.start_month}.",
    )
    return "\n".join((head, *basis(counted, language)))


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
