"""Loading the shipped code lists, adding local words and ending words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.errors import NotComplete
from commonbeat.domains.hub.models import Code
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.shipped import SHIPPED
from commonbeat.domains.hub.shipped.lists import ShippedCode

# Shipped words are in force for any record, however old one that is imported may be.
EVER = dt.date(2000, 1, 1)


@action(Right.SET_UP)
def load_codes(*, lists: Mapping[CodeKind, Sequence[ShippedCode]] = SHIPPED, by: Actor) -> int:
    """Put the shipped lists in place; count the entries that are new or read otherwise than before.

    Loading twice changes nothing. A changed wording ends the entry today and begins its next
    version. What a town ended stays ended, and what it added stays as it is.
    """
    latest = _latest()
    fresh: list[Code] = []
    for kind, entries in lists.items():
        for position, entry in enumerate(entries):
            fresh += _next_version(kind, position, entry, latest.get((kind, entry.code)))
    Code.objects.bulk_create(fresh)
    note(n_new=len(fresh))
    return len(fresh)


@action(Right.SET_UP)
def add_local_code(
    *, kind: str, code: str, label: str, label_fr: str, group: str = "", theme: str = "", by: Actor
) -> Code:
    """Add a word of one's own, marked as local, from today on.

    The ten questions of filter 1 and the answers of later checks take no additions. Raises
    NotComplete naming what is missing, or ['code'] when the list has this code already.
    """
    if kind not in CodeKind.values or kind in {CodeKind.CHECK, CodeKind.LATER}:
        raise NotComplete(["kind"])
    missing = [n for n, v in (("label", label), ("label_fr", label_fr)) if not v.strip()]
    versions = Code.objects.filter(kind=kind, code=code)
    if not code or versions.filter(ends_on=None).exists():
        missing.append("code")
    if missing:
        raise NotComplete(missing)
    row = Code(kind=kind, code=code, label=label.strip(), label_fr=label_fr.strip())
    row.group, row.theme, row.is_local = group, theme, True
    row.version, row.starts_on = versions.count() + 1, today()
    row.position = Code.objects.filter(kind=kind).count()
    row.full_clean()
    row.save()
    note(kind=kind, code=code)
    return row


@action(Right.SET_UP)
def end_code(*, kind: str, code: str, by: Actor) -> Code:
    """End a word: from today on nobody can choose it; records that have it keep it."""
    row = Code.objects.select_for_update().filter(kind=kind, code=code, ends_on=None).first()
    if row is None:
        raise NotComplete(["code"])
    row.ends_on = today()
    row.save(update_fields=["ends_on"])
    note(kind=kind, code=code)
    return row


def _latest() -> dict[tuple[str, str], Code]:
    rows = Code.objects.order_by("kind", "code", "version")
    return {name: list(them)[-1] for name, them in groupby(rows, key=lambda c: (c.kind, c.code))}


def _next_version(
    kind: CodeKind, position: int, entry: ShippedCode, last: Code | None
) -> list[Code]:
    """The row to add for an entry of the lists: none when it stands, or was ended or replaced."""
    if last is None:
        return [_row(kind, position, entry, 1, EVER)]
    if last.ends_on is not None or last.is_local or _reads_the_same(last, entry):
        return []
    last.ends_on = today()
    last.save(update_fields=["ends_on"])
    return [_row(kind, position, entry, last.version + 1, today())]


def _reads_the_same(row: Code, entry: ShippedCode) -> bool:
    return (row.label, row.label_fr, row.group, row.theme) == (
        entry.label,
        entry.label_fr,
        entry.group,
        entry.theme,
    )


def _row(
    kind: CodeKind, position: int, entry: ShippedCode, version: int, starts_on: dt.date
) -> Code:
    return Code(
        kind=kind,
        code=entry.code,
        version=version,
        label=entry.label,
        label_fr=entry.label_fr,
        group=entry.group,
        theme=entry.theme,
        position=position,
        starts_on=starts_on,
    )
