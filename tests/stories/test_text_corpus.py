"""Texts of every kind, shuffled, each in its context: none is taken for something else."""

from __future__ import annotations

import random

from tests.stories.texts.corpus import fixed, generated
from tests.stories.texts.judging import misrouted


def test_no_written_text_is_misrouted(town) -> None:
    chance = random.Random(311)
    assert misrouted(chance.sample(fixed(), 150), chance) == []


def test_no_generated_text_is_misrouted(town) -> None:
    chance = random.Random(911)
    assert misrouted(generated(60, chance), chance) == []
