"""What the answers come to: figures with their intervals, and what is too small to show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.domains.surveys.instruments import FAVOURABLE, SCALES
from commonbeat.domains.surveys.models import InvitationState, Question, Scale
from commonbeat.domains.surveys.reasons import words_for
from commonbeat.evidence.disclosure import may_show, open_rates
from commonbeat.evidence.proportions import Proportion, wilson
from commonbeat.evidence.respondents import (
    RespondentMean,
    RespondentShare,
    answers_from_tally,
    mean_answer,
    share_satisfied,
)

Tally = Counter[int]  # answer → how many gave it

ANSWERED = frozenset({InvitationState.ANSWERED, InvitationState.PARTLY})
ASKED = ANSWERED | {InvitationState.ASKED, InvitationState.DECLINED, InvitationState.EXPIRED}


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What was answered to one question. All None: too few to show."""

    code: str
    text: str
    text_fr: str
    scale: str
    n: int | None
    share: RespondentShare | None  # who agreed, were satisfied, or said yes
    mean: RespondentMean | None  # on the scale 1 to 5; None for yes and no

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered."""
        return self.n is not None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The answers of one area, type of call, month or language; '' stands for "not kept"."""

    value: str
    n_asked: int
    n_answered: int
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True, slots=True)
class NotAsked:
    """How many could not or must not be asked, for one reason."""

    reason: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class Asking:
    """How many were asked and answered. Shares are None when there is nothing to share."""

    n_due: int  # everybody whose contact ended and whose time came
    n_asked: int
    n_answered: int
    n_not_asked: int
    response_rate: Proportion | None
    share_not_asked: Proportion | None
    not_asked: tuple[NotAsked, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything about the contacts of some months."""

    since: dt.date
    until: dt.date
    by: str | None
    minimum: int
    asking: Asking
    questions: tuple[QuestionResult, ...]
    groups: tuple[GroupResult, ...]


def asking_of(by_state: Mapping[tuple[str, str], int]) -> Asking:
    """The response rate and who could not be asked, from {(state, reason): how many}."""
    n_of = Counter[str]()
    reasons = Counter[str]()
    for (state, reason), n in by_state.items():
        n_of[state] += n
        if state == InvitationState.NOT_ASKED:
            reasons[reason] += n
    n_asked = sum(n_of[state] for state in ASKED)
    n_answered = sum(n_of[state] for state in ANSWERED)
    n_not = n_of[InvitationState.NOT_ASKED]
    return Asking(
        n_due=n_asked + n_not,
        n_asked=n_asked,
        n_answered=n_answered,
        n_not_asked=n_not,
        response_rate=wilson(n_answered, n_asked) if n_asked else None,
        share_not_asked=wilson(n_not, n_asked + n_not) if n_asked + n_not else None,
        not_asked=tuple(NotAsked(r, words_for(r), n) for r, n in reasons.most_common()),
    )


def question_result(
    question: Question, tally: Tally, *, n_asked: int, is_shown: bool
) -> QuestionResult:
    """One question's figures; all None unless `is_shown`."""
    n = tally.total()
    share, mean = None, None
    if is_shown:
        # Answers carried over from a month before can outnumber those asked in this one.
        asked, given = max(n_asked, n), answers_from_tally(tally)
        scale = SCALES[question.scale]
        favourable = FAVOURABLE[question.scale]
        share = share_satisfied(given, n_asked=asked, scale=scale, satisfied=favourable)
        if question.scale != Scale.YES_NO and n > 1:
            mean = mean_answer(given, n_asked=asked, scale=scale)
    return QuestionResult(
        code=question.code,
        text=question.text,
        text_fr=question.text_fr,
        scale=question.scale,
        n=n if is_shown else None,
        share=share,
        mean=mean,
    )


def overall(question: Question, tally: Tally, n_asked: int, minimum: int) -> QuestionResult:
    """One question over everybody."""
    shown = may_show(tally.total(), threshold=minimum)
    return question_result(question, tally, n_asked=n_asked, is_shown=shown)


def by_group(
    question: Question,
    tallies: Mapping[str, Tally],
    n_asked: Mapping[str, int],
    minimum: int,
) -> dict[str, QuestionResult]:
    """One question by group, with so many groups hidden that none can be worked out."""
    if not tallies:
        return {}
    shown = open_rates({value: t.total() for value, t in tallies.items()}, threshold=minimum)
    return {
        value: question_result(
            question, tally, n_asked=n_asked.get(value, 0), is_shown=shown[value]
        )
        for value, tally in tallies.items()
    }
