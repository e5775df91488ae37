"""Shaped pages: what most callers' pages share is made once, and each caller's own is put in.

A page is made from its *shape* (which steps are done, whether a call back is promised, …) and its
own values (number, times, link). The template is rendered once for each shape, with a mark where
each value goes; making a page afresh is then a look at the database and a few replacements. The
values are never kept: only shapes are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from django.utils.html import conditional_escape

MOST_SHAPES = 500
_OPEN, _CLOSE = "\ue000", "\ue001"  # private-use letters: no text of ours or of dispatch has them
_shapes: dict[Hashable, str] = {}


def mark(name: str) -> str:
    """The mark that stands for a value while a shape is rendered."""
    return f"{_OPEN}{name}{_CLOSE}"


def page_of_shape(shape: Hashable, values: Mapping[str, str], render: Callable[[], str]) -> str:
    """The page of a shape with its values, escaped unless marked safe."""
    skeleton = _shapes.get(shape)
    if skeleton is None:
        if len(_shapes) >= MOST_SHAPES:
            _shapes.clear()
        skeleton = _shapes[shape] = render()
    for name, value in values.items():
        skeleton = skeleton.replace(mark(name), conditional_escape(value))
    return skeleton


def forget() -> None:
    """Forget every shape, for tests that change what a shape is made of."""
    _shapes.clear()
