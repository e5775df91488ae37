"""What agencies refuses. Every text is safe to show and names nobody.

Refused
├── NameTaken          somebody signs in by this name already
├── NoSuchAgency       the agency is not known
├── NoSuchRole         nobody can be engaged in this role
├── NoSuchStaff        there is no such member of staff in service
├── NoSuchArea         the area is not known
├── NoSuchPosting      there is no such posting
├── NotReachable       a posting needs a telephone number or a mail address
├── EndsBeforeStart    a posting ends before it starts
├── LastAdministrator  the town needs at least one administrator
├── WeakPassword       the password breaks the rules, which `reasons` lists
├── WrongPassword      the present password does not fit
└── WrongCode          the code of the second factor does not fit
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.core.errors import Refused


class AgenciesRefused(Refused):
    """A rule of agencies says no; `sentence` says which, in the reader's language."""

    sentence: str | Promise = ""

    def __str__(self) -> str:
        return str(self.sentence)


class NameTaken(AgenciesRefused):
    """Somebody signs in by this name already."""

    sentence = _("Somebody signs in by this name already. Choose another.")


class NoSuchAgency(AgenciesRefused):
    """The agency is not known."""

    sentence = _("There is no such agency.")


class NoSuchRole(AgenciesRefused):
    """Nobody can be engaged in this role."""

    sentence = _("There is no such role.")


class NoSuchStaff(AgenciesRefused):
    """There is no such member of staff in service."""

    sentence = _("This person is not in service.")


class NoSuchArea(AgenciesRefused):
    """The area is not known."""

    sentence = _("There is no such area.")


class NoSuchPosting(AgenciesRefused):
    """There is no such posting."""

    sentence = _("There is no such posting.")


class NotReachable(AgenciesRefused):
    """Residents need some way to reach a posted officer."""

    sentence = _("Give a telephone number or a mail address, so that residents can write or call.")


class EndsBeforeStart(AgenciesRefused):
    """A posting ends before it starts."""

    sentence = _("The last day is before the first day.")


class LastAdministrator(AgenciesRefused):
    """The town needs at least one administrator in service."""

    sentence = _("This is the only administrator. Engage another one first.")


class WeakPassword(AgenciesRefused):
    """The password breaks the rules."""

    sentence = _("This password is too easy to guess.")

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__()

    def __str__(self) -> str:
        return " ".join(self.reasons) or str(self.sentence)


class WrongPassword(AgenciesRefused):
    """The present password does not fit."""

    sentence = _("This is not your present password.")


class WrongCode(AgenciesRefused):
    """The code of the second factor does not fit."""

    sentence = _("This code does not fit. Wait for the next one and try again.")
