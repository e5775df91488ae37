"""Numbers come in through here: copied, checked, and refused by name when wrong."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.faults import (
    EvidenceFault,
    FractionalCount,
    NegativeCount,
    NoNumber,
    NotFinite,
    OutOfRange,
    TooFew,
    UnequalLengths,
    WrongShape,
)

NO_NUMBERS = "USMmc"  # text, dates, lengths of time and complex numbers are no counts


def where_first(mask: NDArray[np.bool_]) -> object:
    """Place of the first true element: a number in a list, a pair in a table."""
    place = tuple(int(i) for i in np.argwhere(mask)[0])
    return place[0] if len(place) == 1 else place


def finite_numbers(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return a fresh array of finite numbers; NotFinite names the first that is not."""
    try:
        seen = np.asarray(values)
        is_text = seen.dtype.kind in NO_NUMBERS
        # What is mixed is read afresh, so that nothing (None) becomes a missing number.
        given = values if seen.dtype.kind == "O" else seen
        numbers = np.array(np.nan if is_text else given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as fault:
        raise _no_numbers(values, name) from fault
    if is_text:
        raise _no_numbers(values, name)
    bad = ~np.isfinite(numbers)
    if bad.any():
        raise NotFinite(name, where_first(bad) if numbers.ndim else 0)
    return numbers


def _no_numbers(values: object, name: str) -> EvidenceFault:
    """Return the fault of a list with something in it that is no number, or of ragged rows."""
    several = list(values) if isinstance(values, Iterable) else []
    for place, each in enumerate([] if isinstance(values, str | bytes) else several):
        if isinstance(each, str) or (np.ndim(each) == 0 and not _is_number(each)):
            text = isinstance(each, str | bytes | complex)
            return NoNumber(name, place, each) if text else NotFinite(name, place)
    return WrongShape(name, (), "numbers, in rows of equal length")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number | np.bool_) and not isinstance(value, complex)


def number_list(values: ArrayLike, name: str, *, least: int = 1) -> NDArray[np.float64]:
    """Return a fresh one-dimensional array of at least `least` finite numbers."""
    numbers = finite_numbers(values, name)
    if numbers.ndim != 1:
        raise WrongShape(name, numbers.shape, "a plain list")
    if numbers.size < least:
        raise TooFew(name, numbers.size, least)
    return numbers


def non_negative(numbers: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Return the numbers as they are; NegativeCount names the first below nought."""
    if (numbers < 0).any():
        place = where_first(np.atleast_1d(numbers < 0))
        raise NegativeCount(
            name, place, float(np.atleast_1d(numbers)[np.atleast_1d(numbers) < 0][0])
        )
    return numbers


def counts(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return a fresh array of whole numbers from nought (as floats, any shape)."""
    numbers = non_negative(finite_numbers(values, name), name)
    broken = np.atleast_1d(numbers != np.floor(numbers))
    if broken.any():
        raise FractionalCount(name, where_first(broken), float(np.atleast_1d(numbers)[broken][0]))
    return numbers


def single(value: float, name: str) -> float:
    """Return one finite number; WrongShape when it is none, or several."""
    numbers = finite_numbers(value, name)
    if numbers.ndim:
        raise WrongShape(name, numbers.shape, "one number")
    return float(numbers)


def count(value: float, name: str) -> int:
    """Return one whole number from nought."""
    return int(counts(single(value, name), name))


def places(given: ArrayLike, name: str, n: int) -> list[int]:
    """Return places in a list of n, given as one or several whole numbers from nought.

    Raises OutOfRange, naming the first that is no such place, WrongShape, NotFinite.
    """
    numbers = np.atleast_1d(finite_numbers(given, name))
    if numbers.ndim > 1:
        raise WrongShape(name, numbers.shape, "a plain list")
    for i, place in enumerate(numbers):
        if not 0 <= place < n or place != int(place):
            raise OutOfRange(name, i, f"{place:g}", f"a place from 0 to {n - 1}")
    return [int(place) for place in numbers]


def flags(values: ArrayLike, name: str) -> NDArray[np.bool_]:
    """Return marks of true and false (or 1 and 0); OutOfRange names the first that is neither."""
    numbers = number_list(values, name)
    odd = ~np.isin(numbers, (0, 1))
    if odd.any():
        place = int(np.argmax(odd))
        raise OutOfRange(name, place, f"{numbers[place]:g}", "true or false")
    return np.asarray(numbers == 1)


def same_length(**lists: Sequence[Any] | NDArray[Any]) -> None:
    """Raise UnequalLengths unless all lists are equally long."""
    for name, each in lists.items():
        if not hasattr(each, "__len__") or np.shape(each) == ():
            raise WrongShape(name, (), "a plain list")
    lengths = [len(each) for each in lists.values()]
    if len(set(lengths)) > 1:
        raise UnequalLengths(list(lists), lengths)


def within(value: float, name: str, low: float, high: float) -> float:
    """Return the value if low < value < high, else raise OutOfRange."""
    given = single(value, name)
    if not low < given < high:
        raise OutOfRange(name, 0, f"{given:g}", f"between {low:g} and {high:g}")
    return given


def positive(value: float, name: str) -> float:
    """Return the value if it is finite and above nought."""
    given = single(value, name)
    if given <= 0:
        raise OutOfRange(name, 0, f"{given:g}", "above 0")
    return given
