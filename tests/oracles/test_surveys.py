"""Samples of California schools, with R's survey package as the judge."""

import csv

import numpy as np
import pytest

from commonbeat.evidence.surveys.design import design_of
from commonbeat.evidence.surveys.estimates import (
    jackknife_se,
    survey_mean,
    survey_quantile,
    survey_ratio,
    survey_share,
    survey_total,
)
from commonbeat.evidence.surveys.raking import Margin, rake, raked_weights
from tests.oracles.r import ask

DESIGNS = """
suppressMessages(library(survey))
data(api)
srs <- svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = apisrs)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
clus1 <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
both <- function(name, x) tell(name, c(coef(x), SE(x)))
"""
TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
WIDE = {"No": 1072.0, "Yes": 5122.0}


@pytest.fixture(name="sample", scope="module")
def samples(tmp_path_factory):
    """Give R's own samples as columns, by name."""
    folder = tmp_path_factory.mktemp("api")
    script = f"""
    suppressMessages(library(survey))
    data(api)
    for (name in c("apisrs", "apistrat", "apiclus1", "apiclus2"))
      write.csv(get(name), file.path("{folder}", paste0(name, ".csv")), row.names = FALSE)
    """
    ask(script)
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        found[path.stem] = {key: [row[key] for row in rows] for key in rows[0]}
    return found


def floats(data, name):
    return np.array(data[name], dtype=float)


def simple(data):
    return design_of(floats(data, "pw"), population=floats(data, "fpc"))


def stratified(data):
    return design_of(floats(data, "pw"), strata=data["stype"], population=floats(data, "fpc"))


def clustered(data):
    return design_of(floats(data, "pw"), clusters=data["dnum"], population=floats(data, "fpc"))


def pair(found):
    return found.estimate, found.se


KINDS = {
    "srs": ("apisrs", simple),
    "strat": ("apistrat", stratified),
    "clus1": ("apiclus1", clustered),
}


@pytest.mark.parametrize("kind", KINDS)
def test_means_totals_shares_groups_and_design_effects(sample, kind):
    told = ask(
        DESIGNS
        + f"""
        d <- {kind}
        m <- svymean(~api00, d, deff = TRUE)
        both("mean", m)
        tell("deff", deff(m))
        tell("t", confint(m, df = degf(d)))
        both("total", svytotal(~enroll, d))
        both("group", svymean(~api99, subset(d, stype == "E")))
        p <- svyciprop(~I(awards == "Yes"), d, method = "logit")
        both("share", p)
        tell("logit", confint(p))
        tell("wald", confint(svyciprop(~I(awards == "Yes"), d, method = "mean")))
        r <- svyratio(~api.stu, ~enroll, d)
        both("ratio", r)
        tell("beta", confint(svyciprop(~I(awards == "Yes"), d, method = "beta")))
        """
    )
    name, make = KINDS[kind]
    data, design = sample[name], make(sample[name])
    mean = survey_mean(floats(data, "api00"), design, student=True)
    assert pair(mean) == pytest.approx(told["mean"], rel=1e-9)
    assert mean.deff == pytest.approx(told["deff"][0], rel=1e-6)
    assert (mean.lower, mean.upper) == pytest.approx(told["t"], rel=1e-9)
    assert pair(survey_total(floats(data, "enroll"), design)) == pytest.approx(
        told["total"], rel=1e-9
    )
    inside = np.array(data["stype"]) == "E"
    group = survey_mean(floats(data, "api99"), design, where=inside)
    assert pair(group) == pytest.approx(told["group"], rel=1e-9)
    marked = np.array(data["awards"]) == "Yes"
    logit = survey_share(marked, design, limits="logit")
    assert pair(logit) == pytest.approx(told["share"], rel=1e-9)
    assert (logit.lower, logit.upper) == pytest.approx(told["logit"], rel=1e-7)
    wald = survey_share(marked, design, limits="mean")
    assert (wald.lower, wald.upper) == pytest.approx(told["wald"], rel=1e-9)
    ratio = survey_ratio(floats(data, "api.stu"), floats(data, "enroll"), design)
    assert pair(ratio) == pytest.approx(told["ratio"], rel=1e-9)
    beta = survey_share(marked, design, limits="beta")
    assert (beta.lower, beta.upper) == pytest.approx(told["beta"], rel=1e-6)


def test_quantiles_and_their_woodruff_limits(sample):
    told = ask(
        DESIGNS
        + """
        q <- svyquantile(~api00, strat, c(.25, .5, .75))$api00
        tell("q", q[, 1])
        tell("low", q[, 2])
        tell("high", q[, 3])
        """
    )
    data = sample["apistrat"]
    design = stratified(data)
    ours = [survey_quantile(floats(data, "api00"), s, design) for s in (0.25, 0.5, 0.75)]
    assert [q.estimate for q in ours] == told["q"]
    assert [q.lower for q in ours] == told["low"]
    assert [q.upper for q in ours] == told["high"]


def margins(data):
    return {
        "type": Margin(data["stype"], TYPES),
        "wide": Margin(data["sch.wide"], WIDE),
    }


RAKED = (
    DESIGNS
    + """
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
tight <- list(maxit = 500, epsilon = 1e-13, verbose = FALSE)
raked <- rake(clus1, list(~stype, ~sch.wide), list(types, wide), control = tight)
"""
)


def test_raked_weights_and_linearised_errors(sample):
    told = ask(
        RAKED
        + """
        tell("w", weights(raked))
        both("mean", svymean(~api00, raked))
        both("total", svytotal(~enroll, raked))
        cal <- calibrate(clus1, ~stype + sch.wide, c(6194, 755, 1018, 5122), calfun = "raking",
                         epsilon = 1e-12, maxit = 500)
        both("calibrated", svymean(~api00, cal))
        """
    )
    data = sample["apiclus1"]
    raked = rake(clustered(data), margins(data))
    assert raked.weights.tolist() == pytest.approx(told["w"], rel=1e-7)
    mean, total = (
        survey_mean(floats(data, "api00"), raked),
        survey_total(floats(data, "enroll"), raked),
    )
    assert pair(mean) == pytest.approx(told["calibrated"], rel=1e-7)
    assert pair(mean) == pytest.approx(told["mean"], rel=1e-4)
    assert pair(total) == pytest.approx(told["total"], rel=1e-4)


def test_the_jackknife_with_raking_inside(sample):
    told = ask(
        RAKED
        + """
        reps <- as.svrepdesign(clus1, type = "JK1")
        both("plain", svymean(~api00, reps))
        again <- rake(reps, list(~stype, ~sch.wide), list(types, wide), control = tight)
        both("raked", svymean(~api00, again))
        """
    )
    data = sample["apiclus1"]
    design, y = clustered(data), floats(data, "api00")
    plain = jackknife_se(design, lambda w: float(w @ y / w.sum()))
    assert plain == pytest.approx(told["plain"][1], rel=1e-7)
    coded = [
        (np.array([list(m.totals).index(level) for level in m.levels]), list(m.totals.values()))
        for m in margins(data).values()
    ]

    def raked_mean(w):
        fitted = raked_weights(w, [(codes, np.array(totals)) for codes, totals in coded])
        return float(fitted @ y / fitted.sum())

    assert jackknife_se(design, raked_mean) == pytest.approx(told["raked"][1], rel=1e-6)


def test_post_stratification_is_raking_to_one_margin(sample):
    told = ask(
        DESIGNS
        + """
        types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
        both("mean", svymean(~api00, postStratify(clus1, ~stype, types)))
        """
    )
    data = sample["apiclus1"]
    raked = rake(clustered(data), {"type": Margin(data["stype"], TYPES)})
    assert pair(survey_mean(floats(data, "api00"), raked)) == pytest.approx(told["mean"], rel=1e-9)


def test_two_stages_with_and_without_the_second_population(sample):
    told = ask(
        DESIGNS
        + """
        clus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
        both("mean", svymean(~api00, clus2))
        both("enroll", svymean(~enroll, clus2, na.rm = TRUE))
        both("total", svytotal(~enroll, clus2, na.rm = TRUE))
        both("one", svymean(~api00, svydesign(id = ~dnum, weights = ~pw, data = apiclus2)))
        """
    )
    data = sample["apiclus2"]
    weights, districts = floats(data, "pw"), data["dnum"]
    design = design_of(
        weights,
        clusters=districts,
        population=floats(data, "fpc1"),
        cluster_population=floats(data, "fpc2"),
    )
    y = floats(data, "api00")
    assert pair(survey_mean(y, design)) == pytest.approx(told["mean"], rel=1e-7)
    known = np.array([text != "NA" for text in data["enroll"]])
    enroll = np.array([float(t) if k else 0 for t, k in zip(data["enroll"], known, strict=True)])
    assert pair(survey_mean(enroll, design, where=known)) == pytest.approx(told["enroll"], rel=1e-7)
    assert pair(survey_total(enroll, design, where=known)) == pytest.approx(told["total"], rel=1e-7)
    alone = design_of(weights, clusters=districts)
    assert pair(survey_mean(y, alone)) == pytest.approx(told["one"], rel=1e-7)
