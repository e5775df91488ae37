"""A concern in words: its facts, its answers, and what has happened, step by step."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.queries.concerns import OfferView, Told, Whole
from commonbeat.portals.staff.words import CAME_BY, CONCERN_STATES, HANDED_BACK, word
from commonbeat.ui.templatetags.ui import local_time

Step = dict[str, object]
_ITSELF = "withdrawn"


def facts_of(shown: Whole) -> list[tuple[str, object]]:
    """Where, when and how it came, and the answers to the kind's questions."""
    line = shown.line
    facts: list[tuple[str, object]] = [
        (_("Place"), shown.address),
        (_("Point"), _point(shown)),
        (_("Area"), line.area_name),
        (_("Received"), local_time(line.received_at)),
        (_("To be done by"), local_time(line.due_at)),
        (_("How it came"), word(CAME_BY, shown.source)),
        (_("Language"), language_of(shown)),
        (_("Same as"), shown.duplicate_of),
    ]
    facts += [(answer.label, ", ".join(answer.said)) for answer in shown.answers]
    return [(name, value) for name, value in facts if value]


def steps_of(shown: Whole) -> list[Step]:
    """What has happened, oldest first: what the resident was told, and the hand-overs."""
    timed: list[tuple[dt.datetime, Step]] = [
        (told.at, _told(told, is_first=first == 0)) for first, told in enumerate(shown.updates)
    ]
    for offer in shown.offers:
        timed += _offer(offer)
    timed.sort(key=lambda one: one[0])
    steps = [step for _at, step in timed]
    if steps and shown.closed_at is None:
        steps[-1]["state"] = "current"
    return steps


def _told(told: Told, *, is_first: bool) -> Step:
    label = word(CONCERN_STATES, told.state)
    if is_first:
        label = _("Received")
    elif told.is_theirs and told.words:
        label = _("The resident added")
    elif told.is_theirs:
        label = _("The resident says: it is not fixed")
    return {"label": label, "state": "done", "time": told.at, "note": told.words}


def _offer(offer: OfferView) -> list[tuple[dt.datetime, Step]]:
    offered = _("Offered to %(agency)s") % {"agency": offer.to_agency}
    steps: list[tuple[dt.datetime, Step]] = [
        (offer.offered_at, {"label": offered, "state": "done", "time": offer.offered_at})
    ]
    if offer.settled_at is None:
        return steps
    if offer.state == "accepted":
        label, note = _("%(agency)s accepted") % {"agency": offer.to_agency}, ""
    elif offer.reason == _ITSELF:
        label, note = _("The offer to %(agency)s was taken back") % {"agency": offer.to_agency}, ""
    else:
        label = _("%(agency)s handed it back") % {"agency": offer.to_agency}
        note = word(HANDED_BACK, offer.reason)
    settled: Step = {"label": label, "state": "done", "time": offer.settled_at, "note": note}
    return [*steps, (offer.settled_at, settled)]


def language_of(shown: Whole) -> str:
    """The language of the resident, in the reader's."""
    known = {code: str(name) for code, name in settings.LANGUAGES}
    return known.get(shown.language, shown.language)


def _point(shown: Whole) -> str:
    line = shown.line
    if line.longitude is None or line.latitude is None:
        return ""
    return f"{line.latitude:.5f}, {line.longitude:.5f}"
