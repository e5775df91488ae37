import numpy as np
import pytest
import scipy.stats

from commonbeat.evidence import faults
from commonbeat.evidence.patterns.gaps import service_gaps

CODES = [f"service {i}" for i in range(20)]


def draw(rng, spread, planted=()):
    """Twenty kinds of service that differ by nature; some are missing far more often."""
    shares = rng.beta(0.1 * (1 / spread - 1), 0.9 * (1 / spread - 1), 20) if spread else [0.1] * 20
    shares = np.array(shares)
    shares[list(planted)] = 0.55
    sought = rng.integers(40, 400, 20)
    return rng.binomial(sought, shares), sought


@pytest.mark.parametrize("spread", [0, 0.01, 0.03])
def test_services_that_differ_as_usual_raise_few_alarms(spread):
    rng = np.random.default_rng(2)
    alarms = [bool(service_gaps(*draw(rng, spread), codes=CODES).found) for _ in range(300)]
    assert np.mean(alarms) <= 0.07


def test_planted_gaps_are_found_and_at_most_one_find_in_twenty_is_false():
    rng = np.random.default_rng(4)
    false_shares, n_found = [], 0
    for _ in range(200):
        found = {g.service for g in service_gaps(*draw(rng, 0.02, (4, 9)), codes=CODES).found}
        false_shares.append(len(found - {CODES[4], CODES[9]}) / max(len(found), 1))
        n_found += len(found & {CODES[4], CODES[9]})
    assert np.mean(false_shares) <= 0.05
    assert n_found >= 0.8 * 400


def test_of_two_services_the_chance_is_the_binomial_one():
    worst = service_gaps([30, 10], [100, 100], codes=CODES[:2]).gaps[0]
    assert worst.service == CODES[0]
    assert worst.stands_out
    assert worst.peers == pytest.approx(10.5 / 101)
    law = scipy.stats.binom(100, worst.peers)
    assert worst.p == pytest.approx(law.sf(30) + law.pmf(30) / 2)
    assert "not there in 30 of 100 times it was sought, that is 30%" in worst.sentence()
    assert worst.sentence("fr", {CODES[0]: "Abri"}).startswith("Abri : absent 30 fois sur les 100")


def test_few_peers_are_a_reason_for_care():
    result = service_gaps([30, 10, 11, 9, 10], [100] * 5, codes=CODES[:5])
    assert "few_peers" in result.warnings
    assert result.found == ()
    assert result.sentence().startswith("0 of 5 kinds of service")


def test_what_was_never_sought_is_left_out_and_too_little_is_refused():
    result = service_gaps([3, 0, 2], [10, 0, 12], codes=CODES[:3])
    assert {gap.service for gap in result.gaps} == {CODES[0], CODES[2]}
    with pytest.raises(faults.TooFew):
        service_gaps([3], [10], codes=CODES[:1])
    with pytest.raises(faults.MoreThanAll):
        service_gaps([3, 11], [10, 10], codes=CODES[:2])
    with pytest.raises(faults.UnequalLengths):
        service_gaps([3, 1], [10, 10, 4], codes=CODES[:2])
