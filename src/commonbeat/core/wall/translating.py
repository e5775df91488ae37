"""A guard, put into SQL: the same rule for PostgreSQL, written by nobody twice.

A guard asks its viewer two things only: which rights they have, and what they hold. So it is run
once for each way in which those questions can be answered, with a viewer that notes what it was
asked; what comes back says under which rights which rows are seen. Guards widen with each right:
a row seen without a right is seen with it. (tests/core/test_wall.py compares guard and wall.)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple, cast

from django.db import models
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP

from commonbeat.core.actor import Actor
from commonbeat.core.guarded import Guard
from commonbeat.core.wall.tables import guard_of

_Way = tuple[frozenset[str], Q | None]


class Rule(NamedTuple):
    """The rights that see every row of a table, and the SQL under which others see a row."""

    sees_all: frozenset[str]
    rows: str


class NotForTheWall(TypeError):
    """A guard uses a condition that cannot be translated: say it more simply, or extend this."""


def may(*rights: str) -> str:
    """SQL: whether the viewer has one of these rights. Asked once a statement, not once a row."""
    listed = ", ".join(f"'{right}'" for right in sorted(rights))
    return f"(SELECT wall.may(ARRAY[{listed}]))"


def seen_with(parent: str, key: str, column: str) -> str:
    """SQL: as the row of a guarded table to which this one belongs, whose own wall decides."""
    return f'EXISTS (SELECT FROM "{parent}" w WHERE w."{key}" = {column})'


def rule(guard: Guard, model: type[models.Model], table: str) -> Rule:
    """A guard in SQL, for a row of `model` that the SQL calls `table`."""
    ways = list(_ways(guard, {}))
    sees_all = frozenset(
        right
        for rights, q in ways
        if q is not None and not q and len(rights) == 1
        for right in rights
    )
    others = [(rights, q) for rights, q in ways if q is not None and (q or len(rights) != 1)]
    parent = _parent(model, ways)
    if parent is not None:
        there, column = parent.target_field.model._meta.db_table, f'{table}."{parent.column}"'
        return Rule(sees_all, seen_with(there, parent.target_field.column, column))
    by_rows: dict[str, list[frozenset[str]]] = {}
    for rights, allowed in others:
        rows = _condition(allowed, model, table, count(1)) if allowed else "true"
        by_rows.setdefault(rows, []).append(rights)
    return Rule(sees_all, " OR ".join(_clause(rows, them) for rows, them in by_rows.items()))


def _parent(model: type[models.Model], ways: list[_Way]) -> Any:
    """The foreign key to a guarded table whose very rule this is, row by row; None for none."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        guard = guard_of(target) if isinstance(target, type) else None
        if guard is not None and target is not model:
            theirs = [(rights, _under(field.name, q)) for rights, q in _ways(guard, {})]
            if theirs == ways and any(q for _, q in ways):
                return field
    return None


def _under(path: str, q: Q | None) -> Q | None:
    if not q:
        return q
    moved = [
        _under(path, child) if isinstance(child, Q) else (f"{path}{LOOKUP_SEP}{child[0]}", child[1])
        for child in cast("Any", q).children
    ]
    return Q(*moved, _connector=q.connector, _negated=q.negated)


class _Unknown(Exception):
    """The guard asked for a right whose answer is not settled yet."""


class _Held(str):
    """Whatever the viewer holds, under whatever prefix the guard asks for."""

    def __init__(self) -> None:
        self.prefixes: set[str] = set()

    def startswith(self, prefix: Any, *_range: Any) -> bool:
        self.prefixes.add(prefix)
        return True

    def removeprefix(self, prefix: str) -> str:
        return _Key(prefix)


class _Key(str):
    """The keys of what the viewer holds under this prefix; alone, the first of them or ''."""

    __slots__ = ()


class _AnyViewer:
    """Stands for every viewer whose rights are settled in this way."""

    def __init__(self, settled: dict[str, bool]) -> None:
        self._settled = settled
        self.held = _Held()
        self.holds = (self.held,)

    def may(self, right: str) -> bool:
        if right not in self._settled:
            raise _Unknown(right)
        return self._settled[right]


def _ways(guard: Guard, settled: dict[str, bool]) -> Iterator[_Way]:
    viewer = _AnyViewer(settled)
    try:
        allowed = guard(cast("Actor", viewer))
    except _Unknown as asked:
        right = str(asked.args[0])
        yield from _ways(guard, settled | {right: True})
        yield from _ways(guard, settled | {right: False})
        return
    if allowed is not None and viewer.held.prefixes != set(_prefixes(allowed)):
        # That something is held was asked for its own sake: here everybody seems to hold it.
        raise NotForTheWall("a guard asks what is held and does not look rows up by it")
    yield frozenset(right for right, has in settled.items() if has), allowed


def _prefixes(q: Q) -> Iterator[str]:
    for child in q.children:
        if isinstance(child, Q):
            yield from _prefixes(child)
        else:
            value = cast("Any", child)[1]
            values = value if isinstance(value, list | tuple | set) else [value]
            yield from (str(one) for one in values if isinstance(one, _Key))


def _clause(rows: str, ways: list[frozenset[str]]) -> str:
    if frozenset() in ways:
        return f"({rows})"
    single = [right for way in ways if len(way) == 1 for right in way]
    several = [" AND ".join(may(right) for right in sorted(way)) for way in ways if len(way) > 1]
    rights = [*([may(*single)] if single else []), *several]
    return f"(({' OR '.join(rights)}) AND {rows})"


def _condition(q: Q, model: type[models.Model], table: str, names: Iterator[int]) -> str:
    """A Q on a row of `model` that the SQL calls `table`."""
    parts, through = [], cast("dict[str, list[tuple[str, Any]]]", {})
    for child in q.children:
        if isinstance(child, Q):
            parts.append(_condition(child, model, table, names))
            continue
        path, value = cast("tuple[str, Any]", child)
        first, _, rest = path.partition(LOOKUP_SEP)
        if rest and rest not in ("in", "isnull", "exact"):
            # Conditions side by side on one relation are about one and the same row of it.
            key = first if q.connector == Q.AND else path
            through.setdefault(key, []).append((path, value))
        else:
            parts.append(_leaf(first, rest, value, model, table))
    parts += [_exists(pairs, model, table, names) for pairs in through.values()]
    joined = f"({f' {q.connector} '.join(parts)})"
    if q.connector not in (Q.AND, Q.OR) or (q.negated and through):
        raise NotForTheWall(f"{model.__name__}: {q.connector}, or NOT through a relation")
    return f"NOT {joined}" if q.negated else joined


def _exists(
    pairs: list[tuple[str, Any]], model: type[models.Model], table: str, names: Iterator[int]
) -> str:
    field = cast("Any", model._meta.get_field(pairs[0][0].partition(LOOKUP_SEP)[0]))
    if field.many_to_many or not field.is_relation:
        raise NotForTheWall(f"{model.__name__}.{field.name}")
    there = f"w{next(names)}"
    if field.concrete:
        mine, theirs = field.column, field.target_field.column
    else:
        mine, theirs = field.field.target_field.column, field.field.column
    rest = Q(*((path.partition(LOOKUP_SEP)[2], value) for path, value in pairs))
    inside = _condition(rest, field.related_model, there, names)
    return (
        f'EXISTS (SELECT FROM "{field.related_model._meta.db_table}" {there} '
        f'WHERE {there}."{theirs}" = {table}."{mine}" AND {inside})'
    )


def _leaf(name: str, lookup: str, value: Any, model: type[models.Model], table: str) -> str:
    field = cast("Any", model._meta.pk if name == "pk" else model._meta.get_field(name))
    column = f'{table}."{field.column}"'
    if value is None or lookup == "isnull":
        return f"{column} IS {'' if value in (None, True) else 'NOT '}NULL"
    if lookup == "in":
        return _is_among(column, list(value))
    if isinstance(value, _Key):
        return f"{column} = coalesce(({_held(value)})[1], '')"
    return f"{column} = {_literal(value)}"


def _is_among(column: str, values: list[Any]) -> str:
    among = [f"{column} = ANY ({_held(v)})" for v in values if isinstance(v, _Key)]
    plain = [_literal(v) for v in values if not isinstance(v, _Key)]
    if plain:
        among.append(f"{column} IN ({', '.join(plain)})")
    return f"({' OR '.join(among)})" if among else "false"


def _held(prefix: str) -> str:
    return f"(SELECT wall.held({_literal(str(prefix))}))::text[]"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    raise NotForTheWall(f"a value of {type(value).__name__}")
