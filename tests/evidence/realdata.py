"""Where real data files lie, for tests that run on them where they are."""

import os
from pathlib import Path

BESIDE = Path(__file__).parents[3] / "shared" / "data"
FOLDER = Path(os.environ.get("COMMONBEAT_REAL_DATA", BESIDE))


def is_there(*names: str) -> bool:
    return all((FOLDER / name).exists() for name in names)
