"""`@action`: every change goes through it, and it keeps four promises.

1. keyword-only, with the doer as `by` — else it fails when the module is imported;
2. permitted — else `NotPermitted`, and the refusal is written down;
3. atomic — all of it happens or none;
4. written in the ledger in the same transaction — what cannot be written down does not happen.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar, cast

from django.db import transaction

from commonbeat.core import ledger
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.wall.viewing import seen_as

P = ParamSpec("P")
R = TypeVar("R")

_lines: ContextVar[list[ledger.Line] | None] = ContextVar("lines", default=None)
_codes: ContextVar[dict[str, str | int | bool | None] | None] = ContextVar("codes", default=None)


@contextmanager
def story() -> Iterator[None]:
    """One transaction and one stretch of the ledger around several actions.

    A story inside a story joins it. When a story ends by a refusal, everything it did is
    rolled back and the refusal is written down by itself.
    """
    if _lines.get() is not None:
        with transaction.atomic(savepoint=False):
            yield
        return
    token = _lines.set([])
    try:
        with transaction.atomic():
            yield
            ledger.append(_lines.get() or [])
    except NotPermitted as refusal:
        _write_refusals(refusal)
        raise
    finally:
        _lines.reset(token)


def note(**codes: str | int | bool | None) -> None:
    """Add codes (never personal data) to the ledger line of the action now running."""
    running = _codes.get()
    if running is None:
        raise RuntimeError("note() is only for use inside an action.")
    running.update(codes)


def action(right: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action that needs `right`. See the module's four promises."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        _refuse_wrong_shape(function)
        verb = _verb(function)

        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by = cast("Actor", kwargs["by"])
            with story():
                _refuse_without_right(by, right, verb)
                with seen_as(by):
                    return _written_down(lambda: function(*args, **kwargs), verb, right, by)

        act.right = right  # type: ignore[attr-defined]  # the laws read it
        return act

    return wrap


def _written_down(change: Callable[[], R], verb: str, right: str, by: Actor) -> R:
    token = _codes.set({})
    try:
        result = change()
        codes = _codes.get() or {}
    finally:
        _codes.reset(token)
    lines = _lines.get()
    if lines is None:  # a story is always open here
        raise RuntimeError("An action ran outside its story.")
    subject = getattr(result, "subject", "")
    lines.append(ledger.Line(verb, by.name, right, subject=subject, codes=codes))
    return result


def _refuse_without_right(by: Actor, right: str, verb: str) -> None:
    if not by.may(right):
        refusal = NotPermitted(verb, right)
        refusal.by = by.name  # type: ignore[attr-defined]
        raise refusal


def _write_refusals(refusal: NotPermitted) -> None:
    by = getattr(refusal, "by", "nobody")
    with transaction.atomic():
        ledger.append([ledger.Line(refusal.verb, by, refusal.right, outcome="refused")])


def _refuse_wrong_shape(function: Callable[..., object]) -> None:
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters):
        raise TypeError(f"{function.__qualname__}: an action takes keywords only.")
    if "by" not in inspect.signature(function).parameters:
        raise TypeError(f"{function.__qualname__}: an action says who does it (by: Actor).")


def _verb(function: Callable[..., object]) -> str:
    parts = function.__module__.split(".")
    room = parts[2] if parts[1:2] == ["domains"] else parts[-1]
    return f"{room}.{function.__name__}"
