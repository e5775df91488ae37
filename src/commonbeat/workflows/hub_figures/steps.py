"""How situations move through the table: threshold, visits, outcomes, thirty and ninety days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import translation

from commonbeat.domains.agencies.sectors import is_police, sector_label
from commonbeat.evidence.disclosure import open_counts
from commonbeat.evidence.periods import Group
from commonbeat.evidence.proportions import wilson
from commonbeat.workflows.hub_figures.factors import elevated
from commonbeat.workflows.hub_figures.lines import Line, View
from commonbeat.workflows.hub_figures.reading import LONG, Counts, Known

CONNECTED = ("connected", "connected_elsewhere")
UNKNOWN = ("unknown", "unanswered")
SOON = 48  # hours from the plan's beginning to the visit


@dataclass(frozen=True, slots=True)
class Measure:
    """A share: how a month splits into parts, and how many first parts make up the share."""

    code: str
    said: tuple[str, str]
    split: Callable[[Known, Counts], Group]
    n_first: int = 1
    caution: tuple[str, str] = ("", "")
    levels: tuple[int, ...] = (1, 3, 12, 60)


def step_view(known: Known) -> View:
    """Every share along the way, each of its own base."""
    base = known.opened(elevated)
    lines = tuple(_share(known, measure) for measure in MEASURES)
    return View("steps", known.table, known.span, base[0] if base else None, lines)


def mix_view(known: Known) -> View | None:
    """Which sectors brought situations, for a whole year; None for any other period.

    Sectors are shown for years alone, and only where the share of the police may be: so that
    what is hidden among sectors cannot be worked out from it.
    """
    police = known.opened(lambda counts: _police(known, counts))
    if known.span.period.length != 12:
        return None
    tally: dict[str, int] = {}
    for month in range(known.span.period.first, known.span.period.last + 1):
        for sector, n in known.months[month].counts.get("sectors", {}).items():
            tally[sector] = tally.get(sector, 0) + n
    parts = _apart(known, tally, police is not None)
    total = sum(tally.values())
    lines = [
        Line(code, *_sector(code), wilson(n, total) if n is not None else None, n)
        for code, n in parts.items()
    ]
    lines.sort(key=lambda line: -(line.n_marked or 0))
    return View("mix", known.table, known.span, total if police else None, tuple(lines))


def share_of(known: Known, code: str) -> Line:
    """One of the shares along the way, by its code."""
    return _share(known, next(one for one in MEASURES if one.code == code))


def _share(known: Known, measure: Measure) -> Line:
    parts = known.opened(lambda counts: measure.split(known, counts), levels=measure.levels)
    if parts is None:
        return Line(measure.code, *measure.said, None, None, measure.caution)
    marked = sum(parts[: measure.n_first])
    return Line(measure.code, *measure.said, wilson(marked, sum(parts)), marked, measure.caution)


def _apart(known: Known, tally: Mapping[str, int], may_show: bool) -> dict[str, int | None]:
    """Sectors by themselves; police services together, as they are shown elsewhere."""
    others = {code: n for code, n in tally.items() if not is_police(code)}
    if not may_show:
        return dict.fromkeys(["police", *others])
    shown = open_counts(others, threshold=known.least).shown if others else {}
    shown = {code: n if n and n >= known.table.threshold else None for code, n in shown.items()}
    n_police = sum(n for code, n in tally.items() if is_police(code))
    return {"police": n_police, **shown}


def _sector(code: str) -> tuple[str, str]:
    if code == "police":
        return "Police services", "Services de police"
    said = []
    for language in ("en", "fr"):
        with translation.override(language):
            said.append(sector_label(code))
    return said[0], said[1]


def _police(_known: Known, counts: Counts) -> Group:
    sectors = counts.get("sectors", {})
    n = sum(k for code, k in sectors.items() if is_police(code))
    return n, sum(sectors.values()) - n


def _threshold(_known: Known, counts: Counts) -> Group:
    return counts.get("elevated", 0), sum(counts.get("rejections", {}).values())


def outcome(known: Known, counts: Counts) -> Group:
    """Connected, lowered otherwise, not lowered: the parts of one whole, shown together."""
    group_of = {code: word.group for code, word in known.words("conclusion").items()}
    parts = [0, 0, 0]
    for code, n in counts.get("conclusions", {}).items():
        lowered = group_of.get(code) == "lowered"
        parts[0 if code in CONNECTED else 1 if lowered else 2] += n
    return tuple(parts)


def _visits(_known: Known, counts: Counts) -> Group:
    visits = counts.get("visits", {})
    refused, coercive = visits.get("refused", 0), counts.get("coercive", 0)
    return coercive, refused, sum(visits.values()) - refused - coercive


def _refused_first(known: Known, counts: Counts) -> Group:
    coercive, refused, others = _visits(known, counts)
    return refused, coercive, others


def _wait_list(_known: Known, counts: Counts) -> Group:
    n = counts.get("flags", {}).get("wait_list", 0)
    return n, counts.get("elevated", 0) - n


def _waits(counts: Counts) -> Group:
    return (sum(counts.get("hours", {}).values()) + sum(counts.get("waiting", {}).values()),)


def _within_48(_known: Known, counts: Counts) -> Group:
    soon = sum(n for hour, n in counts.get("hours", {}).items() if int(hour) < SOON)
    return soon, _waits(counts)[0] - soon


def _unknown(days: str) -> Callable[[Known, Counts], Group]:
    def split(_known: Known, counts: Counts) -> Group:
        answers = counts.get("later", {}).get(days, {})
        n = sum(answers.get(code, 0) for code in UNKNOWN)
        return n, sum(answers.values()) - n

    return split


def _later(days: str, first: str) -> Callable[[Known, Counts], Group]:
    """Of what is known: the answer named first, then the others, shown together."""

    def split(_known: Known, counts: Counts) -> Group:
        answers = counts.get("later", {}).get(days, {})
        codes = [first, *(c for c in ("improved", "stable", "worse") if c != first)]
        return tuple(answers.get(code, 0) for code in codes)

    return split


MEASURES = (
    Measure(
        "threshold",
        ("Agreed that the risk is acute", "Risque reconnu comme aigu"),
        _threshold,
        caution=(
            "A share near 100% can mean careful screening before, or too little challenge here.",
            "Une part proche de 100 % peut venir d’un bon tri en amont, ou de trop peu de débat.",
        ),
    ),
    Measure("police", ("Brought by the police", "Apportées par la police"), _police),
    Measure("wait_list", ("Flagged: on a waiting list", "Signalées : liste d’attente"), _wait_list),
    Measure(
        "within_48",
        ("Visited within 48 hours", "Visitées en 48 heures"),
        _within_48,
    ),
    Measure(
        "refused",
        ("Visits where help was refused", "Visites où l’aide a été refusée"),
        _refused_first,
        caution=(
            "To refuse is a right, not a failure.",
            "Refuser est un droit, pas un échec.",
        ),
    ),
    Measure(
        "coercive",
        ("Visits that ended by force of law", "Visites terminées par la contrainte"),
        _visits,
        caution=(
            "Apprehension, arrest, or a child taken into care.",
            "Appréhension, arrestation ou enfant pris en charge.",
        ),
    ),
    Measure(
        "lowered",
        ("Closed with the risk lowered", "Terminées avec un risque réduit"),
        outcome,
        n_first=2,
        caution=(
            "The table says so itself; it is not measured from outside.",
            "C’est la table qui le dit ; ce n’est pas mesuré de l’extérieur.",
        ),
    ),
    Measure("connected", ("Closed and connected to services", "Terminées et reliées"), outcome),
    Measure("unknown_30", ("Not known after 30 days", "Inconnu après 30 jours"), _unknown("30")),
    Measure("unknown_90", ("Not known after 90 days", "Inconnu après 90 jours"), _unknown("90")),
    Measure(
        "better_30",
        ("Better after 30 days, of those known", "Mieux après 30 jours, parmi les cas connus"),
        _later("30", "improved"),
        levels=LONG,
    ),
    Measure(
        "worse_30",
        ("Worse after 30 days, of those known", "Pire après 30 jours, parmi les cas connus"),
        _later("30", "worse"),
        levels=LONG,
    ),
    Measure(
        "better_90",
        ("Better after 90 days, of those known", "Mieux après 90 jours, parmi les cas connus"),
        _later("90", "improved"),
        levels=LONG,
    ),
    Measure(
        "worse_90",
        ("Worse after 90 days, of those known", "Pire après 90 jours, parmi les cas connus"),
        _later("90", "worse"),
        levels=LONG,
    ),
)
