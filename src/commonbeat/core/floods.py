"""Floods: how many things came from one place in an hour, without knowing the place.

The place (an address on the network) is kept only as a hash under a random salt that lives for
one hour. When the salt is deleted nobody, we neither, can tell which address a count was for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from commonbeat.core import clock
from commonbeat.core.models import FloodCount, FloodSalt

HOUR = dt.timedelta(hours=1)


def is_flood(what: str, place: str, *, most: int) -> bool:
    """Count one more of `what` from `place` in this hour; True when that is over `most`."""
    ends_at = clock.now().replace(minute=0, second=0, microsecond=0) + HOUR
    index = hmac.new(_salt(ends_at), f"{what}\0{place}".encode(), hashlib.sha256).hexdigest()[:40]
    if FloodCount.objects.filter(index=index).update(n=F("n") + 1):
        return FloodCount.objects.values_list("n", flat=True).get(index=index) > most
    try:
        with transaction.atomic():
            FloodCount.objects.create(index=index, n=1, ends_at=ends_at)
    except IntegrityError:  # another process was quicker
        FloodCount.objects.filter(index=index).update(n=F("n") + 1)
    return most < 1


def place_of(request: HttpRequest) -> str:
    """The network address a request came from; only to be given to `is_flood`, never stored."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _salt(ends_at: dt.datetime) -> bytes:
    # Old salts go with the first count of an hour; the others need not write for it.
    if known := FloodSalt.objects.filter(ends_at=ends_at).first():
        return bytes(known.salt)
    FloodSalt.objects.filter(ends_at__lt=ends_at).delete()
    row, _made = FloodSalt.objects.get_or_create(
        ends_at=ends_at, defaults={"salt": secrets.token_bytes(32)}
    )
    return bytes(row.salt)
