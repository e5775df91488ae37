"""Telling the database whose eyes these are, with the statement itself.

A statement that touches a guarded table and comes without a viewer raises, on every database. On
PostgreSQL it is sent as three in one message:

    SET LOCAL commonbeat.viewer = 'TOKEN'; the statement; SET LOCAL commonbeat.viewer = ''

One round trip, as before. The setting lives for that statement: nothing is left for the next one,
whether this one succeeds, fails, or is rolled back to a savepoint. (Outside a transaction the last
of the three is left out: the message is a transaction of its own, and its end takes the setting.)

The token is signed (HMAC-SHA256) under a key that the serving role cannot read, and is good in
this session of the database alone.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import transaction

from commonbeat.core.actor import Actor
from commonbeat.core.deriving import derived
from commonbeat.core.guarded import UnscopedRead
from commonbeat.core.wall import viewing
from commonbeat.core.wall.tables import guarded_tables

SETTING = "commonbeat.viewer"
# No quote, backslash, percent, comma or bar: those would end an element or the literal.
_PLAIN = re.compile(r"[\w .:@/+-]+")

_LONG = 4_000  # characters; longer ones differ each time

Execute = Callable[..., Any]


def tell(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """The wrapper around every statement: see the module."""
    if viewing.is_building() or not touches_guarded(sql):
        return execute(sql, params, many, context)
    viewer = viewing.viewer_now()
    if viewer is None:
        raise UnscopedRead(
            f"{', '.join(sorted(_tables_in(sql)))}: read a guarded table by .seen_by(viewer), or, "
            "where a query joins it or is written out, inside `with seen_as(viewer):`."
        )
    if context["connection"].vendor != "postgresql":
        return execute(sql, params, many, context)
    return _told(viewer, execute, sql, params, many, context)


def touches_guarded(sql: str) -> bool:
    """Whether a statement names a guarded table. Asked of every statement, so it is quick."""
    if not apps.models_ready:
        return False
    return _found(sql) if len(sql) > _LONG else _remembered(sql)


def token(viewer: Actor, session: str) -> str:
    """The signed claim that these are the viewer's eyes, for one session of the database."""
    return _signed(session, viewer.rights, viewer.holds)


def signing_pads() -> tuple[bytes, bytes]:
    """The inner and outer pad of the signing key: what PostgreSQL needs to check an HMAC."""
    key = _key().ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)


def _told(
    viewer: Actor, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    cursor = context["cursor"]
    if getattr(cursor.cursor, "name", None):
        raise UnscopedRead("A guarded table is not read by a cursor that outlives its statement.")
    claim = token(viewer, context["connection"].wall_session())
    before, after = f"SET LOCAL {SETTING} = '{claim}'", f"SET LOCAL {SETTING} = ''"
    if many:
        with transaction.atomic(using=context["connection"].alias):
            cursor.cursor.execute(before)
            result = execute(sql, params, many, context)
            cursor.cursor.execute(after)
            return result
    # Outside a transaction the two are one of their own, which ends the setting as well.
    end = "" if context["connection"].autocommit else f"\n; {after}"
    result = execute(f"{before}; {sql}{end}", params, False, context)
    cursor.nextset()  # from the setting's answer to the statement's
    return result


@lru_cache(maxsize=1024)
def _signed(session: str, rights: frozenset[str], holds: frozenset[str]) -> str:
    for part in (*rights, *holds):
        if not _PLAIN.fullmatch(part):
            raise ValueError("A right or a subject holds a sign that cannot be told to the wall.")
    claim = f"{session}|{','.join(sorted(rights))}|{','.join(sorted(holds))}"
    return f"{hmac.digest(_key(), claim.encode(), 'sha256').hex()}:{claim}"


def _key() -> bytes:
    return derived("wall")


def _found(sql: str) -> bool:
    # To look for plain text is far quicker than for words; most statements end here.
    return any(table in sql for table in guarded_tables()) and bool(_pattern().search(sql))


_remembered = lru_cache(maxsize=4096)(_found)


def _tables_in(sql: str) -> set[str]:
    return set(_pattern().findall(sql))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(guarded_tables())) or "(?!)"
    return re.compile(rf"\b(?:{names})\b")
