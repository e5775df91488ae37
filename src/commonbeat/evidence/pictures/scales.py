"""From numbers to places on the sheet, round tick values, and how values are written."""

import math
from dataclasses import dataclass

from commonbeat.evidence.faults import NotFinite, OutOfRange
from commonbeat.evidence.wording import number, percent, with_unit

Span = tuple[float | None, float | None, float | None]
UNITS = ("count", "percent", "change", "score", "minutes", "hours", "days")


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from [low, high] onto [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value; values beyond the ends stay at the ends."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def round_ticks(low: float, high: float, about: int = 4) -> tuple[float, ...]:
    """Return round values that enclose low and high, about so many."""
    span = (high - low) or abs(high) or 1.0
    rough = span / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return tuple(round(i * step, 10) for i in range(first, last + 1))


def say(value: float, unit: str, language: str, *, long: bool = False) -> str:
    """Write a value in its unit; `long` names the unit of time."""
    if unit == "percent":
        return percent(value, language)
    if unit == "change":
        return ("+" if round(value, 3) > 0 else "") + percent(value, language)
    if unit == "score":
        return number(value, language, 1)
    if unit == "count":
        return number(value, language, 0 if value == round(value) or abs(value) >= 100 else 1)
    if long:
        return with_unit(value, unit, language)
    return number(value, language, 0 if value == round(value) or abs(value) >= 10 else 1)


def check_values(unit: str, values: list[Span]) -> None:
    """Refuse unknown units, numbers that are not finite, and limits on the wrong side.

    Raises OutOfRange or NotFinite with the place of the value. An upper limit may be infinite.
    """
    if unit not in UNITS:
        raise OutOfRange("unit", 0, unit, "one of " + ", ".join(UNITS))
    for place, (value, lower, upper) in enumerate(values):
        for each in (value, lower):
            if each is not None and not math.isfinite(each):
                raise NotFinite("values", place)
        if upper is not None and (math.isnan(upper) or upper == -math.inf):
            raise NotFinite("values", place)
        if value is not None and (
            (lower is not None and lower > value) or (upper is not None and upper < value)
        ):
            raise OutOfRange("values", place, value, "between its limits")


def reach(
    values: list[Span],
) -> tuple[float, float]:
    """Return the smallest and the largest finite number among values and limits."""
    flat = [x for row in values if row[0] is not None for x in row]
    finite = [x for x in flat if x is not None and math.isfinite(x)]
    return (min(finite), max(finite)) if finite else (0.0, 1.0)
