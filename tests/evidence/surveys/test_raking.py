import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.surveys.design import design_of
from commonbeat.evidence.surveys.estimates import survey_mean, survey_total
from commonbeat.evidence.surveys.raking import Margin, rake

SEX = ["f"] * 30 + ["m"] * 20
AGE = (["young"] * 10 + ["old"] * 20) + (["young"] * 12 + ["old"] * 8)
MARGINS = {
    "sex": Margin(SEX, {"f": 510, "m": 490}),
    "age": Margin(AGE, {"young": 400, "old": 600}),
}


def sums(weights, labels):
    return {each: sum(weights[np.array(labels) == each]) for each in set(labels)}


def test_raked_weights_meet_every_margin_and_keep_the_odds_ratio():
    raked = rake(design_of(np.ones(50)), MARGINS)
    assert sums(raked.weights, SEX) == pytest.approx({"f": 510, "m": 490})
    assert sums(raked.weights, AGE) == pytest.approx({"young": 400, "old": 600})
    cell = {
        (s, a): raked.weights[(np.array(SEX) == s) & (np.array(AGE) == a)].sum()
        for s in "fm"
        for a in ("young", "old")
    }
    odds = cell["f", "young"] * cell["m", "old"] / (cell["f", "old"] * cell["m", "young"])
    assert odds == pytest.approx(10 * 8 / (20 * 12))


def test_a_variable_that_the_margins_explain_has_no_error_left():
    raked = rake(design_of(np.ones(50)), MARGINS)
    women = (np.array(SEX) == "f").astype(float)
    total = survey_total(women, raked)
    assert (total.estimate, total.se) == (pytest.approx(510), pytest.approx(0, abs=1e-6))


def test_raking_narrows_the_error_of_what_goes_with_the_margins():
    rng = np.random.default_rng(2)
    y = 10 * (np.array(SEX) == "f") + rng.normal(0, 1, 50)
    plain = design_of(np.full(50, 20.0))
    assert survey_mean(y, rake(plain, MARGINS)).se < survey_mean(y, plain).se / 2


def test_trimming_is_told_and_the_margins_are_still_met():
    lopsided = {"sex": Margin(SEX, {"f": 950, "m": 50}), "age": MARGINS["age"]}
    trimmed = rake(design_of(np.ones(50)), lopsided, trim=1.2)
    assert trimmed.n_trimmed > 0
    assert "weights_trimmed" in trimmed.warnings
    assert sums(trimmed.weights, SEX) == pytest.approx({"f": 950, "m": 50})


def test_a_thin_level_is_told_and_a_thinner_one_refused():
    assert "thin_margin" not in rake(design_of(np.ones(50)), {"sex": MARGINS["sex"]}).warnings
    labels = ["x"] * 6 + ["y"] * 44
    thin = rake(design_of(np.ones(50)), {"g": Margin(labels, {"x": 10, "y": 90})})
    assert "thin_margin" in thin.warnings
    with pytest.raises(faults.TooFew, match="'x'"):
        rake(
            design_of(np.ones(50)),
            {"g": Margin(["x"] * 4 + ["y"] * 46, {"x": 10, "y": 90})},
        )


def test_margins_that_contradict_are_refused():
    design = design_of(np.ones(50))
    with pytest.raises(faults.Contradiction, match="adds up to 900"):
        rake(design, {**MARGINS, "age": Margin(AGE, {"young": 400, "old": 500})})
    with pytest.raises(faults.Contradiction):
        rake(design, {"sex": Margin(SEX, {"f": 510})})
    both = {"one": Margin(SEX, {"f": 510, "m": 490}), "two": Margin(SEX, {"f": 490, "m": 510})}
    with pytest.raises(faults.Contradiction):
        rake(design, both)
    with pytest.raises(faults.TooFew):
        rake(design, {})
    with pytest.raises(faults.OutOfRange):
        rake(design, {"sex": Margin(SEX, {"f": 510, "m": 0})})
    with pytest.raises(faults.UnequalLengths):
        rake(design, {"sex": Margin(SEX[:-1], {"f": 510, "m": 490})})


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_any_margins_of_a_real_population_are_met_and_the_sample_is_left_alone(seed):
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 3, (2_000, 3))
    sample = np.vstack([people[rng.integers(0, 2_000, 200)], np.repeat(np.eye(3) * 2, 5, 0)])
    sample = np.vstack([sample, np.ones((5, 3)), np.zeros((5, 3))]).astype(int)
    margins = {
        str(k): Margin(
            sample[:, k].tolist(), {v: max(int((people[:, k] == v).sum()), 1) for v in range(3)}
        )
        for k in range(3)
    }
    weights = rng.uniform(1, 5, len(sample))
    before = weights.copy()
    raked = rake(design_of(weights), margins)
    for k in range(3):
        for value, total in margins[str(k)].totals.items():
            assert raked.weights[sample[:, k] == value].sum() == pytest.approx(total, rel=1e-6)
    assert (weights == before).all()
