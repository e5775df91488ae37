import numpy as np
import pytest
import scipy.stats

from commonbeat.evidence import faults
from commonbeat.evidence.patterns.pairs import ByNumber, pairs_together

N_FACTORS = 40
CODES = [f"factor {i}" for i in range(N_FACTORS)]


def test_a_pair_by_hand_has_its_lift_its_limits_and_the_exact_chance():
    found = pairs_together(1000, [100, 50], [[100, 20], [20, 50]], codes=["a", "b"]).pairs[0]
    assert found.expected == pytest.approx(5)
    assert found.estimate == pytest.approx(4)
    law = scipy.stats.hypergeom(1000, 100, 50)
    assert found.p == pytest.approx(law.sf(20) + law.pmf(20) / 2)
    assert found.lower < 4 < found.upper
    half = 1.959964 * np.sqrt(1 / 20 - 1 / 100 - 1 / 50 + 7 / 1000)
    assert found.lower == pytest.approx(4 * np.exp(-half), rel=1e-6)
    assert found.sentence(names={"a": "Alcohol", "b": "Housing"}).startswith(
        "Alcohol and Housing came up together in 20 of 1,000 situations: 4.0 times"
    )
    assert "4,0 fois plus souvent" in found.sentence("fr")


def test_the_range_of_a_lift_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(7)
    shares = np.array([0.12, 0.18, 0.08, 0.62])  # both, first only, second only, neither
    truth = shares[0] / (shares[:2].sum() * shares[[0, 2]].sum())
    held = 0
    for both, one, two, _none in rng.multinomial(400, shares, 600):
        table = [[both + one, both], [both, both + two]]
        pair = pairs_together(400, [both + one, both + two], table, codes=["a", "b"]).pairs[0]
        held += pair.lower <= truth <= pair.upper
    assert 0.93 <= held / 600 <= 0.97


def test_at_most_one_find_in_twenty_is_false_and_the_planted_ones_are_found(situations, counted):
    rng = np.random.default_rng(11)
    planted = [(3, 17, 0.3), (12, 28, 0.3), (6, 39, 0.3)]
    meant = {frozenset((CODES[i], CODES[j])) for i, j, _ in planted}
    false_shares, n_missed = [], 0
    for _ in range(40):
        n, margins, both, by_number = counted(situations(3000, N_FACTORS, rng, planted))
        result = pairs_together(
            n, margins, both, codes=CODES, by_number=by_number, least=15, at_least=1.2
        )
        found = {frozenset((p.first, p.second)) for p in result.found}
        false_shares.append(len(found - meant) / max(len(found), 1))
        n_missed += len(meant - found)
    assert np.mean(false_shares) <= 0.05
    assert n_missed <= 0.2 * 40 * 3


def test_rich_situations_alone_make_no_pair_stand_out(situations, counted):
    rng = np.random.default_rng(5)
    n_naive, n_days_with_finds = 0, 0
    for _ in range(40):
        n, margins, both, by_number = counted(situations(3000, N_FACTORS, rng))
        n_naive += len(pairs_together(n, margins, both, codes=CODES, least=15).found)
        fair = pairs_together(n, margins, both, codes=CODES, by_number=by_number, least=15)
        n_days_with_finds += bool(fair.found)
    assert n_naive > 40 * 20  # what comes of leaving the number of factors out
    assert n_days_with_finds <= 5


def test_what_is_expected_adds_up_to_the_pairs_that_there_are(situations, counted):
    n, margins, both, by_number = counted(situations(2000, 12, np.random.default_rng(3)))
    result = pairs_together(n, margins, both, codes=CODES[:12], by_number=by_number)
    assert len(result.pairs) == 66
    seen, expected = (sum(getattr(p, x) for p in result.pairs) for x in ("n_together", "expected"))
    assert expected == pytest.approx(seen, rel=1e-9)


def test_alike_and_rare_factors_are_not_paired():
    both = np.full((3, 3), 12)
    result = pairs_together(
        100, [40, 30, 12], both, codes=["a", "b", "c"], alike=["x", "x", "y"], least=15
    )
    assert result.pairs == ()
    assert result.sentence().startswith("0 pairs of 0 stand out")


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(faults.Contradiction):
        pairs_together(10, [3, 5], [[3, 4], [4, 5]], codes=["a", "b"])
    with pytest.raises(faults.MoreThanAll):
        pairs_together(10, [13, 5], [[13, 4], [4, 5]], codes=["a", "b"])
    with pytest.raises(faults.WrongShape):
        pairs_together(10, [3, 5], [[3, 2, 1], [4, 5, 1]], codes=["a", "b"])
    with pytest.raises(faults.UnequalLengths):
        pairs_together(10, [3, 5], [[3, 2], [2, 5]], codes=["a"])
    with pytest.raises(faults.Contradiction):
        parts = ByNumber([1, 2], [5, 4], [[2, 3], [1, 2]])
        pairs_together(10, [3, 5], [[3, 2], [2, 5]], codes=["a", "b"], by_number=parts)
