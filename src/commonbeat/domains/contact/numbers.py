"""Telephone numbers: into E.164, what kind of line, and how to show one without telling it."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from commonbeat.domains.contact.errors import NotANumber
from commonbeat.domains.contact.models import Reach

__all__ = ["NotANumber", "e164", "line_reach", "masked_address", "masked_number"]

# The numbering plan says "fixed line or mobile" for all of North America: that is unknown.
_REACH = {
    PhoneNumberType.MOBILE: Reach.MOBILE,
    PhoneNumberType.FIXED_LINE: Reach.LANDLINE,
    PhoneNumberType.TOLL_FREE: Reach.LANDLINE,
    PhoneNumberType.PREMIUM_RATE: Reach.LANDLINE,
    PhoneNumberType.SHARED_COST: Reach.LANDLINE,
    PhoneNumberType.UAN: Reach.LANDLINE,
}
_N_SHOWN = 2


def e164(text: str, region: str) -> str:
    """`text` as an E.164 number ('+15145550101'), read as dialled in `region` ('CA').

    Raises NotANumber for what cannot be dialled: emergency codes, wrong lengths, unused areas.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise NotANumber from None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise NotANumber
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def line_reach(number: str) -> Reach:
    """What the numbering plan says of an E.164 number: mobile, landline or unknown."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return Reach.UNKNOWN
    return _REACH.get(phonenumbers.number_type(parsed), Reach.UNKNOWN)


def masked_number(number: str) -> str:
    """An E.164 number, only its country and last two digits shown: '+1 ••• ••• ••01'."""
    try:
        country = f"+{phonenumbers.parse(number, None).country_code}"
    except phonenumbers.NumberParseException:
        return "•••"
    n_hidden = len(number) - len(country) - _N_SHOWN
    hidden = "•" * max(n_hidden, 0) + number[-_N_SHOWN:]
    return f"{country} {hidden[:3]} {hidden[3:6]} {hidden[6:]}".strip()


def masked_address(address: str) -> str:
    """A mail address with all but its first letter and last label hidden: 'a•••@•••.org'."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@•••.{host.rsplit('.', 1)[-1]}"
