"""What the lockout counts by: a blind index of the name, and no address.

People type their password into the wrong box, so what they typed as a name is not stored.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from django.http import HttpRequest

from commonbeat.core.sealed import blind_index


def plain_name(name: str) -> str:
    """A sign-in name as it is kept: one form of each letter, small, without outer space."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def blind_name(request: HttpRequest | None, credentials: Mapping[str, str] | None) -> str:
    """The index by which failed sign-ins are counted (the setting AXES_USERNAME_CALLABLE)."""
    typed = (credentials or {}).get("sign_in_name")
    if typed is None and request is not None:
        typed = request.POST.get("sign_in_name")
    return blind_index(plain_name(typed or ""), "sign-in")


def no_address(_request: HttpRequest) -> None:
    """No visitor's address (the setting AXES_CLIENT_IP_CALLABLE)."""
