"""The way around the Hub: only what the reader may open, at the table where they are."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right as Concerns
from commonbeat.domains.hub.access import Right, tables_of

# Label, name of the page, and the rights of which one opens it.
AT_A_TABLE: tuple[tuple[str | Promise, str, tuple[str, ...]], ...] = (
    (_("Meeting"), "live", (Right.SEE_TABLE,)),
    (_("Our screenings"), "screenings", (Right.SCREEN, Right.APPROVE)),
    (_("Our visits"), "visits", (Right.DISCUSS,)),
    (_("Record"), "record", (Right.SEE_RECORD,)),
    (_("Chair"), "chair", (Right.CHAIR,)),
    (_("Oversight"), "oversight", (Right.OVERSEE,)),
)


def navigation(viewer: Actor, path: str) -> list[tuple[str, str, bool]]:
    """Label, address and whether one is there now, of every place the viewer may open."""
    home = reverse("partners:home")
    places = [(str(_("My tables")), home, path == home)]
    for table in tables_of(viewer):
        for label, name, rights in AT_A_TABLE:
            if any(map(viewer.may, rights)):
                url = reverse(f"partners:{name}", args=[table])
                is_here = path == url or (name != "live" and path.startswith(url))
                places.append((str(label), url, is_here))
    if viewer.may(Concerns.WORK_FOR_AGENCY):
        url = reverse("partners:concerns")
        places.append((str(_("Concerns")), url, path.startswith(url)))
    if viewer.may(Right.SET_UP):
        url = reverse("partners:set_up")
        places.append((str(_("Set up")), url, path.startswith(url)))
    return places
