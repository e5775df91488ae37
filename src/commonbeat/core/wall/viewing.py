"""In whose eyes the statements of this thread run.

A guarded queryset enters its viewer while it runs, an action its doer. Nothing else is needed but
where a query of another table joins a guarded one, or is written out: `with seen_as(viewer):`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from commonbeat.core.actor import NOBODY, Actor

# Core's own rights. No role holds them; they last for a statement, or for one piece of retention.
KEEP = "core.keep"  # the whole table: retention, subject access, migrations, moving a town
WRITE = "core.write."  # and a table: what was just written there may be handed back

KEEPER = Actor(name="keeper", rights=frozenset({KEEP}))

_viewer: ContextVar[Actor | None] = ContextVar("viewer", default=None)
_building: ContextVar[bool] = ContextVar("building", default=False)


def viewer_now() -> Actor | None:
    """Whose eyes these are; None when nobody said."""
    return _viewer.get()


def is_building() -> bool:
    """Whether the tables themselves are being made, changed or emptied."""
    return _building.get()


@contextmanager
def seen_as(viewer: Actor) -> Iterator[None]:
    """Let statements on guarded tables see and change what this viewer may."""
    token = _viewer.set(viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


@contextmanager
def writing(table: str, by: Actor | None) -> Iterator[None]:
    """While one INSERT into a table or one UPDATE of it runs: it reveals only what it wrote.

    Which rows an UPDATE reaches is still what `by` may see.
    """
    doer = by or _viewer.get() or NOBODY
    with seen_as(Actor(doer.name, doer.rights | {f"{WRITE}{table}"}, doer.holds)):
        yield


@contextmanager
def building() -> Iterator[None]:
    """While a migration changes tables, or a test empties them: no row is looked at."""
    token = _building.set(True)
    try:
        yield
    finally:
        _building.reset(token)
