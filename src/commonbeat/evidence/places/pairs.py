"""Pairs of events that lie close together, and counting them over many shuffles of the days.

Events are put on a grid whose cells are as wide as the largest distance, so that a pair lies in
one cell or in two that touch; each pair is found once. Shuffles are counted many at a time: the
days of an event under all shuffles lie side by side in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TOGETHER = 64  # shuffles counted at a time
CHUNK = 2_048  # pairs at a time: what they need stays in the processor's cache
AT_ONCE = 2_000_000  # candidate pairs looked at together


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs closer than the last finite distance, in order of their distance band."""

    first: Ints
    second: Ints
    band: Ints


def near_pairs(xy: Floats, edges: Floats, power: float) -> Pairs:
    """Find all pairs closer than the last finite edge; `power` 1 is manhattan, 2 euclid."""
    last = float(edges[np.isfinite(edges)][-1])
    x, y = np.ascontiguousarray(xy.T)
    found = [_close(x, y, both, last, power) for both in _candidates(xy, last)]
    first, second, gap = (
        np.concatenate([each[k] for each in found]) if found else np.zeros(0) for k in range(3)
    )
    band = np.searchsorted(edges, gap, side="right") - 1
    if edges.size > 2:
        order = np.argsort(band, kind="stable")
        first, second, band = first[order], second[order], band[order]
    return Pairs(first.astype(np.int64), second.astype(np.int64), band)


def _close(
    x: Floats, y: Floats, both: tuple[Ints, Ints], last: float, power: float
) -> tuple[Ints, Ints, Floats]:
    first, second = both
    dx, dy = x[first], y[first]
    dx -= x[second]
    dy -= y[second]
    if power == 1:
        gap = np.abs(dx) + np.abs(dy)
        kept = np.flatnonzero(gap < last)
        return first[kept], second[kept], gap[kept]
    maybe = np.flatnonzero(dx * dx + dy * dy < last * last * (1 + 1e-9))
    gap = np.hypot(dx[maybe], dy[maybe])
    inside = gap < last
    return first[maybe[inside]], second[maybe[inside]], gap[inside]


def _candidates(xy: Floats, width: float) -> Iterator[tuple[Ints, Ints]]:
    """Give pairs of one cell or of two that touch, each once."""
    place = np.floor((xy - xy.min(axis=0)) / width).astype(np.int64) + 1
    across = int(place[:, 0].max()) + 2
    cell = place[:, 1] * across + place[:, 0]
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    here = np.arange(cell.size)
    # To the right in the same row, then the three cells of the row above.
    above = cell + across
    spans = (
        (here + 1, np.searchsorted(cell, cell + 1, side="right")),
        (
            np.searchsorted(cell, above - 1, side="left"),
            np.searchsorted(cell, above + 1, side="right"),
        ),
    )
    for start, end in spans:
        n = end - start
        if not n.any():
            continue
        edges = np.searchsorted(n.cumsum(), np.arange(0, int(n.sum()), AT_ONCE), side="right")
        for low, high in zip(edges, [*edges[1:], n.size], strict=True):
            yield _spread(order, here[low:high], start[low:high], n[low:high])


def _spread(order: Ints, here: Ints, start: Ints, n: Ints) -> tuple[Ints, Ints]:
    """Pair each place with the n places from `start` on."""
    first = np.repeat(here, n)
    offset = np.arange(first.size) - np.repeat(n.cumsum() - n, n)
    return order[first], order[np.repeat(start, n) + offset]


def counted(pairs: Pairs, days: NDArray[Any], day_edges: Floats, n_bands: int) -> Ints:
    """Count pairs by distance band and day band: bands × day bands × shuffles.

    `days` is events × shuffles, whole and small.
    """
    tops = np.minimum(np.ceil(day_edges), int(days.max()) + 1).astype(days.dtype)
    under = np.zeros((n_bands, tops.size, days.shape[1]), dtype=np.int64)
    bounds = np.searchsorted(pairs.band, np.arange(n_bands + 1))
    for band in range(n_bands):
        for low in range(bounds[band], bounds[band + 1], CHUNK):
            part = slice(low, min(low + CHUNK, bounds[band + 1]))
            gap = days[pairs.first[part]]
            gap -= days[pairs.second[part]]
            np.abs(gap, out=gap)
            for k, top in enumerate(tops):
                if top:
                    under[band, k] += _sums(gap < top)
    return np.diff(under, axis=1)


def _sums(mask: NDArray[np.bool_]) -> Ints:
    """Add up the rows of a mask: 255 fit into one byte, which is far quicker."""
    bits = mask.view(np.uint8)
    whole = bits.shape[0] // 255 * 255
    blocks = bits[:whole].reshape(-1, 255, bits.shape[1])
    total = blocks.sum(axis=1, dtype=np.uint8).sum(axis=0, dtype=np.int64)
    return np.asarray(total + bits[whole:].sum(axis=0, dtype=np.uint8))


def shuffles(day: Ints, n: int, rng: np.random.Generator) -> Iterator[NDArray[Any]]:
    """Give shuffled days, events × some shuffles, until there were n."""
    small = np.int16 if day.max() < 2**14 else np.int32
    for done in range(0, n, TOGETHER):
        some = min(TOGETHER, n - done)
        table = np.empty((some, day.size), dtype=small)
        for row in table:
            row[:] = rng.permutation(day)
        yield np.ascontiguousarray(table.T)
