"""Looking at many figures at once without crying wolf: what share of the finds may be chance.

Hochberg's rule needs tests that rise and fall together or not at all; Yekutieli's holds however
they depend on each other, and finds less.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonbeat.evidence.checks import number_list, within
from commonbeat.evidence.faults import OutOfRange

Floats = NDArray[np.float64]
Rule = Literal["hochberg", "yekutieli"]
HOCHBERG = (
    "Benjamini, Y. & Hochberg, Y. (1995). Journal of the Royal Statistical Society B 57:289–300."
)
YEKUTIELI = "Benjamini, Y. & Yekutieli, D. (2001). Annals of Statistics 29:1165–1188."
SOURCES: dict[str, str] = {"hochberg": HOCHBERG, "yekutieli": YEKUTIELI}
NAMES: dict[str, str] = {
    "hochberg": "Benjamini–Hochberg",
    "yekutieli": "Benjamini–Yekutieli",
}


def adjusted(p: ArrayLike, *, rule: Rule = "yekutieli") -> Floats:
    """Return for each p the smallest share of false finds at which it would be found.

    An empty list stays empty. Raises OutOfRange, NotFinite.
    """
    values = number_list(p, "p", least=0)
    bad = (values < 0) | (values > 1)
    if bad.any():
        place = int(np.argmax(bad))
        raise OutOfRange("p", place, float(values[place]), "from 0 to 1")
    if rule not in SOURCES:
        raise OutOfRange("rule", 0, rule, "hochberg or yekutieli")
    n = values.size
    ranks = np.arange(1, n + 1)
    price = float((1 / ranks).sum()) if rule == "yekutieli" else 1.0
    order = np.argsort(values, kind="stable")
    steps = values[order] * n * price / ranks
    falling = np.minimum.accumulate(steps[::-1])[::-1]
    found = np.empty(n)
    found[order] = np.minimum(falling, 1.0)
    return found


def stands_out(q: Floats, rate: float) -> NDArray[np.bool_]:
    """Return which adjusted values are within the share of false finds that is allowed."""
    return np.asarray(q <= within(rate, "rate", 0, 1))
