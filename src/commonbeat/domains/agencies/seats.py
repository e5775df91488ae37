"""What a partner's seat inside the service may hold: the whole list, in plain words.

Everything here is reading. Numbers of telephones, texts, remarks waiting for review, staff
accounts, the ledger and every change stay out of it; roles.py takes the list from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEAT_RIGHTS: Mapping[str, str | Promise] = {
    "calls.see_calls": _("See calls: when, what kind, which block, and how far they are"),
    "calls.count_calls": _("See how many calls there are, by kind and area"),
    "calls.see_policies": _("See what callers are told"),
    "presence.see_promises": _("See the calls that officers promised, and which are late"),
    "surveys.see_results": _("See what residents answered in surveys, as figures"),
    "agencies.see_staff": _("See which officer serves which area"),
}


def seat_right_label(code: str) -> str:
    """What a right lets one do, in the reader's language; the code when it is not on the list."""
    return str(SEAT_RIGHTS.get(code, code))
