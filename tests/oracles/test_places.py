"""Where counts cluster, as R's spdep gives it."""

import numpy as np
import pytest

from commonbeat.evidence.places.hotspots import gi_star_on_grid
from tests.oracles.r import ask


def test_gi_star_of_a_grid_as_spdep_local_g():
    grid = np.random.default_rng(8).poisson(6, (9, 13))
    told = ask(
        """
        suppressMessages(library(spdep))
        d <- table_of("d")
        cells <- as.matrix(expand.grid(1:13, 1:9))
        near <- include.self(dnearneigh(cells, 0, 1.5))
        tell("z", localG(as.numeric(d$y), nb2listw(near, style = "B")))
        """,
        d={"y": grid.ravel().tolist()},
    )
    assert gi_star_on_grid(grid).z == pytest.approx(told["z"], abs=1e-9)
