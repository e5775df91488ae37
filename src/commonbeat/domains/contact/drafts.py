"""What goes into the outbox, comes out of it, and comes in: plain values, no tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Sealed fields and the context each is sealed in: a value moved elsewhere does not open.
CONTEXTS = {
    "contact.ContactPoint.address": "contact.point.address",
    "contact.Message.body": "contact.message.body",
    "contact.Inbound.body": "contact.inbound.body",
}
ADDRESS = CONTEXTS["contact.ContactPoint.address"]
BODY = CONTEXTS["contact.Message.body"]
INBOUND = CONTEXTS["contact.Inbound.body"]

# The answer to STOP, START, HELP or a change of language: sent even to those who stopped.
CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text for one contact point. The same topic is never told twice."""

    point_id: int
    purpose: str
    topic: str
    about: str
    language: str
    text: str
    not_before: dt.datetime
    expires_at: dt.datetime
