"""The tables of contact."""

from commonbeat.domains.contact.models.messages import Inbound, Message, Receipt, State
from commonbeat.domains.contact.models.points import (
    Consent,
    ContactPoint,
    Reach,
    StoppedNumber,
)

__all__ = [
    "Consent",
    "ContactPoint",
    "Inbound",
    "Message",
    "Reach",
    "Receipt",
    "State",
    "StoppedNumber",
]
