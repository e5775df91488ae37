"""Which concern, tip and complaint a page is looked at with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.laws.matrix import Page as Address
from tests.peers.browser import ROOT
from tests.peers.server import LiveServer

PATHS = (
    "/partners/concerns/",
    "/staff/concern",
    "/staff/tips/",
    "/staff/complaints/",
    "/staff/thanks/",
    "/r/",
    "/k/",
    "/report",
    "/concerns",
)
FILLING = Path(__file__).with_name("concerns_filling.py")
HELD = {
    "concern_template": "template",
    "tip": "tip",
    "complaint": "complaint",
    "show_concern_photo": "photo",
}
CODES = {
    "concern_server": "the-county",
    "close_concern_server": "the-county",
    "concern_body": "leca",
}


def filled(live: LiveServer) -> Mapping[str, str]:
    """Fill what residents brought; the keys and private links that the tests hold."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{FILLING.read_text()}"
    keys: Mapping[str, str] = json.loads(live.run_python(script).strip().splitlines()[-1])
    return keys


def parameters(keys: Mapping[str, str], address: Address) -> dict[str, str]:
    """What stands in the address."""
    held = "offered" if address.portal == "partners" else HELD.get(address.name, "concern")
    return {
        "<slug:key>": keys[held],
        "<slug:code>": CODES.get(address.name, "noise"),
        "<slug:kind>": "noise",
        "<str:number>": keys["number"],
        "<str:token>": keys["complained" if address.name == "complaint" else "open"],
    }
