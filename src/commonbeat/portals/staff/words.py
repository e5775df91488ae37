"""The desk's words for the codes of the domains: roles, states, reasons, in plain language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

ROLES: Words = {
    "officer": _("Officer"),
    "coordinator": _("Coordinator"),
    "analyst": _("Analyst"),
    "leader": _("Leader"),
    "privacy officer": _("Privacy officer"),
    "administrator": _("Administrator"),
}
