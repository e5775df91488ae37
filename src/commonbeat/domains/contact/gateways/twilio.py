"""Twilio, through its own client. The status callback's path carries our message key."""

from __future__ import annotations

import logging

import requests
from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    LANDLINE,
    NO_SUCH_NUMBER,
    NOT_AUTHORISED,
    OPTED_OUT,
    REFUSED,
    HandedOver,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
    callback_url,
    need,
)
from commonbeat.domains.contact.gateways.requests_errors import never_sent

# Its client writes whole requests, numbers included, to its own logger.
logging.getLogger("twilio.http_client").setLevel(logging.CRITICAL)

# Twilio's error codes that say something of the number rather than of the request.
REASONS = {
    21610: OPTED_OUT,
    21211: NO_SUCH_NUMBER,
    21614: LANDLINE,
    30003: "phone switched off",
    30005: NO_SUCH_NUMBER,
    30006: LANDLINE,
    30007: "filtered by the network",
}
_TOO_MANY = 429
_MESSAGING_SERVICE = "MG"


class Twilio:
    """One account's client."""

    name = "twilio"
    deduplicates = False

    def __init__(self, client: Client, sender: str) -> None:
        self._client = client
        is_service = sender.startswith(_MESSAGING_SERVICE)
        self._from = {"messaging_service_sid" if is_service else "from_": sender}

    def send(self, outgoing: Outgoing) -> Outcome:
        """Ask once. Twilio has no idempotency key for texts, so no answer is 'unknown'."""
        try:
            made = self._client.messages.create(
                to=outgoing.address,
                body=outgoing.text,
                status_callback=callback_url(f"/machines/twilio/receipts/{outgoing.key}"),
                **self._from,
            )
        except TwilioRestException as error:
            return _understood(error)
        except requests.RequestException as error:
            return never_sent(error) or Unknown()
        except TwilioException:  # an answer that its client cannot read
            return Unknown()
        return HandedOver(str(made.sid))


def _understood(error: TwilioRestException) -> Outcome:
    if error.code in REASONS:
        return Rejected(REASONS[error.code], permanent=True)
    if error.status == _TOO_MANY or error.status == requests.codes.service_unavailable:
        return Rejected(BUSY, permanent=False)
    if error.status >= requests.codes.server_error:
        return Unknown()
    if error.status in (requests.codes.unauthorized, requests.codes.forbidden):
        return Rejected(NOT_AUTHORISED, permanent=False)
    return Rejected(REFUSED, permanent=True)


def gateway() -> Twilio:
    """The Twilio account of the settings."""
    sid, token = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN
    need(TWILIO_ACCOUNT_SID=sid, TWILIO_AUTH_TOKEN=token)
    http = TwilioHttpClient(timeout=settings.GATEWAY_TIMEOUT, max_retries=0)
    return Twilio(Client(sid, token, http_client=http), settings.TEXT_SENDER)
