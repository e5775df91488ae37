"""What gateways tell us: whether it is they who call, and what their words mean."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from importlib import import_module

from django.conf import settings

from commonbeat.domains.contact.actions.outcomes import Report
from commonbeat.domains.contact.gateways import codes
from commonbeat.domains.contact.gateways.gateway import callback_url, receipt_secret

_KANNEL = {1: Report.DELIVERED, 2: Report.FAILED, 8: Report.ACCEPTED, 16: Report.FAILED}
_TWILIO = {
    "sent": Report.ACCEPTED,
    "delivered": Report.DELIVERED,
    "read": Report.DELIVERED,
    "undelivered": Report.FAILED,
    "failed": Report.FAILED,
}
_NOTIFY = {
    "sent": Report.ACCEPTED,
    "delivered": Report.DELIVERED,
    "permanent-failure": Report.FAILED,
    "temporary-failure": Report.FAILED,
    "technical-failure": Report.FAILED,
}


def secret_holds(shown: str) -> bool:
    """Whether this is the secret that our own gateway calls with. Never when none is set."""
    return _same(shown, settings.GATEWAY_SECRET)


def receipt_secret_holds(message_key: str, shown: str) -> bool:
    """Whether this secret is good for receipts of this message."""
    return bool(settings.GATEWAY_SECRET) and _same(shown, receipt_secret(message_key))


def twilio_signature_holds(path: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether Twilio signed this: `path` with its query, and every field untouched.

    The address is the one that we gave to Twilio, whatever a proxy in between made of it.
    """
    if not settings.TWILIO_AUTH_TOKEN:
        return False
    twilio = import_module("commonbeat.domains.contact.gateways.twilio")
    return bool(twilio.signature_holds(callback_url(path), fields, signature))


def kannel_report(status: str) -> Report | None:
    """Kannel's delivery status as a report; None for one that settles nothing."""
    return _KANNEL.get(int(status)) if status.isdecimal() else None


def twilio_report(status: str, error_code: str) -> tuple[Report | None, str]:
    """Twilio's message status and error code as a report and the reason of a failure."""
    code = int(error_code) if error_code.isdecimal() else 0
    reason = codes.TWILIO.get(code, f"code {code}" if code else "")
    return _TWILIO.get(status), reason


def notify_report(status: str) -> Report | None:
    """Notify's status as a report. Whether a number exists it does not tell apart."""
    return _NOTIFY.get(status)


def _same(shown: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(shown.encode(), secret.encode())
