import numpy as np
import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.effects.fixed import fixed_effects_effect
from commonbeat.evidence.fitting import poisson_fit


def test_the_four_sums_give_the_estimate_and_error_of_the_fitted_model(town):
    table = town(1, n_areas=6, n_months=20, mean=60)
    area, month = (x.ravel() for x in np.indices(table.shape))
    x = np.column_stack(
        [
            np.ones(120),
            (area < 2) & (month >= 12),
            *(area == i for i in range(1, 6)),
            *(month == i for i in range(1, 20)),
        ]
    ).astype(float)
    y = table.ravel().astype(float)
    beta = poisson_fit(x, y, np.zeros(120))
    mean = np.exp(x @ beta)
    error = np.sqrt(np.linalg.inv(x.T @ (x * mean[:, None]))[1, 1])
    found = fixed_effects_effect(table, [0, 1], 12)
    assert -found.log == pytest.approx(beta[1], abs=1e-9)
    assert found.log_se == pytest.approx(error, abs=1e-9)


def test_sides_that_are_empty_or_do_not_exist_are_refused(town):
    table = town(1, n_areas=6, n_months=20)
    for treated in ([], list(range(6))):
        with pytest.raises(faults.TooFew):
            fixed_effects_effect(table, treated, 12)
    with pytest.raises(faults.OutOfRange):
        fixed_effects_effect(table, [6], 12)
    with pytest.raises(faults.TooFew):
        fixed_effects_effect(table, [0], 20)
