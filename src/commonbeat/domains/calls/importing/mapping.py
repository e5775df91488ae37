"""Which column of a file holds what: a mapping, read from TOML, found by name or by the header."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from commonbeat.domains.calls.importing.errors import (
    BadMapping,
    NoSuchMapping,
    NoTimeZone,
    WrongColumns,
)

SHIPPED = Path(__file__).parent / "mappings"
TIMES = ("received_at", "dispatched_at", "en_route_at", "arrived_at", "closed_at")
FIELDS = (
    "external_id",
    "call_type",
    "priority",
    "disposition",
    *TIMES,
    "latitude",
    "longitude",
    "point",
    "area",
    "officer_initiated",
)
_TOP = {"name", "source", "time_zone", "day_first", "finished", "columns", "id", "call_type"}
_SOURCE_LENGTH = 33  # 40 in the database, less 'import:'


@dataclass(frozen=True, slots=True)
class TypeRule:
    """How a text of the file becomes a call type.

    `pattern` may name the parts code, group and label; `groups` translates what the file calls a
    group. New types of a sensitive group are never told of.
    """

    pattern: re.Pattern[str] | None = None
    groups: Dictionary[str, str] = field(default_factory=dict)
    sensitive_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping. `columns` gives for each field the names it may have, the best first.

    `finished` says that calls without a closing time are over all the same, as in a file of the
    past. `day_first` reads 03/04/2025 as the third of April.
    """

    name: str
    source: str
    columns: Dictionary[str, tuple[str, ...]]
    hash_of: tuple[str, ...] = ()
    time_zone: str = ""
    day_first: bool = False
    finished: bool = True
    call_type: TypeRule = field(default_factory=TypeRule)


@dataclass(frozen=True, slots=True)
class Layout:
    """A mapping laid over one header: where each field stands, and what it is called there."""

    mapping: Mapping
    header: tuple[str, ...]
    places: Dictionary[str, int]
    hash_places: tuple[int, ...]

    def name_of(self, field_name: str) -> str:
        """The file's own name of a field's column, for messages."""
        place = self.places.get(field_name)
        return self.header[place] if place is not None else field_name


def shipped_names() -> list[str]:
    """The names of the mappings that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def mapping_named(name: str) -> Mapping:
    """A shipped mapping by name, or one from the path of a .toml file."""
    path = Path(name) if name.endswith(".toml") else SHIPPED / f"{name}.toml"
    if not path.is_file():
        raise NoSuchMapping(
            f"There is no mapping {name}. There are {', '.join(shipped_names())}, "
            "or give the path of a .toml file."
        )
    try:
        return _mapping(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path.name} is not TOML: {error}") from None


def recognised(header: Sequence[str]) -> Mapping:
    """The shipped mapping whose needed columns all stand in the header. Raises WrongColumns."""
    refusals = []
    for name in shipped_names():
        mapping = mapping_named(name)
        try:
            laid_over(mapping, header)
        except WrongColumns as refusal:
            refusals.append(str(refusal))
        else:
            return mapping
    raise WrongColumns(f"{refusals[-1]} Or say with --map which column holds what.")


def laid_over(mapping: Mapping, header: Sequence[str]) -> Layout:
    """Find the mapping's columns in a header. Raises WrongColumns."""
    names = tuple(name.strip() for name in header)
    at: dict[str, int] = {}
    twice = set()
    for place, name in enumerate(map(_plain, names)):
        twice |= {name} & at.keys()
        at.setdefault(name, place)
    places = {
        field_name: at[found]
        for field_name, aliases in mapping.columns.items()
        if (found := next((a for a in map(_plain, aliases) if a in at), None)) is not None
    }
    _refuse_missing(mapping, places, at, names)
    hash_places = tuple(at[_plain(name)] for name in mapping.hash_of)
    used = {*places.values(), *hash_places}
    if used & {at[name] for name in twice}:
        raise WrongColumns("A needed column stands twice in the header: " + ", ".join(names))
    return Layout(mapping, names, places, hash_places)


def zone_of(mapping: Mapping, given: str = "") -> ZoneInfo | None:
    """The zone of times that carry none: the operator's, else the mapping's, else None."""
    name = given or mapping.time_zone
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise NoTimeZone(f"There is no time zone {name}. Write it as America/Toronto.") from None


def with_source(mapping: Mapping, source: str) -> Mapping:
    """The same mapping under another source name. Raises BadMapping when it cannot be one."""
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{_SOURCE_LENGTH}}}", source):
        raise BadMapping(
            f"A source is up to {_SOURCE_LENGTH} letters, digits and hyphens, without spaces."
        )
    return replace(mapping, source=source)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _refuse_missing(
    mapping: Mapping, places: Dictionary[str, int], at: Dictionary[str, int], names: Sequence[str]
) -> None:
    needed = ["received_at"] if mapping.hash_of else ["external_id", "received_at"]
    lacks = [
        f"{name} ({', '.join(mapping.columns.get(name, ())[:6]) or 'not mapped'})"
        for name in needed
        if name not in places
    ]
    lacks += [name for name in mapping.hash_of if _plain(name) not in at]
    if lacks:
        found = ", ".join(names[:40]) or "none"
        raise WrongColumns(f"Columns missing: {'; '.join(lacks)}. Columns found: {found}.")


def _mapping(raw: Dictionary[str, Any], stem: str) -> Mapping:
    unknown = sorted(raw.keys() - _TOP)
    columns = raw.get("columns")
    if unknown:
        raise BadMapping(f"The mapping has entries nobody reads: {', '.join(unknown)}.")
    if not isinstance(columns, dict) or columns.keys() - set(FIELDS):
        raise BadMapping(f"[columns] may hold {', '.join(FIELDS)}.")
    made = Mapping(
        name=str(raw.get("name", stem)),
        source="",
        columns={key: _names(value) for key, value in columns.items()},
        hash_of=_names(raw.get("id", {}).get("hash_of", ())),
        time_zone=str(raw.get("time_zone", "")),
        day_first=raw.get("day_first") is True,
        finished=raw.get("finished", True) is True,
        call_type=_type_rule(raw.get("call_type", {})),
    )
    return with_source(made, str(raw.get("source", stem)))


def _names(value: object) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
        raise BadMapping("A column's name is a text or a list of texts.")
    return tuple(names)


def _type_rule(raw: Dictionary[str, Any]) -> TypeRule:
    try:
        pattern = re.compile(raw["pattern"]) if "pattern" in raw else None
    except re.error as error:
        raise BadMapping(f"The pattern of call_type is not right: {error}.") from None
    sensitive = frozenset(_names(raw.get("sensitive_groups", ())))
    return TypeRule(pattern, dict(raw.get("groups", {})), sensitive)
