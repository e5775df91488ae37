"""docs/validity.md and its pictures, from the tallies."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

from benchmarks.validity.placebo import Row
from benchmarks.validity.study import (
    BY_T,
    DEFAULT,
    DEFAULT_ALL,
    SURGE,
    TREND,
    VERDICT,
    Cell,
    main_worlds,
)
from benchmarks.validity.tally import (
    CORRECTED,
    HIGH,
    LOW,
    NAIVE,
    Found,
    answered,
    beyond_chance,
    goals,
    of,
    span,
    summary,
    unpicked,
)
from benchmarks.validity.towns import World
from benchmarks.validity.words import AFTER_PLACEBO, HOW, METHOD, METHODS, PICKED, WHERE_IT_FAILS
from commonbeat.evidence.pictures import IntervalChart, IntervalRow, draw_interval_chart

__all__ = ["summary", "write"]
ESTIMATORS = (
    *(DEFAULT, DEFAULT_ALL, BY_T, "sham sets", TREND, "synthetic control"),
    *("synthetic difference", VERDICT, "controlled interrupted series", "interrupted series"),
    *("relative effect, Farrington", "relative effect, Poisson", "displacement difference"),
    *("before and after", NAIVE),
)
KEPT = (DEFAULT, BY_T, NAIVE, CORRECTED, SURGE)  # of worlds beyond the main ones
SLOW = (VERDICT, TREND, "synthetic control", "synthetic difference")
SHOWN, ALARMS = 25, 50


def write(found: Found, rows: list[Row], n_towns: int, docs: Path) -> None:
    """Write the page, its pictures and all cells as a table."""
    folder = docs / "validity"
    folder.mkdir(parents=True, exist_ok=True)
    _pictures(found, rows, n_towns, folder)
    _cells(found, folder / "cells.csv")
    parts = [
        HOW.format(
            n_worlds=len(found),
            n_towns=n_towns,
            n_cells=4 * len(found),
            wander=196 * (0.95 * 0.05 / n_towns) ** 0.5,
        ),
        _goals(found, n_towns),
        METHOD,
        METHODS,
        _methods(found, n_towns),
        _nuisances(found, n_towns),
        PICKED.format(false_alarms=_false_alarms(found)),
        _picked(found, n_towns),
        WHERE_IT_FAILS,
        _failures(found, n_towns),
        _after_placebo(rows),
        _placebo(rows),
    ]
    (docs / "validity.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [f"| {' | '.join(header)} |"]
    lines.append("|" + " --- |" * (lines[0].count("|") - 1))
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


def _goals(found: Found, n_towns: int) -> str:
    rows = [
        (goal.words, f"{goal.n_reached} of {goal.n_cells}", _share(goal.n_reached / goal.n_cells))
        for goal in goals(found, n_towns)
        if goal.n_cells
    ]
    return _table(("To be reached by the default, in every cell", "cells", "share"), rows)


def _methods(found: Found, n_towns: int) -> str:
    rows = []
    for name in ESTIMATORS:
        cells = [c for _, c in of(unpicked(found), name, 0.0) if c.n]
        cells = [c for c in cells if answered(c, n_towns) or name in SLOW]
        if cells:
            false = span([c.false_positives for c in cells])
            cover = span([c.coverage for c in cells])
            told = (f"{_share(x[0])} ({_share(x[1])} to {_share(x[2])})" for x in (false, cover))
            rows.append((name, *told, str(len(cells)), *_power(found, name, n_towns)))
    header = ("method", "false positives: middle (range)", "coverage: middle (range)")
    return _table((*header, "worlds", "sees −10%", "sees −25%", "sees −62%"), rows)


def _power(found: Found, name: str, n_towns: int) -> list[str]:
    """Share of towns told as a fall: the middle of the worlds."""
    told = []
    for effect in (-0.10, -0.25, -0.62):
        cells = [c.fell for _, c in of(unpicked(found), name, effect) if answered(c, n_towns)]
        told.append(_share(span(cells)[0]) if cells else "–")
    return told


def _nuisances(found: Found, n_towns: int) -> str:
    """The default in the main worlds."""
    rows = []
    for world in main_worlds():
        cells = {c.effect: c for w, c in of(unpicked(found), DEFAULT) if w == world}
        if not cells:
            continue
        none = cells[0.0]
        if not answered(none, n_towns):
            rows.append((world.name, f"refused in {_share(1 - none.n / n_towns)}", *["–"] * 5))
            continue
        power = (_share(cells[e].fell) for e in (-0.10, -0.25, -0.62))
        figures = (f"{none.bias:+.3f}", _share(none.coverage), _share(none.false_positives))
        rows.append((world.name, *figures, *power))
    header = ("default, each nuisance by itself", "bias (log)", "coverage", "false positives")
    return _table((*header, "sees −10%", "sees −25%", "sees −62%"), rows)


def _false_alarms(found: Found) -> str:
    """How often the warning fires where areas were not picked: the range over worlds."""
    shares = [c.rose for _, c in of(unpicked(found), SURGE) if c.n >= ALARMS]
    return f"{_share(min(shares))} to {_share(max(shares))}" if shares else "an unknown share"


def _picked(found: Found, n_towns: int) -> str:
    rows = []
    for world in (w for w in main_worlds() if w.picked != "random" and w in found):
        cells = {c.estimator: c for c in found[world] if c.effect == 0}
        if not answered(cells[DEFAULT], n_towns):
            continue
        names = (NAIVE, DEFAULT, CORRECTED)
        biases = (f"{cells[name].bias:+.3f}" for name in names)
        part = _share(abs(cells[CORRECTED].bias) / abs(cells[NAIVE].bias))
        false = (_share(cells[name].false_positives) for name in (*names, VERDICT))
        rows.append((world.name, *biases, part, *false, _share(cells[SURGE].rose)))
    header = ("world", "bias: a year each", "default", "corrected", "corrected of naive")
    told = ("false: a year each", "default", "corrected", "whole plan", "warning fires")
    return _table((*header, *told), rows)


def _failures(found: Found, n_towns: int) -> str:
    goal = goals(found, n_towns)[0]
    missed = sorted(goal.missed, key=lambda pair: pair[1].coverage)
    real = [p for p in missed if abs(beyond_chance(p[1])) > 3]
    low = [p for p in missed if p[1].coverage < 0.95]
    told = (
        f"Of {goal.n_cells} cells {len(missed)} lie outside, {len(low)} of them below; "
        f"{len(real)} lie further from 95% than three standard errors, which chance alone would "
        f"do in about {0.0027 * goal.n_cells:.0f}. The lowest and the highest:"
    )
    shown = [*missed[: SHOWN - 5], *missed[-5:]] if len(missed) > SHOWN else missed
    rows = [
        (w.name, f"{c.effect:.0%}", str(c.n), f"{c.bias:+.3f}", _share(c.coverage))
        for w, c in shown
    ]
    return told + "\n\n" + _table(("world", "effect", "towns answered", "bias", "coverage"), rows)


def _after_placebo(rows: list[Row]) -> str:
    cried = [row.naive for row in rows] or [0.0]
    return AFTER_PLACEBO.format(
        n_rows=len(rows),
        n_inside=sum(LOW <= row.covers <= HIGH for row in rows),
        naive_low=_share(min(cried)),
        naive_high=_share(max(cried)),
    )


def _placebo(rows: list[Row]) -> str:
    if not rows:
        return "The files were not there when this page was written."
    header = ("series", "areas", "treated", "before and after", "relative effect, Poisson")
    return _table(
        (*header, "sham sets", "Student's t", "default", "default covers no effect"),
        [
            (
                r.series,
                str(r.n_areas),
                str(r.n_treated),
                *map(_share, (r.naive, r.poisson, r.sets, r.student, r.default, r.covers)),
            )
            for r in rows
        ],
    )


def _pictures(found: Found, rows: list[Row], n_towns: int, folder: Path) -> None:
    false = []
    for name in ESTIMATORS:
        cells = [c.false_positives for _, c in of(unpicked(found), name, 0.0)
                 if answered(c, n_towns)]  # fmt: skip
        if cells:
            false.append((name, *span(cells)))
    _draw(folder / "false-positives.svg", "Nothing was done, yet told as an effect", false, 0.05)
    power = []
    for n in (1, 3, 8):
        for effect in (-0.10, -0.25, -0.62):
            pairs = of(unpicked(found), DEFAULT, effect)
            cells = [c.fell for w, c in pairs if w.n_treated == n and answered(c, n_towns)]
            if cells:
                power.append((f"{n} treated, {effect:.0%}".replace("-", "−"), *span(cells)))
    _draw(folder / "power.svg", "How often a fall of that size is seen", power, 0.8)
    real = [(r.series, r.default, r.default, r.naive) for r in rows if r.n_treated == 3]
    if real:
        title = "Sham programmes told as success: the default (dot) and before and after (end)"
        _draw(folder / "placebo.svg", title, real, 0.05)


def _draw(
    path: Path, title: str, rows: list[tuple[str, float, float, float]], guide: float
) -> None:
    chart = IntervalChart(
        title, tuple(IntervalRow(*row) for row in rows), reference=guide, width=560
    )
    # A file is shown on any page, dark ones too, so it brings its own paper.
    head, rest = draw_interval_chart(chart).svg.split("</desc>", 1)
    paper = '<rect width="100%" height="100%" fill="white" fill-opacity="1"/>'
    path.write_text(f"{head}</desc>{paper}{rest}\n", encoding="utf-8")


def _cells(found: Found, path: Path) -> None:
    names = [f.name for f in fields(World)], [f.name for f in fields(Cell)]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow([*names[0], *names[1]])
        whole = main_worlds()
        for world, cells in sorted(found.items()):
            for cell in (c for c in cells if world in whole or c.estimator in KEPT):
                told = [f"{v:.4g}" if isinstance(v, float) else v for v in asdict(cell).values()]
                rows.writerow([*asdict(world).values(), *told])
