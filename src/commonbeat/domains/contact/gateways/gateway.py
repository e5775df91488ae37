"""What every gateway takes and answers, and how the one that a town chose is found."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KINDS = ("console", "kannel", "twilio", "notify", "email")

# Reasons of a rejection that change what we know of the number.
OPTED_OUT = "opted out"
LANDLINE = "landline"
NO_SUCH_NUMBER = "no such number"
# Reasons that say something of the gateway, not of the message.
BUSY = "busy"
OUT_OF_REACH = "gateway out of reach"
NOT_AUTHORISED = "not authorised"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text to hand over. Its repr shows the key alone."""

    key: str
    address: str
    text: str
    language: str

    def __repr__(self) -> str:
        return f"Outgoing({self.key})"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The gateway has it, under this reference of its own ('' when it gives none)."""

    ref: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The gateway certainly does not have it. If not permanent, it is worth another try."""

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer came: perhaps the gateway has it. Such a text is never sent again silently."""

    reason: str = "no answer"


Outcome = HandedOver | Rejected | Unknown


class Gateway(Protocol):
    """A way out. `deduplicates`: handing over the same key twice sends one text only."""

    name: str
    deduplicates: bool

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand over one text. Called from several threads; touches no table; never raises."""


@lru_cache(maxsize=len(KINDS))
def gateway_named(name: str) -> Gateway:
    """The gateway of this kind; its library is loaded only now.

    Raises ImproperlyConfigured for a kind that does not exist or whose settings are missing.
    """
    if name not in KINDS:
        raise ImproperlyConfigured(
            f"COMMONBEAT_GATEWAY must be one of {', '.join(KINDS)}, not {name}."
        )
    module = import_module(f"commonbeat.domains.contact.gateways.{name}")
    return cast("Gateway", module.gateway())


def gateway_for(kind: str) -> Gateway:
    """The gateway for a kind of contact point: 'mail' goes by mail, 'text' as the town chose."""
    return gateway_named("email" if kind == "mail" else settings.GATEWAY)


def callback_url(path: str) -> str:
    """The URL at which a gateway reaches us, such as '/machines/kannel/receipts/KEY'."""
    return f"{settings.GATEWAY_CALLBACK_URL}{path}"


def receipt_secret(key: str) -> str:
    """A secret good for the receipts of one message, so that a logged URL gives no more away."""
    secret = settings.GATEWAY_SECRET.encode()
    return hmac.new(secret, f"receipt:{key}".encode(), hashlib.sha256).hexdigest()[:32]


def need(**values: str) -> None:
    """Refuse to start a gateway whose settings are missing, naming them."""
    missing = [f"COMMONBEAT_{name}" for name, value in values.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"This gateway needs {' and '.join(missing)}.")
