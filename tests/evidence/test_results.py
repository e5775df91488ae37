"""What every result of the evidence library promises, whatever it is about."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import math
import pkgutil
import re
import types
import typing

import pytest

import commonbeat.evidence
from commonbeat.evidence.assumptions import AGAINST, STATES, Assumption, State
from commonbeat.evidence.assumptions import WORDS as ASSUMED
from commonbeat.evidence.results import WORDS, Caution, Estimate, Told
from commonbeat.evidence.supposed import SUPPOSED
from tests.evidence.samples import SAMPLES

# Others are made from these; they say nothing by themselves.
ABSTRACT = {"Estimate", "Told", "Opened", "Respondents"}
# What public functions return that is no result: numbers put in order, plans, pictures.
NO_RESULTS = {
    "Borders", "Counted", "Panel", "FrozenPlan", "Days", "Pair", "Frame", "Picture",
    "Changes", "Pairs", "Period", "ShamSets", "Lines", "Judged", "Fitted",
}  # fmt: skip
LANGUAGES = ("en", "fr")


def modules():
    """Give every module but the one that needs the extra `analytics`."""
    root = commonbeat.evidence
    for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        if not found.name.endswith("counts.rows"):
            yield importlib.import_module(found.name)


def own(module, is_wanted):
    for name, thing in vars(module).items():
        here = getattr(thing, "__module__", None) == module.__name__
        if here and not name.startswith("_") and is_wanted(thing):
            yield thing


def kinds_of_result():
    kinds = {
        kind.__name__: kind
        for module in modules()
        for kind in own(module, inspect.isclass)
        if issubclass(kind, Told) and kind.__name__ not in ABSTRACT
    }
    return dict(sorted(kinds.items()))


KINDS = kinds_of_result()


def test_every_kind_of_result_has_an_example_here_and_a_line_about_what_it_supposes():
    assert set(KINDS) == set(SAMPLES)
    for kind in KINDS.values():
        assert any(parent.__name__ in SUPPOSED for parent in kind.__mro__), kind.__name__


def returned(function):
    """Give the dataclasses that a function returns, also within a tuple or beside None."""
    told = typing.get_type_hints(function).get("return")
    parts = [told, *typing.get_args(told)] if told is not None else []
    for part in parts:
        bare = typing.get_origin(part) or part
        if isinstance(bare, type) and dataclasses.is_dataclass(bare):
            yield bare


def test_every_public_function_returns_a_result_or_something_known_to_be_none():
    odd = {
        f"{module.__name__}.{function.__name__}"
        for module in modules()
        for function in own(module, inspect.isfunction)
        for kind in returned(function)
        if not issubclass(kind, Told)
        and kind.__name__ not in NO_RESULTS
        and ".assumptions" not in module.__name__
        and ".supposed" not in module.__name__
    }
    assert odd == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_result_is_frozen_and_says_where_it_comes_from(name):
    result = SAMPLES[name]()
    assert type(result).__name__ == name
    assert dataclasses.is_dataclass(result)
    assert type(result).__dataclass_params__.frozen
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError, AttributeError)):
        result.method = "another"
    assert isinstance(result.n, int)
    assert result.n > 0
    assert result.method
    assert re.search(r"\(\d{4}\)", result.citation), result.citation
    assert all(code in set(Caution) for code in result.warnings)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_result_speaks_both_languages(name):
    result = SAMPLES[name]()
    english, french = (result.sentence(language) for language in LANGUAGES)
    assert english != french
    for told in (english, french):
        assert told.endswith(".")
        assert not re.search(r"\bnan\b|\{|\}|None", told), told
    assert result.sentence("ar") == english
    for language in LANGUAGES:
        assert len(result.remarks(language)) == len(result.warnings)
        assert len(result.assumed(language)) == len(result.assumptions) > 0


@pytest.mark.parametrize("name", [n for n in SAMPLES if issubclass(KINDS.get(n, object), Estimate)])
def test_an_estimate_lies_within_its_interval(name):
    result = SAMPLES[name]()
    assert 0 < result.confidence < 1
    if name == "DisplacementQuotient":  # no interval is known for it
        assert math.isnan(result.lower)
        return
    assert result.lower <= result.estimate <= result.upper


@pytest.mark.parametrize("name", SAMPLES)
def test_every_p_is_a_probability(name):
    given = getattr(SAMPLES[name](), "p", None)
    for p in flat(given):
        assert 0 <= p <= 1


def flat(value):
    if value is None:
        return []
    if isinstance(value, tuple):
        return [p for each in value for p in flat(each)]
    return [value]


def test_every_caution_and_assumption_has_words_in_both_languages():
    for words, codes in ((WORDS, Caution), (ASSUMED, Assumption), (STATES, State)):
        assert set(words) == set(codes)
        for english, french in words.values():
            assert english != french
            assert english.endswith((".", ".)"))
            assert french.endswith((".", ".)"))
    assert {code for codes in AGAINST.values() for code in codes} <= set(Caution)


def test_a_warning_puts_the_assumption_that_it_bears_on_in_doubt():
    few, many = SAMPLES["Rate"](), SAMPLES["Change"]()
    assert few.warnings == ("few",)
    assert {a.assumption: a.state for a in few.assumptions}["enough"] is State.DOUBTFUL
    assert {a.assumption: a.state for a in many.assumptions}["enough"] is State.CHECKED
    assert few.assumed()[0] == "There are enough cases. (In doubt here.)"
    assert few.assumed("fr")[0] == "Il y a assez de cas. (Douteux ici.)"


def test_the_law_of_results_finds_one_that_says_nothing():
    silent = types.SimpleNamespace(n=1, method="", citation="nobody", warnings=())
    assert not isinstance(silent, Told)
    assert not re.search(r"\(\d{4}\)", silent.citation)
