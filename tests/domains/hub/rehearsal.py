"""Two rehearsals on databases of their own, each run as a program: backups, and numbers.

`backup`: a note is open, the main database is copied, the situation closes, the copy is put back,
and everybody who was ever entitled tries to read. `numbers`: several processes submit at once,
and some of what they do is rolled back. Each prints what came of it as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from psycopg import sql  # noqa: E402

from commonbeat.core import ledger, sealed  # noqa: E402
from commonbeat.core.action import story  # noqa: E402
from commonbeat.core.errors import Refused  # noqa: E402
from commonbeat.core.guarded import whole_table  # noqa: E402
from commonbeat.core.keyring.models import SealedKey  # noqa: E402
from commonbeat.domains.agencies.personal_keys import unwrap  # noqa: E402
from commonbeat.domains.hub import gate, locks  # noqa: E402
from commonbeat.domains.hub.actions import deciding, screening  # noqa: E402
from commonbeat.domains.hub.actions.words import load_codes  # noqa: E402
from commonbeat.domains.hub.models import Situation  # noqa: E402
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader  # noqa: E402
from commonbeat.roles import Role, actor  # noqa: E402
from tests.domains.hub import walks  # noqa: E402
from tests.domains.hub.cast import SPEAKERS, Cast, seat_people  # noqa: E402
from tests.domains.hub.filling import drafted  # noqa: E402

NAME = "Jo Marker"


def backup() -> dict[str, Any]:
    """What everybody could read before the close, and after it from the copy put back."""
    hub, copy = _town(), _Copy()
    key = walks.elevate(hub)
    gate.open_note(
        situation_key=key,
        identifiers=gate.Identifiers(name=NAME),
        basis="serious_harm",
        purpose="who is involved",
        unlocked=hub.unlocked["ana"],
        by=hub.by["ana"],
    )
    for who in ("ana", "cho"):
        deciding.say_in(situation_key=key, part="engaged", by=hub.by[who])
    copy.take()
    # The same copy put back while the situation is still open: it must be readable, or the
    # rehearsal would show nothing.
    copy.put_back()
    while_open, forced = _who_reads(hub, key), _force_open(hub)
    walks.begin(hub, key)
    walks.report(hub, walks.plan(hub, key))
    walks.conclude(hub, key)
    after_close = _who_reads(hub, key)
    copy.put_back()
    return {
        "while_open": while_open,
        "forced_while_open": forced,
        "after_close": after_close,
        "is_back": [whole_table(IdentityNote).count(), _n_wrapped()],
        "from_the_copy": _who_reads(hub, key),
        "by_every_key_that_is_left": _force_open(hub),
    }


def numbers(n_processes: int, n_each: int) -> dict[str, Any]:
    """The numbers that situations got when processes submitted at once, some rolled back."""
    hub = _town()
    drafts = [drafted(hub) for _ in range(n_processes * n_each)]
    for draft in drafts:
        screening.approve_screening(key=draft.key, version=1, by=hub.approver_of("ana"))
    children = [
        _child(lambda mine=drafts[i::n_processes]: _submit(hub, mine)) for i in range(n_processes)
    ]
    codes = [os.waitpid(child, 0)[1] for child in children]
    rows = Situation.objects.seen_by(hub.by["chair"])
    return {
        "ended": codes,
        "numbers": sorted(rows.values_list("number", flat=True)),
        "positions": sorted(rows.values_list("position", flat=True)),
        "breaks": len(list(ledger.breaks())),
    }


def _town() -> Cast:
    for alias in ("keys", "default"):
        call_command("migrate", database=alias, verbosity=0)
    load_codes(by=actor(Role.OPERATOR, "tests"))
    return seat_people()


class _RolledBack(Exception):
    pass


def _submit(hub: Cast, drafts: list[Any]) -> None:
    for place, draft in enumerate(drafts):
        if place % 2:
            with contextlib.suppress(_RolledBack), story():
                screening.submit_situation(key=draft.key, version=2, by=hub.by["ana"])
                raise _RolledBack
        screening.submit_situation(key=draft.key, version=2, by=hub.by["ana"])


def _child(live: Any) -> int:
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        live()
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def _who_reads(hub: Cast, key: str) -> list[str]:
    can = []
    for who in SPEAKERS:
        with contextlib.suppress(Refused):
            found = gate.read_note(situation_key=key, unlocked=hub.unlocked[who], by=hub.by[who])
            can.append(who if found.name == NAME else "?")
    return can


def _n_wrapped() -> int:
    return sum(bool(bytes(row.wrapped)) for row in whole_table(NoteReader))


def _force_open(hub: Cast) -> list[str]:
    """Past the gate: each entitled person's half with each key that the ring still holds."""
    opened = []
    refs = list(SealedKey.objects.values_list("ref", flat=True))
    note = whole_table(IdentityNote).get()
    for who in SPEAKERS:
        reader = whole_table(NoteReader).get(staff_key=hub.staff[who].key)
        half = unwrap(hub.unlocked[who], reader.wrapped, context=note.subject)
        for ref in {*refs, note.key_ref}:
            with contextlib.suppress(sealed.KeyGone):
                found = locks.unlock(
                    bytes(note.sealed),
                    half=half,
                    ring=sealed.ring([ref]),
                    ref=ref,
                    context=note.subject,
                    subject="",
                )
                opened.append(found.name)
    return opened


class _Copy:
    """A copy of the main database, as a town's backup takes it; the key ring is not in it."""

    def __init__(self) -> None:
        self.of = settings.DATABASES["default"]
        self.is_sqlite = connections["default"].vendor == "sqlite"

    def take(self) -> None:
        """Copy the database whole."""
        connections.close_all()
        if self.is_sqlite:
            with (
                contextlib.closing(sqlite3.connect(self.of["NAME"])) as now,
                contextlib.closing(sqlite3.connect(self._file)) as then,
            ):
                now.backup(then)
        else:
            self._clone(self.of["NAME"], "copied")

    def put_back(self) -> None:
        """Put the copy in the place of the database."""
        connections.close_all()
        if self.is_sqlite:
            for tail in ("-wal", "-shm"):
                Path(f"{self.of['NAME']}{tail}").unlink(missing_ok=True)
            shutil.copy(self._file, self.of["NAME"])
        else:
            self._clone("copied", self.of["NAME"])

    @property
    def _file(self) -> str:
        return f"{self.of['NAME']}.copy"

    def _clone(self, source: str, target: str) -> None:
        """A file-level copy of a database, as a snapshot of its disk is."""
        one = settings.DATABASES["keys"]  # the connection that is not being copied
        with psycopg.connect(
            host=one["HOST"],
            port=one["PORT"],
            user=one["USER"],
            password=one["PASSWORD"],
            dbname=one["NAME"],
            autocommit=True,
        ) as connection:
            names = {"s": sql.Identifier(source), "t": sql.Identifier(target)}
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {t}").format(**names))
            connection.execute(sql.SQL("CREATE DATABASE {t} TEMPLATE {s}").format(**names))


if __name__ == "__main__":
    told = backup() if sys.argv[1] == "backup" else numbers(*map(int, sys.argv[2:]))
    sys.stdout.write(json.dumps(told) + "\n")
