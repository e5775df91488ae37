"""'Discussed before?': off by default, on only with a recorded privacy assessment, yes or no only.

A keyed one-way token of name and day of birth is made when a note is opened and compared with
those of the same table and year. Each table and year has a secret of its own, sealed in the key
ring; with the year it is destroyed, and so is everything when a table switches the check off.
Tokens of two tables or two years cannot be joined. No token leads to a situation.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.utils import timezone

from commonbeat.core import sealed
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.gate.notes import EYES
from commonbeat.domains.hub.locks import Identifiers, repeat_token
from commonbeat.domains.hub.models import HubTable
from commonbeat.domains.hub.sealed.models import RepeatSecret, RepeatToken
from commonbeat.domains.hub.seating import policy_of


def discussed_before(table: HubTable, who: Identifiers) -> bool | None:
    """Whether the same name and day of birth came to this table this year.

    None when the table does not ask, or there is no day of birth to tell two people apart.
    """
    if not policy_of(table).repeat_check:
        return None
    token = repeat_token(_secret(table), who)
    if not token:
        return None
    _row, is_new = RepeatToken.objects.seen_by(EYES).get_or_create(
        table_key=table.key,
        year=today().year,
        token=token,
        defaults={"expires_at": _end_of_year()},
    )
    return not is_new


def forget_repeats(table_key: str) -> None:
    """Destroy every token and secret of a table, keys first."""
    kept = RepeatSecret.objects.seen_by(EYES).filter(table_key=table_key)
    sealed.destroy_keys(kept.values_list("key_ref", flat=True))
    kept.delete()
    RepeatToken.objects.seen_by(EYES).filter(table_key=table_key).delete()


def _secret(table: HubTable) -> bytes:
    year = today().year
    rows = RepeatSecret.objects.seen_by(EYES).filter(table_key=table.key, year=year)
    row = rows.first()
    if row is None:
        return _new_secret(table, year)
    ring = sealed.ring([row.key_ref])
    return ring.unseal_bytes(row.key_ref, bytes(row.sealed), _context(table, year))


def _new_secret(table: HubTable, year: int) -> bytes:
    (ref,), ring = sealed.make_keys(1)
    secret = secrets.token_bytes(32)
    RepeatSecret.objects.create(
        table_key=table.key,
        year=year,
        key_ref=ref,
        sealed=ring.seal_bytes(ref, secret, _context(table, year)),
        expires_at=_end_of_year(),
    )
    return secret


def _context(table: HubTable, year: int) -> str:
    return f"hub.repeats:{table.key}:{year}"


def _end_of_year() -> dt.datetime:
    first = dt.datetime(today().year + 1, 1, 1)  # noqa: DTZ001 - made aware in the town's zone
    return timezone.make_aware(first)
