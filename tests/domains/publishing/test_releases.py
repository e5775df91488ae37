"""Numbers leave the house through one door, and no small one does."""

from __future__ import annotations

import hashlib
import json

import pytest

from commonbeat.core.errors import NotPermitted
from commonbeat.domains.publishing import actions, public
from commonbeat.domains.publishing.errors import UnderThreshold
from commonbeat.domains.publishing.queries import releases


def release(figures, by):
    return actions.release_figures(name="figures", figures=figures, minimum_cell=10, by=by)


def test_a_release_is_in_force_until_the_next(noon, the_clock):
    release({"rows": [{"n": 12, "value": 0.5}]}, the_clock)
    second = release({"rows": [{"n": 13, "value": 0.5}]}, the_clock)
    assert second.version == 2
    assert public.release("figures").figures["rows"][0]["n"] == 13
    assert public.version("figures") == (2, second.digest)
    assert [one.in_force for one in releases(the_clock)] == [True, False]


def test_the_digest_is_that_of_the_figures(noon, the_clock):
    made = release({"rows": [{"n": 12, "value": 0.5, "sentence": "français"}]}, the_clock)
    text = json.dumps(public.release("figures").figures, sort_keys=True, ensure_ascii=False)
    assert made.digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_same_table_again_is_the_same_release(noon, the_clock):
    first = release({"a": 1, "b": {"n": 10}}, the_clock)
    assert release({"b": {"n": 10}, "a": 1}, the_clock).pk == first.pk


@pytest.mark.parametrize(
    "cell", [{"n": 9}, {"n": 3, "value": 0.5}, {"n": None, "value": 0.5}, {"n": None, "upper": 2}]
)
def test_a_figure_that_rests_on_too_few_is_refused(noon, the_clock, cell):
    with pytest.raises(UnderThreshold):
        release({"rows": [{"n": 50, "value": 1.0}, {"deep": [cell]}]}, the_clock)
    assert public.release("figures") is None


def test_a_hidden_figure_may_say_that_it_is_hidden(noon, the_clock):
    release({"rows": [{"n": None, "value": None, "sentence": "Too few to show."}]}, the_clock)
    assert public.version("figures")[0] == 1


def test_whoever_may_not_release_is_refused_and_sees_no_history(noon, bell, eve):
    with pytest.raises(NotPermitted):
        release({"rows": []}, bell)
    assert releases(eve) == []
    assert public.version("figures") == (0, "")
