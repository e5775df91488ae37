"""The samples of California schools from R's survey package, against its printed answers."""

import csv

import numpy as np
import pytest

from commonbeat.evidence.surveys.design import design_of
from commonbeat.evidence.surveys.estimates import (
    jackknife_se,
    survey_mean,
    survey_quantile,
    survey_share,
    survey_total,
)
from commonbeat.evidence.surveys.raking import Margin, rake
from tests.evidence.realdata import FOLDER

TOTALS = {"E": 4421, "H": 755, "M": 1018}


def columns(name):
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: [row[key] for row in rows] for key in rows[0]}


def floats(data, key):
    return np.array(data[key], dtype=float)


def stratified():
    data = columns("apistrat.csv")
    population = floats(data, "fpc")
    return data, design_of(floats(data, "pw"), strata=data["stype"], population=population)


def clustered():
    data = columns("apiclus1.csv")
    population = floats(data, "fpc")
    return data, design_of(floats(data, "pw"), clusters=data["dnum"], population=population)


def test_simple_random_sample_as_r_survey_4_1():
    data = columns("apisrs.csv")
    design = design_of(floats(data, "pw"), population=floats(data, "fpc"))
    mean = survey_mean(floats(data, "api00"), design)
    assert (mean.estimate, mean.se) == pytest.approx((656.585, 9.24972), rel=1e-6)
    assert mean.deff == pytest.approx(1)
    total = survey_total(floats(data, "enroll"), design)
    assert (total.estimate, total.se) == pytest.approx((3621074, 169520), rel=1e-5)


@pytest.mark.parametrize(
    ("column", "mean", "se"),
    [("api00", 662.28736, 9.40894), ("api99", 629.395, 9.96395), ("enroll", 595.282, 18.50851)],
)
def test_stratified_sample_as_r_survey_4_1(column, mean, se):
    data, design = stratified()
    found = survey_mean(floats(data, column), design)
    assert found.estimate == pytest.approx(mean, abs=5e-4)
    assert found.se == pytest.approx(se, rel=1e-5)


def test_stratified_interval_design_effect_and_total_as_r_survey_4_1():
    data, design = stratified()
    mean = survey_mean(floats(data, "api00"), design)
    assert mean.deff == pytest.approx(1.20446, rel=1e-4)
    assert (mean.lower, mean.upper) == pytest.approx((643.84618, 680.72855), abs=1e-4)
    total = survey_total(floats(data, "enroll"), design)
    assert (total.estimate, total.se) == pytest.approx((3687178, 114642), rel=1e-5)


@pytest.mark.parametrize(
    ("level", "mean", "se"),
    [("E", 674.43, 12.382480), ("H", 625.82, 14.937129), ("M", 636.60, 16.214707)],
)
def test_groups_of_the_stratified_sample_as_r_survey_4_1(level, mean, se):
    data, design = stratified()
    inside = np.array(data["stype"]) == level
    found = survey_mean(floats(data, "api00"), design, where=inside)
    assert (found.estimate, found.se) == pytest.approx((mean, se), rel=1e-6)


def test_share_with_awards_as_r_svyciprop():
    data, design = stratified()
    marked = np.array(data["awards"]) == "Yes"
    logit = survey_share(marked, design, limits="logit")
    assert (logit.estimate, logit.se) == pytest.approx((0.6389361, 0.0344059), rel=1e-5)
    assert logit.deff == pytest.approx(1.05519, rel=1e-4)
    assert (logit.lower, logit.upper) == pytest.approx((0.5687, 0.704), abs=5e-4)
    beta = survey_share(marked, design, limits="beta")
    assert (beta.lower, beta.upper) == pytest.approx((0.5672, 0.706), abs=5e-4)


@pytest.mark.parametrize(("share", "value"), [(0.25, 565), (0.5, 668), (0.75, 756)])
def test_quantiles_as_r_svyquantile(share, value):
    data, design = stratified()
    found = survey_quantile(floats(data, "api00"), share, design)
    assert found.estimate == value
    assert found.lower <= value <= found.upper


def test_cluster_sample_as_r_survey_4_1():
    data, design = clustered()
    mean = survey_mean(floats(data, "api00"), design)
    assert (mean.estimate, mean.se) == pytest.approx((644.1694, 23.5422), rel=1e-5)
    assert mean.deff == pytest.approx(9.34587, rel=1e-4)
    total = survey_total(floats(data, "enroll"), design)
    assert (total.estimate, total.se) == pytest.approx((3404940, 932235), rel=1e-5)
    assert total.deff == pytest.approx(31.3107, rel=1e-4)


def test_post_stratified_cluster_sample_as_r_survey_4_1():
    data, design = clustered()
    raked = rake(design, {"type": Margin(data["stype"], TOTALS)})
    mean = survey_mean(floats(data, "api00"), raked)
    assert (mean.estimate, mean.se) == pytest.approx((642.311, 23.9205), rel=1e-5)
    total = survey_total(floats(data, "enroll"), raked)
    assert (total.estimate, total.se) == pytest.approx((3680893, 406293), rel=1e-5)


def test_the_jackknife_is_close_to_linearisation():
    data, design = clustered()
    y = floats(data, "api00")
    found = jackknife_se(design, lambda w: float(w @ y / w.sum()))
    assert found == pytest.approx(survey_mean(y, design).se, rel=0.15)
