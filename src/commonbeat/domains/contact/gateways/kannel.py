"""Kannel, an open-source text gateway, over its HTTP interface `sendsms`.

Everything goes in the body and headers of a POST, so that no web log holds a number or a text.
The delivery report's URL carries our message key and a secret that is good for that one key.
Kannel does not tell repeated texts apart, so nothing is ever asked twice: no answer is 'unknown'.
"""

from __future__ import annotations

import urllib3
from django.conf import settings
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    NOT_AUTHORISED,
    OUT_OF_REACH,
    REFUSED,
    HandedOver,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
    callback_url,
    need,
    receipt_secret,
)
from commonbeat.domains.contact.segments import fits_gsm

# 1 delivered, 2 failed, 16 rejected by the network. Not 8 ('the network has it'): that would
# double the requests that come back and settle nothing.
REPORTS_ASKED = 1 | 2 | 16
_SEVEN_BIT, _UCS2 = "0", "2"
_ACCEPTED = 202
_BUSY = frozenset({429, 503})
_PERHAPS_PASSED_ON = frozenset({500, 502, 504})  # a proxy on the way may say so afterwards


class Kannel:
    """One pool of connections to one smsbox."""

    name = "kannel"
    deduplicates = False

    def __init__(
        self, url: str, username: str, password: str, sender: str, *, timeout: float = 10
    ) -> None:
        self._url = url
        self._signed = {
            "X-Kannel-Username": username,
            "X-Kannel-Password": password,
            "X-Kannel-From": sender,
            "X-Kannel-DLR-Mask": str(REPORTS_ASKED),
            "Content-Type": "text/plain; charset=UTF-8",
        }
        self._pool = urllib3.PoolManager(
            maxsize=32,
            retries=False,
            timeout=urllib3.Timeout(connect=min(timeout, 3), read=timeout),
        )

    def send(self, outgoing: Outgoing) -> Outcome:
        """Ask once; what did not reach the gateway for certain may be tried again later."""
        try:
            answer = self._pool.request(
                "POST",
                self._url,
                body=outgoing.text.encode(),
                headers=self._headers(outgoing),
                redirect=False,
            )
        except (NewConnectionError, ConnectTimeoutError):
            return Rejected(OUT_OF_REACH, permanent=False)
        except HTTPError:
            return Unknown()
        return _understood(answer.status, answer.data)

    def _headers(self, outgoing: Outgoing) -> dict[str, str]:
        secret = receipt_secret(outgoing.key)
        report = f"/machines/kannel/receipts/{outgoing.key}?secret={secret}&status=%d"
        return self._signed | {
            "X-Kannel-To": outgoing.address,
            "X-Kannel-Coding": _SEVEN_BIT if fits_gsm(outgoing.text) else _UCS2,
            "X-Kannel-DLR-Url": callback_url(report),
        }


def _understood(status: int, body: bytes) -> Outcome:
    if status == _ACCEPTED:  # '0: Accepted for delivery' or '3: Queued for later delivery'
        return HandedOver("")
    if status in _BUSY:
        return Rejected(BUSY, permanent=False)
    if status in _PERHAPS_PASSED_ON:
        return Unknown()
    if status in (401, 403) and b"uthorization" in body:
        return Rejected(NOT_AUTHORISED, permanent=False)
    return Rejected(REFUSED, permanent=True)


def gateway() -> Kannel:
    """The Kannel of the settings."""
    need(
        KANNEL_URL=settings.KANNEL_URL,
        KANNEL_USERNAME=settings.KANNEL_USERNAME,
        KANNEL_PASSWORD=settings.KANNEL_PASSWORD,
        GATEWAY_SECRET=settings.GATEWAY_SECRET,
    )
    return Kannel(
        settings.KANNEL_URL,
        settings.KANNEL_USERNAME,
        settings.KANNEL_PASSWORD,
        settings.TEXT_SENDER,
        timeout=settings.GATEWAY_TIMEOUT,
    )
