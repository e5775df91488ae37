"""What the desk is reminded of: agreements and promises that end soon or have lapsed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import Expiring, running_out
from commonbeat.domains.agencies.terms import REMIND_DAYS, Term, today
from commonbeat.portals.staff.health import Trouble

KINDS = {7: "error", 30: "warning", 60: "info"}


def signatures_running_out(viewer: Actor) -> list[Trouble]:
    """What lapsed, then what ends within 7, 30 and 60 days, each thing once."""
    found = running_out(viewer, on=today())
    lapsed = [one for one in found if one.term is Term.LAPSED]
    troubles = [_lapsed(lapsed)] if lapsed else []
    seen = -1
    for days in sorted(REMIND_DAYS):
        ending = [one for one in found if seen < one.days_left <= days]
        if ending:
            troubles.append(_ending(ending, days))
        seen = days
    return troubles


def _lapsed(found: list[Expiring]) -> Trouble:
    title = ngettext(
        "%(n)d agreement or promise has lapsed: it opens nothing any more",
        "%(n)d agreements or promises have lapsed: they open nothing any more",
        len(found),
    ) % {"n": len(found)}
    return Trouble("error", title, _names(found), reverse("staff:agreements"), _("Renew them"))


def _ending(found: list[Expiring], days: int) -> Trouble:
    title = ngettext(
        "%(n)d agreement or promise ends within %(days)d days",
        "%(n)d agreements or promises end within %(days)d days",
        len(found),
    ) % {"n": len(found), "days": days}
    url = reverse("staff:agreements")
    return Trouble(KINDS[days], title, _names(found), url, _("Renew them in time"))


def _names(found: list[Expiring]) -> str:
    return ", ".join(sorted({one.who for one in found}))
