"""The ready log-ins of the demonstration. They exist in no other town."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.roles import SIGNS_IN

PASSWORD = "walk the beat together"  # noqa: S105  shown on the demonstration's own start page


@dataclass(frozen=True, slots=True)
class Account:
    """A ready log-in."""

    role: str
    sign_in_name: str
    password: str


@dataclass(frozen=True, slots=True)
class HubAccount:
    """A ready log-in at the Hub's table: who one is there, and what one may try."""

    who: str | Promise
    tries: str | Promise
    sign_in_name: str
    password: str = PASSWORD


ACCOUNTS = tuple(Account(role, role.replace(" ", "-"), PASSWORD) for role in SIGNS_IN)
HUB_ACCOUNTS = (
    HubAccount(
        _("Mental health worker"),
        _("Say whether you agree; plan the visit; read who it is about."),
        "hub-health",
    ),
    HubAccount(_("Police worker"), _("Bring a situation; open an identity note."), "hub-police"),
    HubAccount(
        _("Mental health supervisor"), _("Approve what your worker drafted."), "hub-supervisor"
    ),
    HubAccount(_("Chair"), _("Lead the meeting; record what the table decides."), "hub-chair"),
    HubAccount(_("Data clerk"), _("Keep the record, which names nobody."), "hub-clerk"),
    HubAccount(
        _("Privacy lead"), _("See every reading of a note, and what runs out."), "hub-privacy"
    ),
)
