"""Where a report stands, as residents understand it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def state_words() -> dict[str, str]:
    """The states of a report in plain words."""
    return {
        "received": _("We have your report"),
        "looking": _("We are looking into it"),
        "planned": _("Something will be done"),
        "done": _("Done"),
        "not ours": _("Somebody else does this"),
        "nothing": _("We can do nothing more"),
        "duplicate": _("Reported before; we go on with that report"),
    }


def public_state_words() -> dict[str, str]:
    """The same for everybody, who did not all report it."""
    return state_words() | {"received": _("Reported")}
