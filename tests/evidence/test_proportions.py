import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.proportions import clopper_pearson, wilson


def test_wilson_and_clopper_pearson_of_7_in_50_as_r_binom_gives_them():
    w, cp = wilson(7, 50), clopper_pearson(7, 50)
    assert (w.lower, w.upper) == pytest.approx((0.0695083343, 0.2618619371), abs=1e-9)
    assert (cp.lower, cp.upper) == pytest.approx((0.0581917003, 0.2673960025), abs=1e-9)


def test_wilson_1927_and_clopper_pearson_1934_of_none_in_20_as_r_gives_them():
    w, cp = wilson(0, 20), clopper_pearson(0, 20)
    assert (w.lower, w.upper) == pytest.approx((0, 0.161125158), abs=1e-9)
    assert (cp.lower, cp.upper) == pytest.approx((0, 0.168433471), abs=1e-9)
    assert "few" in w.warnings


def test_wilson_on_kish_effective_n_of_400_answers_with_design_effect_1_8():
    w = wilson(248, 400, deff=1.8)
    assert w.n_effective == pytest.approx(222.222, abs=1e-3)
    assert (w.lower, w.upper) == pytest.approx((0.554655, 0.681267), abs=1e-6)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_swapping_the_mark_mirrors_the_interval_and_exact_is_wider(pair):
    k, n = pair
    for rule in (wilson, clopper_pearson):
        here, there = rule(k, n), rule(n - k, n)
        assert here.lower == pytest.approx(1 - there.upper, abs=1e-9)
        assert 0 <= here.lower <= here.estimate <= here.upper <= 1


@pytest.mark.parametrize(
    ("k", "n", "fault"),
    [
        (-1, 10, faults.NegativeCount),
        (1.5, 10, faults.FractionalCount),
        (11, 10, faults.MoreThanAll),
        (0, 0, faults.TooFew),
        (float("nan"), 10, faults.NotFinite),
    ],
)
def test_bad_counts_are_refused_by_name(k, n, fault):
    with pytest.raises(fault):
        wilson(k, n)
    with pytest.raises(fault):
        clopper_pearson(k, n)


def test_a_design_effect_of_nought_and_a_confidence_of_one_are_refused():
    with pytest.raises(faults.OutOfRange):
        wilson(1, 2, deff=0)
    with pytest.raises(faults.OutOfRange):
        wilson(1, 2, confidence=1)


def test_the_sentence_speaks_english_french_and_english_for_the_rest():
    share = wilson(620, 1000)
    assert share.sentence() == "620 of 1,000, that is 62% (likely between 59% and 65%)."
    assert share.sentence("fr-ca") == (
        "620 sur 1\u202f000, soit 62\u00a0% (probablement entre 59\u00a0% et 65\u00a0%)."
    )
    assert share.sentence("ar") == share.sentence("en")
