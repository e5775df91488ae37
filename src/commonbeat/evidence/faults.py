"""What is wrong with the numbers given, each fault by its name.

EvidenceFault
├── NotFinite          a number is missing (NaN) or infinite
├── NegativeCount      a count below nought
├── FractionalCount    a count that is not whole
├── OutOfRange         a value outside what is possible (an answer of 6 on a scale 1 to 5)
├── MoreThanAll        a part larger than its whole
├── UnequalLengths     two lists that belong together differ in length
├── WrongShape         a table where a list is needed, or rows of unequal length
│   └── NoNumber       text or a date where a number is needed
├── TooFew             not enough to calculate from
├── NothingToCompare   nothing happened in either period
├── BeyondObservation  asked about a time that nobody was watched for
├── Overlap            the same area or period stands on both sides
├── NoTimeZone         a time of day without its zone
├── NoDirectEffect     displacement asked of a programme that shows no fall
├── Contradiction      margins, strata or a plan that disagree with each other
└── PlanChanged        a frozen plan was altered after it was frozen
"""

from collections.abc import Sequence


class EvidenceFault(ValueError):
    """The numbers given cannot be calculated with; `element` says which one."""

    def __init__(self, message: str, *, element: object = None) -> None:
        super().__init__(message)
        self.element = element


class NotFinite(EvidenceFault):
    """A number is missing or infinite."""

    def __init__(self, name: str, element: object) -> None:
        super().__init__(f"{name}: element {element} is not a finite number", element=element)


class NegativeCount(EvidenceFault):
    """A count or a duration is below nought."""

    def __init__(self, name: str, element: object, value: float) -> None:
        super().__init__(f"{name}: element {element} is negative ({value:g})", element=element)


class FractionalCount(EvidenceFault):
    """A count is not a whole number."""

    def __init__(self, name: str, element: object, value: float) -> None:
        super().__init__(
            f"{name}: element {element} is not a whole number ({value:g})", element=element
        )


class OutOfRange(EvidenceFault):
    """A value lies outside what is possible."""

    def __init__(self, name: str, element: object, value: object, allowed: str) -> None:
        super().__init__(
            f"{name}: element {element} is {value}, but must be {allowed}", element=element
        )


class MoreThanAll(EvidenceFault):
    """A part is larger than its whole."""

    def __init__(self, part: str, n_part: float, whole: str, n_whole: float) -> None:
        super().__init__(f"{part} ({n_part:g}) is more than {whole} ({n_whole:g})", element=part)


class UnequalLengths(EvidenceFault):
    """Lists that belong together differ in length."""

    def __init__(self, names: Sequence[str], lengths: Sequence[int]) -> None:
        told = ", ".join(f"{name} {n}" for name, n in zip(names, lengths, strict=True))
        odd = next(
            (name for name, n in zip(names, lengths, strict=True) if n != lengths[0]), names[0]
        )
        super().__init__(f"lists must be equally long: {told}", element=odd)


class WrongShape(EvidenceFault):
    """The numbers are arranged otherwise than needed."""

    def __init__(self, name: str, shape: tuple[int, ...], needed: str) -> None:
        super().__init__(f"{name} has shape {shape}; needed: {needed}", element=name)


class NoNumber(WrongShape):
    """Text, a date or something else stands where a number is needed."""

    def __init__(self, name: str, element: object, value: object) -> None:
        told = f"{name}: element {element} is {str(value)[:30]!r}, not a number"
        EvidenceFault.__init__(self, told, element=element)


class TooFew(EvidenceFault):
    """There is not enough to calculate from; `needed` says what would be enough."""

    def __init__(self, name: str, n: float, needed: float) -> None:
        super().__init__(f"{name}: {n:g} is too few; at least {needed:g} needed", element=name)
        self.n = n
        self.needed = needed


class NothingToCompare(EvidenceFault):
    """Nothing happened on either side, so there is no change to speak of."""


class BeyondObservation(EvidenceFault):
    """Asked about a time that lies after the last one anybody was watched for."""

    def __init__(self, time: float, last: float) -> None:
        super().__init__(f"nobody was watched until {time:g}; the last until {last:g}")
        self.element = time


class Overlap(EvidenceFault):
    """The same thing stands on both sides of a comparison."""


class Contradiction(EvidenceFault):
    """Two things given cannot both be true."""


class NoDirectEffect(EvidenceFault):
    """A quotient of displacement means nothing where the programme's own areas did not fall."""


class NoTimeZone(EvidenceFault):
    """A time of day was given without its zone."""


class PlanChanged(EvidenceFault):
    """A plan differs from the one that was frozen."""
