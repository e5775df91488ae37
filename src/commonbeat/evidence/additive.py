"""Tables whose cells add up to totals, and what an onlooker can work out about hidden cells.

A table is one long vector of cells, totals included, with relations `parts − total = 0`. The
onlooker knows every shown number, every relation, and that counts are never negative. The
tightest bounds on a hidden cell follow by linear programming; for one- and two-way tables they
are whole numbers, because the relations form a network.
"""

from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from commonbeat.evidence.faults import Contradiction

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Sparse = Any
SOURCE = (
    "Fischetti, M. & Salazar, J. J. (2001). Management Science 47:1008–1027; "
    "Kelly, J. P., Golden, B. L. & Assad, A. A. (1992). Networks 22:397–417."
)
TINY = 1e-6
MANY, TURNS = 4, 16


def one_way(n: int) -> Floats:
    """Relations of a list of n cells followed by their total."""
    return np.append(np.ones(n), -1.0)[None, :]


def two_way(n_rows: int, n_columns: int) -> Floats:
    """Relations of a table with a last column of row totals and a last row of column totals.

    Cells are numbered row by row over the (n_rows + 1) × (n_columns + 1) table.
    """
    place = np.arange((n_rows + 1) * (n_columns + 1)).reshape(n_rows + 1, n_columns + 1)
    relations = np.zeros((n_rows + n_columns + 2, place.size))
    for i, line in enumerate([*place, *place.T]):
        relations[i, line[:-1]] = 1.0
        relations[i, line[-1]] = -1.0
    return relations


def bounds(relations: Floats, shown: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and highest value that each cell can have for an onlooker.

    `shown` holds NaN where a cell is hidden; an upper bound may be infinite. Shown cells have
    their own value as both bounds. Raises Contradiction when no table fits what is shown.
    """
    hidden = np.isnan(shown)
    low, high = shown.copy(), shown.copy()
    if not hidden.any():
        return low, high
    matrix = scipy.sparse.csr_array(relations[:, hidden])
    known = -(relations[:, ~hidden] @ shown[~hidden])
    limit = 4.0 * shown.size * (1 + np.max(shown[~hidden], initial=0.0))
    for place, cell in enumerate(np.flatnonzero(hidden)):
        low[cell] = _extreme(matrix, known, limit, place, 1.0)
        top = -_extreme(matrix, known, limit, place, -1.0)
        high[cell] = np.inf if top > limit / 2 else top
    return low, high


def _extreme(matrix: Sparse, known: Floats, limit: float, place: int, sign: float) -> float:
    cost = np.zeros(matrix.shape[1])
    cost[place] = sign
    found = scipy.optimize.milp(
        cost,
        constraints=scipy.optimize.LinearConstraint(matrix, known, known),
        bounds=scipy.optimize.Bounds(0.0, limit),
    )
    if found.x is None:
        raise Contradiction("the shown numbers do not add up to their totals")
    return float(round(found.fun, 6))


def hidden_cells(relations: Floats, cells: Floats, threshold: float, weights: Floats) -> Mask:
    """Return which cells to hide so that no small cell can be worked out.

    Every cell under the threshold is hidden. For each of them others are hidden, as cheaply as
    found by linear programming (`weights`: the loss of hiding a cell), until the onlooker
    must allow for every value from nought to the threshold; for a larger hidden cell, until the
    bounds lie at least the threshold apart.
    """
    hidden = cells < threshold
    low, high = cells.copy(), cells.copy()
    search = _Search(relations, cells, weights)
    _spread_over_hidden(search, cells, hidden, low, high, threshold)
    while True:
        cell, move = _first_unsafe(cells, hidden, low, high, threshold)
        if cell < 0:
            return hidden
        table = search.table_with(cell, move, hidden)
        hidden |= np.abs(table - cells) > TINY
        np.minimum(low, table, out=low)
        np.maximum(high, table, out=high)


def _spread_over_hidden(
    search: "_Search", cells: Floats, hidden: Mask, low: Floats, high: Floats, threshold: float
) -> None:
    """Settle as many small cells as possible at once, without hiding more.

    Only saves time: what it leaves unsettled is settled one by one. Changes `low` and `high`.
    """
    small = hidden & (cells < threshold)
    mixed = (np.arange(cells.size) + 1) * 2_654_435_761 % 2**32
    for turn in range(TURNS):
        rises = (mixed >> (turn + 8)) % 2 == 0
        up = np.where(small & rises & (high < threshold - TINY), threshold - cells, 0.0)
        down = np.where(small & ~rises & (low > TINY), cells, 0.0)
        if np.count_nonzero(up) + np.count_nonzero(down) < MANY:
            continue
        table = search.table_moving_many(up, down, hidden, rises)
        np.minimum(low, table, out=low)
        np.maximum(high, table, out=high)


def _first_unsafe(
    cells: Floats, hidden: Mask, low: Floats, high: Floats, threshold: float
) -> tuple[int, float]:
    """Return a hidden cell that is bounded too tightly, and how far it must be able to move."""
    small = cells < threshold
    up = hidden & small & (high < threshold - TINY)
    down = hidden & small & (low > TINY)
    narrow = hidden & ~small & (high - low < threshold - TINY)
    for mask, move in (
        (up, threshold - cells),
        (down, -cells),
        (narrow, threshold + low - cells),
    ):
        if mask.any():
            cell = int(np.argmax(np.where(mask, np.abs(move) + 1, 0)))
            return cell, float(move[cell])
    return -1, 0.0


class _Search:
    """Finds another table with the same totals in which one cell has moved, hiding least."""

    def __init__(self, relations: Floats, cells: Floats, weights: Floats) -> None:
        matrix = scipy.sparse.csr_array(relations)
        self.matrix = scipy.sparse.hstack([matrix, -matrix], format="csr")
        self.cells = cells
        self.loss = weights * (1.0 + np.log1p(cells) / 4)
        self.nought = np.zeros(relations.shape[0])

    def table_moving_many(self, up: Floats, down: Floats, hidden: Mask, rises: Mask) -> Floats:
        """Return cells with as much of the wanted moves as fits within what is hidden.

        Cells only rise or only fall, so that no move is undone by its opposite.
        """
        n, free = self.cells.size, float(self.cells.sum())
        wish = -np.concatenate([up > 0, down > 0]).astype(float)
        rise = np.where(up > 0, up, free) * (hidden & rises)
        fall = self.cells * (hidden & ~rises)
        found = scipy.optimize.milp(
            wish + 1e-3,
            constraints=scipy.optimize.LinearConstraint(self.matrix, self.nought, self.nought),
            bounds=scipy.optimize.Bounds(0.0, np.concatenate([rise, fall])),
        )
        move = np.zeros(2 * n) if found.x is None else found.x
        return np.asarray(np.round(self.cells + move[:n] - move[n:], 6))

    def table_with(self, cell: int, move: float, hidden: Mask) -> Floats:
        """Return whole-number cells where `cell` has moved by `move`."""
        n = self.cells.size
        cost = np.tile(np.where(hidden, 1e-3, self.loss), 2)
        least = np.zeros(2 * n)
        most = np.concatenate([np.full(n, np.inf), self.cells])
        forth, back = (cell, n + cell) if move > 0 else (n + cell, cell)
        least[forth] = most[forth] = abs(move)
        most[back] = 0.0
        found = scipy.optimize.milp(
            cost,
            constraints=scipy.optimize.LinearConstraint(self.matrix, self.nought, self.nought),
            bounds=scipy.optimize.Bounds(least, most),
        )
        if found.x is None:
            raise Contradiction("the counts do not add up to their totals")
        return np.asarray(np.round(self.cells + found.x[:n] - found.x[n:], 6))
