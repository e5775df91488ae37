"""Views of the Hub's figures as pictures with their tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.evidence.pictures import IntervalChart, IntervalRow, Picture, draw_interval_chart
from commonbeat.evidence.pictures.telling import too_few
from commonbeat.evidence.proportions import Proportion
from commonbeat.workflows.hub_figures import Line, PairView, View

MOST = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the ui kit takes it; `rest` says in words what a picture of shares cannot."""

    svg: SafeString | None
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: tuple[str, ...] = ()


def picture_of(view: View) -> Shown:
    """Shares side by side; times, and lines that may not be shown, in words."""
    language = get_language() or "en"
    shares = [one for one in view.lines if isinstance(one.estimate, Proportion)]
    others = [one for one in view.lines if one.estimate and one not in shares]
    headers = (_("What"), _("Share"), _("Likely range"), _("Number"), _("Out of"))
    rows = tuple(_row(one, language) for one in view.lines)
    rest = tuple(one.sentence(language) for one in others)
    if not shares:
        return Shown(None, too_few(language).capitalize(), headers, rows, rest)
    picture = draw_interval_chart(
        IntervalChart(
            title=view.table.text(language),
            rows=tuple(_interval(one, language) for one in shares[:MOST]),
            row_name=_("What"),
            language=language,
        )
    )
    return Shown(_safe(picture), picture.description, headers, rows, rest)


def picture_of_pairs(view: PairView) -> Shown:
    """How many times as often as by chance, for each pair that stands out."""
    language = get_language() or "en"
    headers = (_("Together"), _("Times as often"), _("Likely range"), _("Situations"))
    if not view.lines:
        return Shown(None, view.result.sentence(language), headers, ())
    rows = tuple(
        IntervalRow(one.text(language), one.pair.estimate, one.pair.lower, one.pair.upper)
        for one in view.lines[:MOST]
    )
    picture = draw_interval_chart(
        IntervalChart(
            title=_("Times as often together as by chance"),
            rows=rows,
            unit="score",
            value_name=_("Times as often"),
            row_name=_("Together"),
            reference=1.0,
            reference_label=_("By chance"),
            language=language,
        )
    )
    told = tuple(
        (*cells[:3], str(one.pair.n_together))
        for cells, one in zip(picture.table.rows, view.lines, strict=False)
    )
    return Shown(_safe(picture), picture.description, headers, told)


def _interval(line: Line, language: str) -> IntervalRow:
    estimate = line.estimate
    if estimate is None or math.isinf(estimate.estimate):
        return IntervalRow(line.text(language), None)
    return IntervalRow(
        line.text(language), estimate.estimate, estimate.lower, estimate.upper, estimate.n
    )


def _row(line: Line, language: str) -> tuple[str, ...]:
    estimate = line.estimate
    if not isinstance(estimate, Proportion):
        said = estimate.sentence(language) if estimate else too_few(language)
        return line.text(language), said, "–", "–", "–"
    share, low, high = estimate.percents(language)
    span = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return line.text(language), share, span, str(estimate.n_marked), str(estimate.n)


def _safe(picture: Picture) -> SafeString:
    return mark_safe(picture.svg)  # noqa: S308  evidence escapes every word it draws
