import subprocess
import sys

import numpy as np
import pytest

from commonbeat.evidence import checks, faults

SUBMODULES = ["proportions", "respondents", "durations", "change", "disclosure"]


def test_the_library_is_imported_without_django_and_without_scipys_large_parts():
    program = (
        f"import sys\nfrom commonbeat.evidence import {', '.join(SUBMODULES)}\n"
        "print([m for m in ('django', 'scipy.optimize', 'scipy.special') if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_the_package_itself_imports_nothing():
    program = "import sys, commonbeat.evidence; print('numpy' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"


def test_numbers_come_in_as_a_copy():
    mine = np.array([1.0, 2.0])
    theirs = checks.number_list(mine, "mine")
    theirs[0] = 9
    assert mine[0] == 1


def test_the_fault_names_the_list_and_the_place():
    with pytest.raises(faults.NotFinite) as told:
        checks.finite_numbers([1, None, 3], "weeks")
    assert (str(told.value), told.value.element) == (
        "weeks: element 1 is not a finite number",
        1,
    )
    with pytest.raises(faults.UnequalLengths) as told:
        checks.same_length(times=[1, 2], done=[1])
    assert told.value.element == "done"


def test_words_are_not_numbers():
    with pytest.raises(faults.WrongShape):
        checks.finite_numbers(["many"], "weeks")
