"""A call is followed: from what dispatch sends to what its callers are told.

One batch of events is one story: numbers become contact points, events become calls, calls
become a plan under their type's policy, the plan becomes texts in the outbox — all of it in one
transaction, or none. The cost is a constant number of queries, however large the batch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions import dispatch, telling
from commonbeat.domains.calls.events import Event
from commonbeat.domains.calls.followed import Followed
from commonbeat.domains.calls.planning import CLOSES_PAGE, Plan, Planned, Unsaid, plan_texts
from commonbeat.domains.calls.queries import following
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.queries import Point, points_by_id
from commonbeat.workflows import call_closing, call_words

OPEN_CALL_KEEPS = dt.timedelta(days=90)  # a call that is never closed forgets its callers then


@dataclass(slots=True)
class Outcome:
    """What a batch leads to, gathered before anything is written."""

    drafts: list[tuple[Draft, Followed, Planned]] = field(default_factory=list)
    unsaid: list[telling.Decision] = field(default_factory=list)
    silent: list[tuple[Followed, Unsaid]] = field(default_factory=list)
    withdrawn: list[tuple[Followed, Unsaid]] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)


def take_events(*, feed_code: str, events: Sequence[Event], by: Actor) -> dispatch.Taken:
    """Take a batch from a dispatch feed and tell the callers. Safe to repeat."""
    with story():
        known = _know_callers(events, by)
        taken = dispatch.take_from_dispatch(
            feed_code=feed_code,
            events=events,
            points={number: point.id for number, point in known.items()},
            by=by,
        )
        if taken.changed:
            tell_callers(calls=taken.changed, by=by)
    return taken


def tell_callers(*, calls: Sequence[Followed], by: Actor) -> None:
    """Compare what should be told with what was decided, and write the difference."""
    in_force = catalogue.in_force()
    family = following.family(by, calls)
    before = following.decided(by, [call.call_id for call, _ in family])
    people = points_by_id(by, sorted({p for call, _ in family for p in call.callers}))
    outcome = Outcome()
    for call, sensitive in family:
        plan = plan_texts(
            call,
            in_force.policies.get(call.call_type),
            sensitive=sensitive,
            now=clock.now(),
            zone=ZoneInfo(settings.TIME_ZONE),
        )
        _decide(call, plan, people, before[call.call_id], outcome)
    _withdraw(outcome, by)
    _tell(outcome, in_force, by)
    call_closing.after_changes(
        calls=[call for call, _ in family],
        silent={call.call_id: reason for call, reason in outcome.silent},
        people=people,
        by=by,
    )


def _know_callers(events: Sequence[Event], by: Actor) -> dict[str, Point]:
    languages = {event.phone: event.language for event in events if event.phone}
    if not languages:
        return {}
    return points.know_numbers(
        numbers=sorted(languages),
        languages={number: language for number, language in languages.items() if language},
        keep_until=clock.now() + OPEN_CALL_KEEPS,
        by=by,
    )


def _decide(
    call: Followed,
    plan: Plan,
    people: dict[int, Point],
    before: dict[tuple[int, str], following.Decided],
    outcome: Outcome,
) -> None:
    if plan.silent:
        outcome.silent.append((call, plan.silent))
        if any(one.told for one in before.values()):
            outcome.withdrawn.append((call, plan.silent))
    for point_id in call.callers:
        point = people.get(point_id)
        if point is None:
            continue
        if plan.silent:
            _stay_silent(call, point, plan.silent, before, outcome)
        else:
            _follow_plan(call, point, plan, before, outcome)


def _stay_silent(
    call: Followed,
    point: Point,
    reason: Unsaid,
    before: dict[tuple[int, str], following.Decided],
    outcome: Outcome,
) -> None:
    standing = before.get((point.id, "received"))
    if standing is None or (not standing.told and standing.reason != reason):
        outcome.unsaid.append(
            telling.Decision(call.call_id, point.id, "received", told=False, reason=reason)
        )


def _follow_plan(
    call: Followed,
    point: Point,
    plan: Plan,
    before: dict[tuple[int, str], following.Decided],
    outcome: Outcome,
) -> None:
    for step in plan.steps:
        _decide_step(call, point, step, before, outcome)
    for milestone in plan.overtaken:
        if _was_told(before, point, milestone):
            outcome.overtaken.append(_topic(call, point, milestone))
    if call.closed_at is None:
        for n_reopened in range(call.n_reopened):
            closed = _closed_name(n_reopened)
            if _was_told(before, point, closed):
                outcome.reopened.append(_topic(call, point, closed))


def _decide_step(
    call: Followed,
    point: Point,
    step: Planned,
    before: dict[tuple[int, str], following.Decided],
    outcome: Outcome,
) -> None:
    name = _named(call, step)
    standing = before.get((point.id, name))
    if standing is not None and standing.told:
        return
    reason = _why_not(point, step)
    if reason is None:
        outcome.drafts.append((_draft(call, point, step), call, step))
    elif standing is None:
        outcome.unsaid.append(
            telling.Decision(call.call_id, point.id, name, told=False, reason=reason)
        )


def _was_told(
    before: dict[tuple[int, str], following.Decided], point: Point, milestone: str
) -> bool:
    standing = before.get((point.id, milestone))
    return standing is not None and standing.told


def _why_not(point: Point, step: Planned) -> Unsaid | None:
    if point.is_stopped:
        return Unsaid.STOPPED
    if point.reach == "landline":
        return Unsaid.LANDLINE
    return Unsaid.TOO_LATE if step.is_stale else None


def _draft(call: Followed, point: Point, step: Planned) -> Draft:
    return Draft(
        point_id=point.id,
        purpose="update",
        topic=_topic(call, point, _named(call, step)),
        about=call.subject,
        language=point.language,
        text="",  # filled in once the links of the whole batch are made
        not_before=step.not_before,
        expires_at=step.expires_at,
    )


def _topic(call: Followed, point: Point, milestone: str) -> str:
    return f"{call.subject}:{milestone}:{point.key}"


def _named(call: Followed, step: Planned) -> str:
    """A call that is reopened and closed again is told of again, so each closing has a name."""
    return _closed_name(call.n_reopened) if step.milestone == "closed" else str(step.milestone)


def _closed_name(n_reopened: int) -> str:
    return "closed" if n_reopened == 0 else f"closed {n_reopened + 1}"


def _withdraw(outcome: Outcome, by: Actor) -> None:
    for call, reason in outcome.withdrawn:
        messages.cancel_messages(about=call.subject, reason=reason, by=by)
    closing = [call.call_id for call, reason in outcome.withdrawn if reason in CLOSES_PAGE]
    if closing:
        telling.close_links(call_ids=closing, by=by)
    if outcome.overtaken:
        messages.cancel_messages(topics=outcome.overtaken, reason="overtaken", by=by)
    if outcome.reopened:
        messages.cancel_messages(topics=outcome.reopened, reason="reopened", by=by)


def _tell(outcome: Outcome, in_force: catalogue.Catalogue, by: Actor) -> None:
    links = _links(outcome, in_force, by)
    drafts = [
        call_words.filled(draft, call, step, in_force, links.get((call.call_id, draft.point_id)))
        for draft, call, step in outcome.drafts
    ]
    keys = messages.queue_messages(drafts=drafts, by=by) if drafts else {}
    told = [
        telling.Decision(
            call.call_id,
            draft.point_id,
            _named(call, step),
            told=True,
            message_key=keys.get(draft.topic, ""),
        )
        for draft, call, step in outcome.drafts
    ]
    if told or outcome.unsaid:
        telling.note_tellings(decisions=[*told, *outcome.unsaid], by=by)


def _links(
    outcome: Outcome, in_force: catalogue.Catalogue, by: Actor
) -> dict[tuple[int, int], str]:
    holders = _unique(
        (call.call_id, draft.point_id)
        for draft, call, step in outcome.drafts
        if call_words.needs_link(in_force, step.milestone, draft.language)
    )
    if not holders:
        return {}
    tokens = telling.issue_links(holders=holders, by=by)
    return dict(zip(holders, tokens, strict=True))


def _unique(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return list(dict.fromkeys(pairs))


def status_text(point_id: int, language: str, *, by: Actor) -> str | None:
    """What STATUS answers: the newest call of this person in one text, with a fresh link."""
    call = following.latest_call_of(by, point_id)
    if call is None:
        return None
    with story():
        token = telling.issue_links(holders=[(call.call_id, point_id)], by=by)[0]
    return call_words.status(call, language, token, catalogue.in_force())
