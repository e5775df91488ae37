"""What the people who answered said, when people chose for themselves whether to answer.

Such answers are not a random sample, so there is no margin of error for everybody. What can be
given is a *model* interval: how far off the figure could be if those who answered had been a
random draw of those who were eligible. Every sentence says so, and gives the response rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import count, number_list, within
from commonbeat.evidence.faults import MoreThanAll, OutOfRange, TooFew
from commonbeat.evidence.proportions import FEW, WILSON, clopper_pearson_limits, wilson_limits
from commonbeat.evidence.results import Caution, Estimate
from commonbeat.evidence.wording import counted, number, percent, pick

AAPOR = (
    "Baker, R. et al. (2013). Report of the AAPOR task force on non-probability sampling. "
    "Journal of Survey Statistics and Methodology 1:90–143."
)
EFRON = "Efron, B. (1987). Journal of the American Statistical Association 82:171–185."
LOW_RESPONSE = 0.5
SATISFIED = ("were satisfied", "sont favorables")


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondents(Estimate):
    """A figure about those who answered; its interval is a model's, not a margin of error."""

    n_asked: int
    n_eligible: int | None
    response_rate: float
    interval_kind: str = "model"

    def _asked(self, language: str) -> str:
        rate = percent(self.response_rate, language)
        asked = counted(
            self.n_asked,
            language,
            ("person was asked", "people were asked"),
            ("personne a été interrogée", "personnes ont été interrogées"),
        )
        n = number(self.n, language)
        return pick(
            language,
            f"{asked} and {n} answered ({rate}).",
            f"{asked} et {n} {'a' if self.n < 2 else 'ont'} répondu ({rate}).",
        )

    def _model(self, low: str, high: str, language: str) -> str:
        return pick(
            language,
            "If those who answered were a random draw of callers, the figure for all callers "
            f"would likely lie between {low} and {high}; they were not drawn at random, so "
            "this is not a margin of error.",
            "Si les personnes qui ont répondu avaient été tirées au hasard parmi les "
            f"appelants, le chiffre pour tous se situerait sans doute entre {low} et {high} ; "
            "elles n’ont pas été tirées au hasard, donc ce n’est pas une marge d’erreur.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentShare(Respondents):
    """The share of those who answered who gave one of the wanted answers."""

    n_marked: int
    said: tuple[str, str] = SATISFIED

    def sentence(self, language: str = "en") -> str:
        """Say who was asked, who answered, what they said, and what the range means."""
        share = percent(self.estimate, language)
        said = pick(
            language,
            f"Of those who answered, {share} {self.said[0]}.",
            f"Parmi les réponses, {share} {self.said[1]}.",
        )
        limits = percent(self.lower, language), percent(self.upper, language)
        return f"{self._asked(language)} {said} {self._model(*limits, language)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentMean(Respondents):
    """The mean answer on a scale such as 1 to 5."""

    scale: tuple[float, float]

    def sentence(self, language: str = "en") -> str:
        """Say who was asked, who answered, the mean, and what the range means."""
        mean, low, high = (number(x, language, 1) for x in (self.estimate, self.lower, self.upper))
        bottom, top = (number(x, language) for x in self.scale)
        said = pick(
            language,
            f"The average answer was {mean} on a scale from {bottom} to {top}.",
            f"La réponse moyenne est de {mean} sur une échelle de {bottom} à {top}.",
        )
        return f"{self._asked(language)} {said} {self._model(low, high, language)}"


def answers_from_tally(tally: Mapping[int, int]) -> NDArray[np.float64]:
    """Turn {answer: how many} into a list of answers."""
    parts = [np.full(count(n, f"tally of {answer}"), answer) for answer, n in tally.items()]
    return np.concatenate([np.empty(0), *parts])


def share_satisfied(
    answers: ArrayLike,
    *,
    n_asked: int,
    n_eligible: int | None = None,
    scale: tuple[int, int] = (1, 5),
    satisfied: tuple[int, ...] = (4, 5),
    said: tuple[str, str] = SATISFIED,
    confidence: float = 0.95,
) -> RespondentShare:
    """Share of answers that are among `satisfied`, with a Wilson model interval.

    `n_eligible` is the number of callers who could have been asked, when known: the interval
    then narrows by the finite population correction (and is a point when everybody answered).
    Raises TooFew, NotFinite, OutOfRange, FractionalCount, MoreThanAll.
    """
    given = _answers(answers, scale)
    n_marked = int(np.isin(given, satisfied).sum())
    return share_from_counts(
        n_marked,
        given.size,
        n_asked=n_asked,
        n_eligible=n_eligible,
        said=said,
        confidence=confidence,
    )


def share_from_counts(
    n_marked: int,
    n_answered: int,
    *,
    n_asked: int,
    n_eligible: int | None = None,
    said: tuple[str, str] = SATISFIED,
    confidence: float = 0.95,
) -> RespondentShare:
    """Share `n_marked` of `n_answered`, as `share_satisfied`, when only counts were kept.

    `said` finishes the sentence in English and French for another question.
    """
    marked, n = count(n_marked, "n_marked"), count(n_answered, "n_answered")
    if n < 1:
        raise TooFew("n_answered", n, 1)
    if marked > n:
        raise MoreThanAll("n_marked", marked, "n_answered", n)
    within(confidence, "confidence", 0, 1)
    left = _share_left(n, n_asked, n_eligible)
    share = marked / n
    limits = (share, share) if left == 0 else wilson_limits(share, n / left, confidence)
    return RespondentShare(
        estimate=share,
        lower=limits[0],
        upper=limits[1],
        n=n,
        method="Wilson, model interval for people who chose to answer",
        citation=f"{WILSON} {AAPOR}",
        confidence=confidence,
        warnings=_cautions(n, n_asked),
        n_asked=n_asked,
        n_eligible=n_eligible,
        response_rate=n / n_asked,
        n_marked=marked,
        said=said,
    )


def mean_answer(
    answers: ArrayLike,
    *,
    n_asked: int,
    n_eligible: int | None = None,
    scale: tuple[int, int] = (1, 5),
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
    n_resamples: int = 9_999,
) -> RespondentMean:
    """Mean answer with a model interval: Student's t, or BCa bootstrap when `rng` is given.

    When all answers are alike the spread is unknown; the interval then allows for as many
    different answers as Clopper and Pearson's upper limit for an answer not yet seen.
    Raises TooFew (under 2), NotFinite, OutOfRange, FractionalCount, MoreThanAll.
    """
    given = _answers(answers, scale, least=2)
    within(confidence, "confidence", 0, 1)
    left = _share_left(given.size, n_asked, n_eligible)
    alike = bool(np.ptp(given) == 0)
    method, citation, low, high = _mean_limits(given, scale, confidence, rng, n_resamples)
    mean = float(given.mean())
    narrowed = [mean + (limit - mean) * left**0.5 for limit in (low, high)]
    return RespondentMean(
        estimate=mean,
        lower=max(narrowed[0], float(scale[0])),
        upper=min(narrowed[1], float(scale[1])),
        n=given.size,
        method=f"{method}, model interval for people who chose to answer",
        citation=citation,
        confidence=confidence,
        warnings=(*_cautions(given.size, n_asked), *((Caution.ALL_ALIKE,) if alike else ())),
        n_asked=n_asked,
        n_eligible=n_eligible,
        response_rate=given.size / n_asked,
        scale=(float(scale[0]), float(scale[1])),
    )


def _mean_limits(
    given: NDArray[np.float64],
    scale: tuple[int, int],
    confidence: float,
    rng: np.random.Generator | None,
    n_resamples: int,
) -> tuple[str, str, float, float]:
    if np.ptp(given) == 0:
        return "bound for an unseen answer", AAPOR, *_unseen(given, scale, confidence)
    if rng is not None:
        limits = _bca(given, confidence, rng, n_resamples)
        return "BCa bootstrap", f"{EFRON} {AAPOR}", *limits
    return "Student's t", AAPOR, *_student(given, confidence)


def _answers(answers: ArrayLike, scale: tuple[int, int], least: int = 1) -> NDArray[np.float64]:
    given = number_list(answers, "answers", least=least)
    wrong = (given < scale[0]) | (given > scale[1]) | (given != np.floor(given))
    if wrong.any():
        place = int(np.argmax(wrong))
        allowed = f"a whole number from {scale[0]} to {scale[1]}"
        raise OutOfRange("answers", place, f"{given[place]:g}", allowed)
    return given


def _share_left(n: int, n_asked: int, n_eligible: int | None) -> float:
    """Return the finite population correction for a variance; 1 when unknown."""
    count(n_asked, "n_asked")
    if n > n_asked:
        raise MoreThanAll("answers", n, "n_asked", n_asked)
    if n_eligible is None:
        return 1.0
    count(n_eligible, "n_eligible")
    if n_asked > n_eligible:
        raise MoreThanAll("n_asked", n_asked, "n_eligible", n_eligible)
    return (n_eligible - n) / max(n_eligible - 1, 1)


def _cautions(n: int, n_asked: int) -> tuple[str, ...]:
    few = (Caution.FEW,) if n < FEW else ()
    low = (Caution.LOW_RESPONSE,) if n / n_asked < LOW_RESPONSE else ()
    return (Caution.NOT_A_PROBABILITY_SAMPLE, *few, *low)


def _student(given: NDArray[np.float64], confidence: float) -> tuple[float, float]:
    t = float(scipy.special.stdtrit(given.size - 1, 0.5 + confidence / 2))
    half = t * float(given.std(ddof=1)) / given.size**0.5
    return float(given.mean()) - half, float(given.mean()) + half


def _unseen(
    given: NDArray[np.float64], scale: tuple[int, int], confidence: float
) -> tuple[float, float]:
    _, unseen = clopper_pearson_limits(0.0, given.size, confidence)
    value = float(given[0])
    return value - unseen * (value - scale[0]), value + unseen * (scale[1] - value)


def _bca(
    given: NDArray[np.float64], confidence: float, rng: np.random.Generator, n_resamples: int
) -> tuple[float, float]:
    values, tally = np.unique(given, return_counts=True)
    n, mean = given.size, given.mean()
    drawn = np.sort(rng.multinomial(n, tally / n, size=n_resamples) @ values / n)
    below = ((drawn < mean).sum() + 0.5 * (drawn == mean).sum()) / n_resamples
    bias = scipy.special.ndtri(np.clip(below, 0.5 / n_resamples, 1 - 0.5 / n_resamples))
    lean = given - mean
    push = (lean**3).sum() / (6 * (lean**2).sum() ** 1.5)
    z = bias + scipy.special.ndtri([0.5 - confidence / 2, 0.5 + confidence / 2])
    low, high = np.quantile(drawn, scipy.special.ndtr(bias + z / (1 - push * z)))
    return float(low), float(high)
