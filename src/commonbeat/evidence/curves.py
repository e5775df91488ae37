"""Kaplan–Meier curves: how many are still waiting after how long, open cases counted."""

import math
from dataclasses import dataclass

import numpy as np
import scipy

from commonbeat.evidence.checks import single, within
from commonbeat.evidence.faults import BeyondObservation, OutOfRange
from commonbeat.evidence.proportions import FEW, clopper_pearson_limits, wilson_limits
from commonbeat.evidence.results import Caution, Estimate, Told
from commonbeat.evidence.spans import Quantile
from commonbeat.evidence.wording import counted, number, pick, with_unit

KAPLAN_MEIER = (
    "Kaplan, E. L. & Meier, P. (1958). Journal of the American Statistical Association "
    "53:457–481; log-log limits: Kalbfleisch & Prentice (1980)."
)
BROOKMEYER = "Brookmeyer, R. & Crowley, J. (1982). Biometrics 38:29–41."
LIMITS = ("best", "log-log", "log", "plain")
SAME = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareByTime(Estimate):
    """The share of cases done by a given time, open cases counted for what is known of them."""

    time: float
    unit: str
    n_open: int
    se: float

    def sentence(self, language: str = "en") -> str:
        """Say the share done by the time, its range and how many are still open."""
        share, low, high = self.percents(language)
        time, n = with_unit(self.time, self.unit, language), number(self.n, language)
        still = said_open(self.n_open, language)
        return pick(
            language,
            f"{share} were done within {time} (likely between {low} and {high}); "
            f"of {n} cases, {still}.",
            f"{share} étaient faits en {time} ou moins (probablement entre {low} et {high}) ; "
            f"sur {n} cas, {still}.",
        )


def said_open(n_open: int, language: str) -> str:
    """Say how many cases were still open."""
    return counted(
        n_open,
        language,
        ("was still open", "were still open"),
        ("était encore ouvert", "étaient encore ouverts"),
    )


@dataclass(frozen=True, slots=True)
class Curve(Told):
    """A Kaplan–Meier curve: the share still waiting after each time an event happened."""

    times: tuple[float, ...]
    waiting: tuple[float, ...]
    n_at_risk: tuple[int, ...]
    n_done: tuple[int, ...]
    greenwood: tuple[float, ...]
    n: int
    n_open: int
    last: float
    observed: tuple[float, ...]
    done: tuple[bool, ...]
    unit: str
    method: str = "Kaplan–Meier, Greenwood's error"
    citation: str = KAPLAN_MEIER
    warnings: tuple[str, ...] = ()

    def sentence(self, language: str = "en") -> str:
        """Say by when half were done and how many are still open."""
        n, half = number(self.n, language), self.median()
        still = said_open(self.n_open, language)
        if half is None:
            return pick(
                language,
                f"Of {n} cases, fewer than half are done so far; {still}.",
                f"Sur {n} cas, moins de la moitié sont faits ; {still}.",
            )
        time = with_unit(half, self.unit, language)
        return pick(
            language,
            f"Of {n} cases, half were done within {time}; {still}.",
            f"Sur {n} cas, la moitié étaient faits en {time} ou moins ; {still}.",
        )

    def share_by(
        self, time: float, *, limits: str = "best", confidence: float = 0.95
    ) -> ShareByTime:
        """Share done by `time`.

        `limits` are "log-log", "log" or "plain" with Greenwood's error, or "best": log-log, and
        Wilson's when nobody was lost before it. Raises BeyondObservation when `time` lies after
        the last one watched, OutOfRange.
        """
        if single(time, "time") < 0:
            raise OutOfRange("time", 0, time, "0 or more")
        if limits not in LIMITS:
            raise OutOfRange("limits", 0, limits, ", ".join(LIMITS))
        within(confidence, "confidence", 0, 1)
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        waiting = self.waiting[place] if place >= 0 else 1.0
        if time > self.last and waiting > 0:
            raise BeyondObservation(time, self.last)
        low, high, method = self._limits(place, time, limits, confidence)
        spread = self.greenwood[place] if place >= 0 and waiting > 0 else 0.0
        return ShareByTime(
            estimate=1 - waiting,
            lower=low,
            upper=high,
            n=self.n,
            method=method,
            citation=KAPLAN_MEIER,
            confidence=confidence,
            warnings=self.warnings,
            time=float(time),
            unit=self.unit,
            n_open=self.n_open,
            se=waiting * math.sqrt(spread),
        )

    def median(self) -> float | None:
        """Return the time by which half were done, or None when fewer than half are yet."""
        half = self.reached(0.5)
        return None if math.isinf(half) else half

    def reached(self, share: float) -> float:
        """Return the time by which a share was done, infinite when it is not yet.

        Where the curve stays exactly at the share for a while, the middle of that while.
        """
        edge = 1 - share
        for place, waiting in enumerate(self.waiting):
            if waiting < edge - SAME:
                return self.times[place]
            if waiting <= edge + SAME:
                flat = place + 1 < len(self.times)
                return (self.times[place] + self.times[place + 1]) / 2 if flat else self.times[-1]
        return math.inf

    def quantile(
        self, share: float = 0.5, *, limits: str = "log-log", confidence: float = 0.95
    ) -> Quantile:
        """Time by which `share` of the cases were done, from where the curve's limits pass it.

        The estimate and the upper limit are infinite when too few are done yet.
        Raises OutOfRange.
        """
        within(share, "share", 0, 1)
        within(confidence, "confidence", 0, 1)
        if limits not in LIMITS[1:]:
            raise OutOfRange("limits", 0, limits, ", ".join(LIMITS[1:]))
        # Once nobody waits any more, Greenwood's error is gone and the upper limit unknown.
        bands = [
            greenwood_limits(w, g, limits, confidence) if w else (0.0, 1.0)
            for w, g in zip(self.waiting, self.greenwood, strict=True)
        ]
        low, high = (
            _first_under([band[k] for band in bands], self.times, 1 - share) for k in (0, 1)
        )
        no_high = (Caution.NO_UPPER_LIMIT,) if math.isinf(high) else ()
        return Quantile(
            estimate=self.reached(share),
            lower=low,
            upper=high,
            n=self.n,
            method=f"Kaplan–Meier, {limits} limits turned round",
            citation=BROOKMEYER,
            confidence=confidence,
            warnings=(*self.warnings, *no_high),
            share=float(share),
            unit=self.unit,
        )

    def _limits(
        self, place: int, time: float, limits: str, confidence: float
    ) -> tuple[float, float, str]:
        """Return limits of the share done and how they were found."""
        waiting = self.waiting[place] if place >= 0 else 1.0
        if limits != "best":
            spread = self.greenwood[place] if place >= 0 else 0.0
            low, high = greenwood_limits(waiting, spread, limits, confidence)
            return 1 - high, 1 - low, f"Kaplan–Meier, {limits} limits"
        lost = sum(
            not done and seen < time for seen, done in zip(self.observed, self.done, strict=True)
        )
        if lost == 0:
            return *wilson_limits(1 - waiting, self.n, confidence), "Wilson (none lost before)"
        if waiting in (0.0, 1.0):
            both = clopper_pearson_limits(1 - waiting, max(self.n - lost, 1), confidence)
            return *both, "Clopper–Pearson on cases watched throughout"
        low, high = greenwood_limits(waiting, self.greenwood[place], "log-log", confidence)
        return 1 - high, 1 - low, "Kaplan–Meier, log-log limits"


def greenwood_limits(
    waiting: float, greenwood: float, limits: str, confidence: float
) -> tuple[float, float]:
    """Return limits of the share still waiting on one of three scales; its own at 0 and 1."""
    if waiting in (0.0, 1.0):
        return waiting, waiting
    half = float(scipy.special.ndtri(0.5 + confidence / 2)) * math.sqrt(greenwood)
    if limits == "plain":
        return max(0.0, waiting * (1 - half)), min(1.0, waiting * (1 + half))
    if limits == "log":
        return waiting * math.exp(-half), min(1.0, waiting * math.exp(half))
    apart = half / abs(math.log(waiting))
    return waiting ** math.exp(apart), waiting ** math.exp(-apart)


def _first_under(values: list[float], times: tuple[float, ...], edge: float) -> float:
    for place, value in enumerate(values):
        if value <= edge + SAME:
            return times[place]
    return math.inf


def few_or_open(n: int, n_open: int) -> tuple[str, ...]:
    """Return the warnings of a curve."""
    few = (Caution.FEW,) if n < FEW else ()
    return (*few, *((Caution.STILL_OPEN,) if n_open else ()))
