"""Which issue, recommendation and indicator a page is looked at with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.laws.matrix import Page as Address
from tests.peers.browser import ROOT
from tests.peers.server import LiveServer

PATHS = ("/staff/issues/", "/log/")
FILLING = Path(__file__).with_name("issues_filling.py")


def filled(live: LiveServer) -> Mapping[str, str]:
    """Fill issues and figures; the keys that the tests hold."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{FILLING.read_text()}"
    keys: Mapping[str, str] = json.loads(live.run_python(script).strip().splitlines()[-1])
    return keys


def parameters(keys: Mapping[str, str], address: Address) -> dict[str, str]:
    """What stands in the address."""
    sort = address.path.removeprefix("/staff/issues/").split("/")[0]
    kind = {"asked": "asked", "indicators": "indicator"}.get(sort, "issue")
    return {"<slug:key>": keys[kind]}
