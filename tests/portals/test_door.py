"""The door for the HTTP server."""

from __future__ import annotations

import os
import subprocess
import sys

ASKS = (
    "import sys, commonbeat.config.wsgi;"
    "print([n for n in sys.modules if n.startswith('commonbeat.portals.') and n.endswith('.urls')])"
)


def test_every_page_is_imported_before_the_first_request() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKS],
        env=os.environ | {"COMMONBEAT_DEMO": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    for portal in ("public", "residents", "staff", "partners", "machines"):
        assert f"commonbeat.portals.{portal}.urls" in done.stdout
