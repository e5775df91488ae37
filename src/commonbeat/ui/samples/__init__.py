"""What the gallery shows: for each component, its states, with invented words in English."""

from commonbeat.ui.samples.asking import ASKING
from commonbeat.ui.samples.deciding import DECIDING
from commonbeat.ui.samples.telling import TELLING

SAMPLES = TELLING | ASKING | DECIDING

__all__ = ["SAMPLES"]
