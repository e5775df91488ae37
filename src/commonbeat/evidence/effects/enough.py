"""Is there enough to answer at all? If not: what would be."""

import math

from commonbeat.evidence.effects.calibrated import LEAST_EVENTS
from commonbeat.evidence.effects.changes import LEAST_COMPARISONS
from commonbeat.evidence.effects.panel import Panel
from commonbeat.evidence.effects.plan import Plan
from commonbeat.evidence.wording import number, pick

LEAST_BEFORE, LEAST_AFTER = 12, 3


def what_is_missing(plan: Plan, panel: Panel, language: str = "en") -> tuple[str, ...]:
    """Say in sentences what is too little for an answer and what would be enough.

    Empty when the plan can be answered. Raises OutOfRange (areas or months not in the panel).
    """
    here = panel.only(plan.treated, plan.first_month, plan.last_month)
    start = here.month(plan.start_month)
    told = [_few_areas(len(plan.comparison), language)]
    for part, before in ((here.counts[:, :start], True), (here.counts[:, start:], False)):
        told.append(_few_months(part.shape[1], before, language))
        told.append(_few_events(int(part.sum()), part.shape[1], before, language))
    return tuple(sentence for sentence in told if sentence)


def _few_areas(n: int, language: str) -> str:
    if n >= LEAST_COMPARISONS:
        return ""
    least = number(LEAST_COMPARISONS, language)
    return pick(
        language,
        f"There are {n} comparison areas; at least {least} are needed to learn how much areas "
        "vary by themselves. Smaller areas, or areas of a neighbouring town, would give more.",
        f"Il y a {n} secteurs de comparaison ; il en faut au moins {least} pour savoir combien "
        "les secteurs varient d’eux-mêmes. Des secteurs plus petits, ou ceux d’une ville "
        "voisine, en donneraient plus.",
    )


def _few_months(n: int, before: bool, language: str) -> str:
    least = LEAST_BEFORE if before else LEAST_AFTER
    if n >= least:
        return ""
    side = _side(before, language)
    return pick(
        language,
        f"There are {n} whole months {side}; at least {least} are needed.",
        f"Il y a {n} mois entiers {side} ; il en faut au moins {least}.",
    )


def _few_events(n: int, months: int, before: bool, language: str) -> str:
    if n >= LEAST_EVENTS or not months:
        return ""
    side, least = _side(before, language), number(LEAST_EVENTS, language)
    enough = math.ceil(LEAST_EVENTS * months / n) if n else 0
    text = pick(
        language,
        f"The treated areas had {n} events {side}; at least {least} are needed.",
        f"Les secteurs traités ont eu {n} événements {side} ; il en faut au moins {least}.",
    )
    if not enough:
        return text
    return text + pick(
        language,
        f" At this pace {enough} months would be enough.",
        f" À ce rythme, {enough} mois suffiraient.",
    )


def _side(before: bool, language: str) -> str:
    if before:
        return pick(language, "before the start", "avant le début")
    return pick(language, "from the start on", "à partir du début")
