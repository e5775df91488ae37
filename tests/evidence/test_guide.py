"""The guide says where every name lives, and leaves no result out."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

from commonbeat.evidence.results import Told
from tests.evidence.test_results import modules, own, returned

GUIDE = Path(__file__).parents[2] / "docs" / "evidence.md"
ROOT = "commonbeat.evidence."
# Steps on the way to a result that the guide names.
STEPS = {
    "effect_of", "recent_rise", "replayed_choice", "trend_extended_effect", "share_from_counts",
    "open_cross", "fitted",
}  # fmt: skip


def rows():
    """Give the calls of each row of the table, and the modules named beside them."""
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = line.strip("|").split(" | ")
        if len(cells) == 4 and "`" in cells[1]:
            names = re.findall(r"(?<![.\w])([A-Za-z_]\w*)\(", cells[1])
            yield cells[0].strip(), names, re.findall(r"`([\w.]+)`", cells[3])


@pytest.mark.parametrize(("what", "names", "places"), list(rows()))
def test_every_name_of_the_guide_lives_where_it_says(what, names, places):
    found = [importlib.import_module(ROOT + place) for place in places]
    known = {name for module in found for name in vars(module)}
    assert names, what
    assert set(names) - {"ZoneInfo"} <= known, what


def test_every_function_that_returns_a_result_is_in_the_guide():
    told = {name for _, names, _ in rows() for name in names}
    functions = {
        function.__name__
        for module in modules()
        for function in own(module, inspect.isfunction)
        if any(issubclass(kind, Told) for kind in returned(function))
    }
    assert functions - told - STEPS == set()
