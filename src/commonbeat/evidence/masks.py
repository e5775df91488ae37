"""Moving a point away from a home before it is mapped, always to the same place.

The move is a ring (a "donut"): far enough that many other homes lie as near, not so far that the
map lies. It is drawn from a secret key and the address, so that asking again gives the same
point: fresh moves each time would average out to the home. Masked points must not enter counts
of repeats or evaluations; take the area before masking.
"""

import hashlib
import hmac
import math
from dataclasses import dataclass

from commonbeat.evidence.checks import finite_numbers, positive
from commonbeat.evidence.faults import Contradiction, TooFew, WrongShape
from commonbeat.evidence.results import Told
from commonbeat.evidence.wording import number, pick

HAMPTON = "Hampton, K. H. et al. (2010). American Journal of Epidemiology 172:1062–1069."
LEAST_KEY = 16


@dataclass(frozen=True, slots=True)
class Donut(Told):
    """The smallest and the largest move, in metres. Raises OutOfRange, Contradiction.

    `n` is how many people live nearer than the smallest move; nought when unknown.
    """

    nearest: float
    farthest: float
    n: int = 0
    method: str = "donut mask, uniform over its area, keyed once per address"
    citation: str = HAMPTON
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if positive(self.farthest, "farthest") <= positive(self.nearest, "nearest"):
            raise Contradiction("the farthest move must be larger than the nearest")

    def sentence(self, language: str = "en") -> str:
        """Say how far points are moved."""
        near, far = (number(x, language) for x in (self.nearest, self.farthest))
        return pick(
            language,
            f"Each point is moved by {near} to {far} m, always to the same place.",
            f"Chaque point est déplacé de {near} à {far} m, toujours au même endroit.",
        )


def donut_for(density: float, *, hidden_among: int, ratio: float = 10.0) -> Donut:
    """Return the ring in which at least `hidden_among` people live nearer than the point.

    `density` is people per square metre; the outer ring holds `ratio` times as many. Where
    homes and shops mix, treble `hidden_among`. Raises OutOfRange.
    """
    people = positive(hidden_among, "hidden_among") / (math.pi * positive(density, "density"))
    return Donut(math.sqrt(people), math.sqrt(people * positive(ratio, "ratio")), int(hidden_among))


def masked_point(
    point: tuple[float, float], address_key: str, *, secret: bytes, donut: Donut
) -> tuple[float, float]:
    """Move a point (metres) within the ring, uniformly over its area and once per address.

    `address_key` is any stable name of the address; `secret` at least 16 bytes, kept apart from
    the points. Raises TooFew (a short secret), WrongShape, NotFinite.
    """
    x, y = _pair(point)
    if len(secret) < LEAST_KEY:
        raise TooFew("bytes of the secret", len(secret), LEAST_KEY)
    digest = hmac.new(secret, str(address_key).encode(), hashlib.sha256).digest()
    far, turn = (int.from_bytes(digest[i : i + 8], "big") / 2**64 for i in (0, 8))
    inner, outer = donut.nearest**2, donut.farthest**2
    distance, angle = math.sqrt(inner + far * (outer - inner)), 2 * math.pi * turn
    return x + distance * math.cos(angle), y + distance * math.sin(angle)


def _pair(point: tuple[float, float]) -> tuple[float, float]:
    numbers = finite_numbers(point, "point")
    if numbers.shape != (2,):
        raise WrongShape("point", numbers.shape, "x and y")
    return float(numbers[0]), float(numbers[1])
