"""Twilio, through its own client. The status callback's path carries our message key."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

import requests
from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from commonbeat.domains.contact.gateways import codes
from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    NOT_AUTHORISED,
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
    if error.code in codes.TWILIO:
        return Rejected(codes.TWILIO[error.code], permanent=True)
    if (
        error.status == HTTPStatus.TOO_MANY_REQUESTS
        or error.status == HTTPStatus.SERVICE_UNAVAILABLE
    ):
        return Rejected(BUSY, permanent=False)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unknown()
    if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Rejected(NOT_AUTHORISED, permanent=False)
    return Rejected(REFUSED, permanent=True)


def gateway() -> Twilio:
    """The Twilio account of the settings."""
    sid, token = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN
    need(TWILIO_ACCOUNT_SID=sid, TWILIO_AUTH_TOKEN=token)
    http = TwilioHttpClient(timeout=settings.GATEWAY_TIMEOUT, max_retries=0)
    return Twilio(Client(sid, token, http_client=http), settings.TEXT_SENDER)


def signature_holds(url: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether Twilio signed this callback; `fields` are all that came, exactly as they came."""
    token = settings.TWILIO_AUTH_TOKEN
    return bool(token) and bool(RequestValidator(token).validate(url, fields, signature))
