"""Codes and names of areas."""

from __future__ import annotations

import pytest

from commonbeat.domains.places.naming import code_of, readable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Arbutus Ridge", "arbutus-ridge"),
        ("Arbutus-Ridge", "arbutus-ridge"),
        ("Cité  Nord", "cite-nord"),
        ("  ", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_spellings_of_one_name_have_one_code(text: str, code: str) -> None:
    assert code_of(text) == code


def test_a_name_in_capitals_becomes_readable_and_initials_stay() -> None:
    assert readable("EAST  NORRITON") == "East Norriton"
    assert readable("CBD") == "CBD"
    assert readable("McKay") == "McKay"
