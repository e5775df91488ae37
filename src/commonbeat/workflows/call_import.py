"""A whole file of calls is loaded, chunk by chunk, each chunk through the action."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from commonbeat.core import clock, sealed
from commonbeat.core.actor import Actor
from commonbeat.domains.calls.actions.importing import Imported, import_calls
from commonbeat.domains.calls.importing.errors import Problem
from commonbeat.domains.calls.importing.mapping import (
    Mapping,
    laid_over,
    mapping_named,
    recognised,
    with_source,
    zone_of,
)
from commonbeat.domains.calls.importing.reading import CHUNK_ROWS, Table
from commonbeat.domains.calls.importing.rows import Read, Reading, read_rows
from commonbeat.domains.calls.importing.storing import room_for_indexes


@dataclass(frozen=True, slots=True)
class Choices:
    """What the operator chose: a mapping by name ('' to recognise it), a zone, a source."""

    mapping: str = ""
    time_zone: str = ""
    source: str = ""


@dataclass(slots=True)
class Loaded:
    """What became of a file."""

    mapping: Mapping
    n_rows: int = 0
    n_new: int = 0
    n_repeated: int = 0
    n_left_out: int = 0
    n_new_types: int = 0
    n_without_point: int = 0
    n_without_area: int = 0
    n_twice: int = 0
    n_skipped: int = 0
    rules: Counter[tuple[str, str, bool]] = field(default_factory=Counter)  # column, rule, kept
    unknown_areas: Counter[str] = field(default_factory=Counter)
    damage: str = ""
    has_latin_1: bool = False


Progress = Callable[[int, int], None]  # bytes read, rows read


def load_calls(
    path: Path,
    choices: Choices,
    *,
    by: Actor,
    on_problem: Callable[[Problem], None],
    on_progress: Progress = lambda _bytes, _rows: None,
    chunk_rows: int = CHUNK_ROWS,
) -> Loaded:
    """Load a file. Each chunk is one transaction and one line in the ledger.

    Raises BadFile when nothing can be loaded. Damage on the way does not raise: what came before
    it is kept, and `Loaded.damage` tells.
    """
    with Table(path) as table, room_for_indexes(), _no_collecting():
        how = reading_of(table, choices)
        loaded = Loaded(how.layout.mapping)
        for read in readings(table, how, chunk_rows):
            done = import_calls(batch=read.batch, by=by)
            _add(loaded, read, done)
            for problem in read.problems:
                on_problem(problem)
            on_progress(table.n_bytes_read, loaded.n_rows)
        loaded.damage, loaded.has_latin_1 = table.damage, table.has_latin_1
        return loaded


def reading_of(table: Table, choices: Choices) -> Reading:
    """How to read this table. Raises BadFile."""
    found = mapping_named(choices.mapping) if choices.mapping else recognised(table.header)
    mapping = with_source(found, choices.source) if choices.source else found
    return Reading(
        layout=laid_over(mapping, table.header),
        zone=zone_of(mapping, choices.time_zone),
        now=clock.now(),
        id_key=bytes.fromhex(sealed.blind_index("a row of a file", "calls.import")),
    )


def readings(table: Table, how: Reading, chunk_rows: int = CHUNK_ROWS) -> Iterator[Read]:
    """The table's chunks, read."""
    for chunk in table.chunks(chunk_rows):
        yield read_rows(chunk, how, has_nul=table.has_nul)


def area_names_in(path: Path, choices: Choices) -> Counter[str]:
    """How often each area is named in a file's area column. Raises BadFile."""
    with Table(path) as table:
        place = reading_of(table, choices).layout.places.get("area")
        if place is None:
            return Counter()
        return column_counts(table, place)


def column_counts(table: Table, place: int) -> Counter[str]:
    """How often each text stands in a column; rows too short for it are passed over."""
    found: Counter[str] = Counter()
    for chunk in table.chunks():
        found.update(row[place].strip() for row in chunk.rows if len(row) > place)
    found.pop("", None)
    return found


@contextmanager
def _no_collecting() -> Iterator[None]:
    # A third of the reading would be the collector walking over rows, which hold no cycles.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _add(loaded: Loaded, read: Read, done: Imported) -> None:
    loaded.n_rows += read.n_rows
    loaded.n_twice += read.n_twice
    loaded.n_skipped += read.n_skipped
    loaded.n_left_out += sum(not problem.is_kept for problem in read.problems)
    loaded.rules.update((p.column, p.rule, p.is_kept) for p in read.problems)
    loaded.n_new += done.n_new
    loaded.n_repeated += done.n_repeated
    loaded.n_new_types += done.n_new_types
    loaded.n_without_point += done.n_without_point
    loaded.n_without_area += done.n_without_area
    loaded.unknown_areas += done.unknown_areas
