"""A person asks what is held about them, or asks that it be erased."""

from __future__ import annotations

from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.subject import Held, erase, held_about
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.drafts import CONTEXTS
from commonbeat.domains.contact.queries import point_of_number


@action(Right.ANSWER_SUBJECT)
def export_held(*, number: str, by: Actor) -> list[Held]:
    """Everything held about the person with this number (E.164), readable; [] when nothing is.

    Survey answers are not among it: no path leads from a person to an answer.
    """
    point = point_of_number(by, number)
    found = list(held_about(point.id, contexts=CONTEXTS)) if point else []
    note(n_rows=len(found))
    return found


@action(Right.ANSWER_SUBJECT)
def erase_held(*, number: str, by: Actor) -> dict[str, int]:
    """Blank everything held about the person and destroy the keys; counts by table.

    A STOP stands: it is kept as a one-way index that names nobody.
    """
    point = point_of_number(by, number)
    if point is None:
        return {}
    counts = erase(point.id)
    note(n_rows=sum(counts.values()))
    return counts
