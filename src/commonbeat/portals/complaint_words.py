"""Plain words for the codes of complaints, the same at the desk and on public pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

CATEGORIES: Words = {
    "service": _("Slow or no answer"),
    "public-interactions": _("How somebody was treated"),
    "human-rights": _("Treated differently because of who they are"),
    "integrity": _("Somebody was not honest"),
    "duties": _("Somebody did not do their work"),
    "laws": _("Somebody broke the law"),
}

OUTCOMES: Words = {
    "resolved": _("Settled with the resident"),
    "upheld": _("The resident was right"),
    "partly-upheld": _("The resident was partly right"),
    "not-upheld": _("Nothing was done wrong"),
    "withdrawn": _("Taken back"),
    "screened-out": _("Not for us to decide"),
    "passed-on": _("An independent body decides"),
}
