"""GOV.UK Notify and GC Notify, through their client library.

The service needs one text template whose whole content is ((text)). Our message key goes along
as the reference, which comes back in the receipt.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    NOT_AUTHORISED,
    REFUSED,
    HandedOver,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
    need,
)
from commonbeat.domains.contact.gateways.requests_errors import never_sent

# Its client logs the text of errors, which may name a number.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class Notify:
    """One service's client for each thread, because the client is not made for sharing."""

    name = "notify"
    deduplicates = False

    def __init__(self, client: Callable[[], NotificationsAPIClient], template: str) -> None:
        self._make = client
        self._template = template
        self._kept = threading.local()

    def send(self, outgoing: Outgoing) -> Outcome:
        """Ask once; Notify accepts the same reference again, so no answer is 'unknown'."""
        try:
            made = self._client().send_sms_notification(  # type: ignore[no-untyped-call]
                phone_number=outgoing.address,
                template_id=self._template,
                personalisation={"text": outgoing.text},
                reference=outgoing.key,
            )
        except APIError as error:
            return _understood(error)
        return HandedOver(str(made.get("id", "")))

    def _client(self) -> NotificationsAPIClient:
        kept: NotificationsAPIClient | None = getattr(self._kept, "client", None)
        if kept is None:
            kept = self._kept.client = self._make()
        return kept


def _understood(error: APIError) -> Outcome:
    if error.response is None:
        # The library reports every failure of the connection as a 503 without an answer.
        return never_sent(error.__cause__) or Unknown()
    status = int(error.response.status_code or 0)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return Rejected(BUSY, permanent=False)
    if status < HTTPStatus.BAD_REQUEST or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unknown()
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Rejected(NOT_AUTHORISED, permanent=False)
    return Rejected(REFUSED, permanent=True)


def gateway() -> Notify:
    """The Notify service of the settings."""
    url, key = settings.NOTIFY_URL, settings.NOTIFY_API_KEY
    need(NOTIFY_URL=url, NOTIFY_API_KEY=key, NOTIFY_TEMPLATE=settings.NOTIFY_TEMPLATE)
    return Notify(
        partial(NotificationsAPIClient, key, base_url=url, timeout=settings.GATEWAY_TIMEOUT),
        settings.NOTIFY_TEMPLATE,
    )
