"""Writing down what callers were told or why not, and giving out their private links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import new_token, token_hash
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.models import PrivateLink, Telling

LINK_LIVES = dt.timedelta(days=14)
GRACE = dt.timedelta(hours=48)  # an older link in an earlier text still opens for so long


@dataclass(frozen=True, slots=True)
class Decision:
    """One caller was told of one milestone, or not and why."""

    call_id: int
    point_id: int
    milestone: str
    told: bool
    reason: str = ""
    message_key: str = ""


@action(Right.TELL_CALLERS)
def note_tellings(*, decisions: Sequence[Decision], by: Actor) -> None:
    """Write decisions down. A later decision of the same milestone replaces a 'not told'."""
    now = clock.now()
    Telling.objects.bulk_create(
        [
            Telling(
                call_id=one.call_id,
                contact_point_id=one.point_id,
                milestone=one.milestone,
                told=one.told,
                reason=one.reason,
                message_key=one.message_key,
                decided_at=now,
            )
            for one in decisions
        ],
        update_conflicts=True,
        unique_fields=["call", "contact_point", "milestone"],
        update_fields=["told", "reason", "message_key", "decided_at"],
    )
    note(n_told=sum(one.told for one in decisions), n_decided=len(decisions))


@action(Right.TELL_CALLERS)
def issue_links(*, holders: Sequence[tuple[int, int]], by: Actor) -> list[str]:
    """A fresh token for each (call, contact point); their earlier links soon end.

    Returns the tokens in the order of `holders`. Only their hashes are kept.
    """
    now = clock.now()
    tokens = [new_token() for _ in holders]
    calls = {call_id for call_id, _ in holders}
    points = {point_id for _, point_id in holders}
    PrivateLink.objects.filter(
        call__in=calls, contact_point__in=points, closed_at=None, expires_at__gt=now + GRACE
    ).update(expires_at=now + GRACE)
    PrivateLink.objects.bulk_create(
        PrivateLink(
            call_id=call_id,
            contact_point_id=point_id,
            token_hash=token_hash(token),
            issued_at=now,
            expires_at=now + LINK_LIVES,
        )
        for token, (call_id, point_id) in zip(tokens, holders, strict=True)
    )
    return tokens


@action(Right.TELL_CALLERS)
def close_links(*, call_ids: Sequence[int], by: Actor) -> int:
    """Close every private link of these calls at once; count them."""
    return PrivateLink.objects.filter(call__in=call_ids, closed_at=None).update(
        closed_at=clock.now(), closed_by=by.name
    )
