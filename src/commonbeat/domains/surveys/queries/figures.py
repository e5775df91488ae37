"""What the answers come to, for whoever may see results."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from django.db.models import Count

from commonbeat.core.actor import Actor
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.instruments import AFTER_A_CALL
from commonbeat.domains.surveys.models import (
    Invitation,
    Question,
    Response,
    Scale,
)
from commonbeat.domains.surveys.months import first_of
from commonbeat.domains.surveys.results import (
    ANSWERED,
    ASKED,
    GroupResult,
    Results,
    Tally,
    asking_of,
    by_group,
    overall,
)

MINIMUM_AT_THE_DESK = 5

_OF_RESPONSE = {
    "area": "area_code", "group": "group", "month": "month", "language": "language",
}  # fmt: skip
_OF_INVITATION = {
    "area": "area__code", "group": "group", "month": "month", "language": "language",
}  # fmt: skip


def results(
    viewer: Actor,
    since: dt.date,
    until: dt.date,
    by: str | None = None,
    *,
    minimum: int = MINIMUM_AT_THE_DESK,
    questionnaire: str = AFTER_A_CALL,
) -> Results | None:
    """What was answered to a questionnaire about the months from `since` to `until`.

    `by`: 'area' (codes), 'group', 'month' (ISO dates) or 'language'. None for whoever may not.
    """
    if not viewer.may(Right.SEE_RESULTS):
        return None
    months = (first_of(since), first_of(until))
    asked, by_state = _asked(months, by, questionnaire)
    tallies = _tallies(months, by, questionnaire)
    questions = [q for q in _questions(months, questionnaire) if q.scale != Scale.TEXT]
    asking = asking_of(by_state)
    return Results(
        since=months[0],
        until=months[1],
        by=by,
        minimum=minimum,
        asking=asking,
        questions=tuple(
            overall(q, _sum(tallies[q.code]), asking.n_asked, minimum) for q in questions
        ),
        groups=_groups(questions, tallies, asked, minimum) if by else (),
    )


def _groups(
    questions: list[Question],
    tallies: dict[str, dict[str, Tally]],
    asked: dict[str, Counter[str]],
    minimum: int,
) -> tuple[GroupResult, ...]:
    n_asked = {value: sum(states[s] for s in ASKED) for value, states in asked.items()}
    found = {q.code: by_group(q, tallies[q.code], n_asked, minimum) for q in questions}
    values = sorted({v for rows in found.values() for v in rows} | set(n_asked))
    return tuple(
        GroupResult(
            value=value,
            n_asked=n_asked.get(value, 0),
            n_answered=sum(asked[value][s] for s in ANSWERED) if value in asked else 0,
            questions=tuple(rows[value] for rows in found.values() if value in rows),
        )
        for value in values
    )


def _sum(by_value: dict[str, Tally]) -> Tally:
    return sum(by_value.values(), Tally())


def _tallies(
    months: tuple[dt.date, dt.date], by: str | None, questionnaire: str
) -> dict[str, dict[str, Tally]]:
    field = [_OF_RESPONSE[by]] if by else []
    rows = (
        Response.objects.filter(month__range=months, instrument__code=questionnaire)
        .values_list("question", "value", *field)
        .annotate(n=Count("pk"))
    )
    found: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Counter))
    for question, value, *group, n in rows:
        found[question][str(group[0]) if group else ""][value] += n
    return found


def _asked(
    months: tuple[dt.date, dt.date], by: str | None, questionnaire: str
) -> tuple[dict[str, Counter[str]], Counter[tuple[str, str]]]:
    field = [_OF_INVITATION[by]] if by else []
    rows = (
        Invitation.objects.filter(month__range=months, instrument__code=questionnaire)
        .values_list("state", "reason", *field)
        .annotate(n=Count("pk"))
    )
    by_value: dict[str, Counter[str]] = defaultdict(Counter)
    by_state: Counter[tuple[str, str]] = Counter()
    for state, reason, *group, n in rows:
        by_value[str(group[0] or "") if group else ""][state] += n
        by_state[state, reason] += n
    return by_value, by_state


def _questions(months: tuple[dt.date, dt.date], questionnaire: str) -> list[Question]:
    """The questions of those months; the newest wording of each stands for all."""
    invited = Invitation.objects.filter(month__range=months, instrument__code=questionnaire)
    asked = invited.values("instrument")
    rows = Question.objects.filter(instrument__in=asked).order_by("instrument__made_at")
    newest = {question.code: question for question in rows}
    return sorted(newest.values(), key=lambda question: question.position)
