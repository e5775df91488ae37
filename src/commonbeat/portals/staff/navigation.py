"""The way around the desk: only what the reader may open."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right as Agencies

# Label, name of the first page, and the right that opens it.
PLACES: tuple[tuple[str | Promise, str, str], ...] = (
    (_("Officers"), "staff:officers", Agencies.SEE_STAFF),
    (_("Staff"), "staff:people", Agencies.ENGAGE_STAFF),
    (_("My account"), "staff:account", Agencies.KEEP_OWN_ACCOUNT),
)


def navigation(viewer: Actor, path: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether one is there now, of every place the viewer may open."""
    home = reverse("staff:home")
    places = [(str(label), reverse(name)) for label, name, right in PLACES if viewer.may(right)]
    if not places:
        return []
    here = [(label, url, path.startswith(url)) for label, url in places]
    return [(str(_("Today")), home, path == home), *here]
