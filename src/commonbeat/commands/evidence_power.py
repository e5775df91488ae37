"""Ask before the start: how large a fall could be seen with these areas and months?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from commonbeat.commands.evidence_files import (
    FILE,
    Asked,
    basis,
    borders_of,
    file_options,
    month_in,
    names_in,
    read_file,
    refuse_unknown,
)
from commonbeat.evidence.counts.csvfile import Counted
from commonbeat.evidence.effects.panel import Panel
from commonbeat.evidence.effects.power import VisibleFall, smallest_visible_fall
from commonbeat.evidence.faults import EvidenceFault, OutOfRange, TooFew
from commonbeat.evidence.wording import number, percent, pick

FALLS = (0.05, 0.10, 0.20, 0.30, 0.50)
OTHER_LENGTHS = (6, 12, 24)
USUAL_BEFORE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Asked):
    """What was asked on the command line."""

    treated: str
    before: int | None
    after: int
    chance: float


@click.command()
@click.argument("file", type=FILE)
@click.option("--treated", required=True, help="Areas where something is to be done, with commas.")
@click.option(
    "--before",
    type=click.IntRange(min=1),
    help="Months to compare with. Else 24, or what the file has.",
)
@click.option(
    "--after",
    type=click.IntRange(min=1),
    default=12,
    show_default=True,
    help="Months to wait from the start on.",
)
@click.option(
    "--chance",
    type=click.FloatRange(0.5, 0.99),
    default=0.8,
    show_default=True,
    help="How sure to be of seeing it.",
)
@file_options
def power(file: Path, **given: object) -> None:
    """Before the start: what could be seen? From the months in which nothing was done.

    The file holds the time before the start, one event a row (.gz too).
    """
    question = Question(**given)  # type: ignore[arg-type]
    try:
        counted = read_file(file, question)
        _answer(counted, question)
    except EvidenceFault as fault:
        raise click.ClickException(str(fault)) from None


def _answer(counted: Counted, question: Question) -> None:
    panel = _cut(counted.panel, question)
    treated, left_out = _places(counted, panel, question)
    n_before = question.before or _usual_before(panel, question.after)

    def visible(n_after: int) -> VisibleFall:
        return smallest_visible_fall(
            panel.counts,
            treated,
            n_before=n_before,
            n_after=n_after,
            leave_out=left_out,
            power=question.chance,
        )

    found, language = visible(question.after), question.language
    click.echo(_head(counted, panel, n_before, question))
    click.echo("")
    click.secho(found.sentence(language), bold=True)
    for line in _chances(found, language):
        click.echo(line)
    room = [n for n in OTHER_LENGTHS if n != question.after and n_before + n <= len(panel.months)]
    for n in room:
        click.echo(_longer(n, visible(n), language))
    for remark in found.remarks(language):
        click.echo(f"- {remark}")


def _cut(panel: Panel, question: Question) -> Panel:
    first = month_in(question.first, "--first", panel.months) or panel.months[0]
    last = month_in(question.last, "--last", panel.months) or panel.months[-1]
    return panel.only(panel.areas, first, last)


def _places(counted: Counted, panel: Panel, question: Question) -> tuple[list[int], list[int]]:
    """Return where the treated areas stand, and those left out of the comparison."""
    treated, left_out = names_in(question.treated), names_in(question.leave_out)
    refuse_unknown((*treated, *left_out), panel.areas)
    borders = borders_of(counted, question)
    near = borders.around(treated) if borders else ()
    gone = dict.fromkeys((*left_out, *near))
    if len(set(treated)) < len(treated):
        raise OutOfRange("--treated", 0, repr(question.treated), "each area once")
    return panel.places(treated), panel.places([name for name in gone if name not in treated])


def _usual_before(panel: Panel, n_after: int) -> int:
    left = len(panel.months) - n_after
    if left < 1:
        raise TooFew("months in the file", len(panel.months), n_after + USUAL_BEFORE)
    return min(USUAL_BEFORE, left)


def _head(counted: Counted, panel: Panel, n_before: int, question: Question) -> str:
    language = question.language
    n, n_areas = (number(x, language) for x in (counted.n_events, len(panel.areas)))
    span = f"{panel.months[0]} – {panel.months[-1]}"
    head = pick(
        language,
        f"{n} events in {n_areas} areas; {span}. {n_before} months before the start against "
        f"{question.after} from it on.",
        f"{n} événements dans {n_areas} secteurs ; {span}. {n_before} mois avant le début et "
        f"{question.after} mois ensuite.",
    )
    return "\n".join((head, *basis(counted, language)))


def _chances(found: VisibleFall, language: str) -> Iterator[str]:
    """Say for each fall how likely it would be seen; a small one is one you will not see."""
    for fall in FALLS:
        size, chance = percent(fall, language), percent(found.chance_to_see(fall), language)
        yield pick(
            language,
            f"  A fall of {size}: seen {chance} of the time.",
            f"  Une baisse de {size} : vue {chance} du temps.",
        )


def _longer(n_after: int, found: VisibleFall, language: str) -> str:
    fall = percent(found.estimate, language)
    return pick(
        language,
        f"After {n_after} months: a fall of {fall} or more.",
        f"Après {n_after} mois : une baisse de {fall} ou plus.",
    )
