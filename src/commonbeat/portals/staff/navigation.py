"""The way around the desk: only what the reader may open."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right as Agencies
from commonbeat.domains.calls.access import Right as Calls
from commonbeat.domains.concerns.access import Right as Concerns
from commonbeat.domains.contact.access import Right as Contact
from commonbeat.domains.initiatives.access import Right as Initiatives
from commonbeat.domains.presence.access import Right as Presence
from commonbeat.domains.surveys.access import Right as Surveys
from commonbeat.workflows.hub_figures import SEE_FIGURES

# Label, name of the first page, and the right that opens it.
PLACES: tuple[tuple[str | Promise, str, str], ...] = (
    (_("Calls"), "staff:calls", Calls.SEE_CALLS),
    (_("Follow-ups"), "staff:follow_ups", Presence.SEE_PROMISES),
    (_("Concerns"), "staff:concerns", Concerns.SEE_CONCERNS),
    (_("How concerns go"), "staff:concern_figures", Concerns.COUNT),
    (_("Tips"), "staff:tips", Concerns.READ_TIPS),
    (_("Complaints"), "staff:complaints", Concerns.HANDLE_COMPLAINTS),
    (_("Thanks"), "staff:thanks", Concerns.PASS_ON_THANKS),
    (_("Said to me"), "staff:own_thanks", Concerns.SEE_OWN_THANKS),
    (_("Surveys"), "staff:surveys", Surveys.SEE_RESULTS),
    (_("Centre of Responsibility"), "staff:hub_figures", SEE_FIGURES),
    (_("Issues"), "staff:initiatives", Initiatives.SEE_INITIATIVES),
    (_("What callers are told"), "staff:policies", Calls.SEE_POLICIES),
    (_("Kinds of concern"), "staff:concern_kinds", Concerns.SET_KINDS),
    (_("Officers"), "staff:officers", Agencies.SEE_STAFF),
    (_("Messages"), "staff:messages", Contact.SEE_MASKED),
    (_("Staff"), "staff:people", Agencies.ENGAGE_STAFF),
    (_("Agreements"), "staff:agreements", Agencies.KEEP_AGREEMENTS),
    (_("Feeds"), "staff:feeds", Calls.OPEN_FEEDS),
    (_("Privacy"), "staff:privacy", Contact.ANSWER_SUBJECT),
    (_("Ledger"), "staff:ledger", Contact.ANSWER_SUBJECT),
    (_("My account"), "staff:account", Agencies.KEEP_OWN_ACCOUNT),
)


def navigation(viewer: Actor, path: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether one is there now, of every place the viewer may open."""
    home = reverse("staff:home")
    places = [(str(label), reverse(name)) for label, name, right in PLACES if viewer.may(right)]
    if not places:
        return []
    here = [(label, url, path.startswith(url)) for label, url in places]
    if not viewer.may(Agencies.WORK_AT_DESK):  # a partner without a seat at the desk
        return here
    return [(str(_("Today")), home, path == home), *here]
