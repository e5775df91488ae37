"""How each area changed, and how sure its own counts make that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_COMPARISONS = 8


@dataclass(frozen=True, slots=True)
class Changes:
    """Log changes of areas and their sampling variances; which are treated, which compared."""

    log: Floats
    variance: Floats
    treated: NDArray[np.int64]
    comparison: NDArray[np.int64]
