"""Which failures of the `requests` library prove that nothing was sent."""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from commonbeat.domains.contact.gateways.gateway import OUT_OF_REACH, Rejected


def never_sent(error: BaseException | None) -> Rejected | None:
    """A temporary rejection when no connection came about; None when something may be sent."""
    if isinstance(error, requests.ConnectTimeout):
        return Rejected(OUT_OF_REACH, permanent=False)
    if isinstance(error, requests.ConnectionError) and error.args:
        cause = error.args[0]
        reason = cause.reason if isinstance(cause, MaxRetryError) else cause
        if isinstance(reason, NewConnectionError):
            return Rejected(OUT_OF_REACH, permanent=False)
    return None
