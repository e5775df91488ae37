"""What agencies refuses. Every text is safe to show and names nobody.

Refused
├── NameTaken          somebody signs in by this name already
├── NoSuchAgency       the agency is not known
├── NoSuchRole         nobody can be engaged in this role
├── NoSuchStaff        there is no such member of staff in service
├── NoSuchArea         the area is not known
├── NoSuchPosting      there is no such posting
├── NoSuchSector       the sector is not on the list
├── NoSuchAgreement    there is no such agreement that still holds
├── NoSuchUndertaking  there is no such promise that still holds
├── NoSuchSeat         there is no such seat that still lasts
├── NotAPartner        a seat inside the service is for partners
├── NoAgreement        the agency signed nothing that covers the seat's term
├── SeatTaken          the person has a seat in these days already
├── NothingGranted     a seat opens something, and only what is on the list
├── NotReachable       a posting needs a telephone number or a mail address
├── EndsBeforeStart    the last day is before the first
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


class NoSuchSector(AgenciesRefused):
    """The sector is not on the list."""

    sentence = _("There is no such sector.")


class NoSuchAgreement(AgenciesRefused):
    """There is no such agreement that still holds."""

    sentence = _("This agreement does not hold any more.")


class NoSuchUndertaking(AgenciesRefused):
    """There is no such promise that still holds."""

    sentence = _("This promise does not hold any more.")


class NoSuchSeat(AgenciesRefused):
    """There is no such seat that still lasts."""

    sentence = _("This seat has ended.")


class NotAPartner(AgenciesRefused):
    """A seat inside the service is for partners; staff have a role."""

    sentence = _("A seat is for somebody in the role of partner.")


class NoAgreement(AgenciesRefused):
    """The agency signed nothing that covers the seat's term."""

    sentence = _(
        "Their agency has no agreement about a seat that holds from the first day to the last. "
        "Record the agreement first, or choose a shorter term."
    )


class SeatTaken(AgenciesRefused):
    """The person has a seat in these days already."""

    sentence = _("This person has a seat in these days already. End it first.")


class NothingGranted(AgenciesRefused):
    """A seat opens something, and only what is on the list."""

    sentence = _("Choose at least one thing that the seat opens, from the list.")


class NotReachable(AgenciesRefused):
    """Residents need some way to reach a posted officer."""

    sentence = _("Give a telephone number or a mail address, so that residents can write or call.")


class EndsBeforeStart(AgenciesRefused):
    """The last day is before the first."""

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
