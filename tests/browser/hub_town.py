"""Who looks at which page of the Hub in the browser's town, and at which situation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.laws.matrix import Page as Address
from tests.peers.browser import ROOT
from tests.peers.server import LiveServer

FILLING = Path(__file__).with_name("hub_filling.py")
COOKIE = "commonbeat_key"
Tables = Mapping[str, Mapping[str, Any]]

# Which of the table's people opens a page; Ana, of the police, everything else.
READERS = {
    "chair": "chair",
    "end_before_plan": "chair",
    "record": "clerk",
    "oversight": "lead",
}
# Which situation a page is looked at with; the one on the table for everything else.
SITUATIONS = {
    "end_before_plan": "elevated",
    "withdraw": "queued",
    "note": "noted",
    "open_note": "elevated",
    "plan_visit": "involved",
    "report_visit": "planned",
    "conclude": "visited",
    "later_check": "closed",
    "set_up_table": "table",
    "set_rules": "table",
    "screening": "draft",
    "change_screening": "draft",
}
SETS_UP = ("set_up", "set_up_table", "set_rules", "words")


def filled(live: LiveServer) -> Tables:
    """Fill the Hub's tables; what the tests hold of each, by language."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{FILLING.read_text()}"
    tables: Tables = json.loads(live.run_python(script).strip().splitlines()[-1])
    return tables


def session(tables: Tables, address: Address, language: str) -> str:
    """The session of somebody at the table who may open this page; '' when it is set-up."""
    if address.name in SETS_UP:
        return ""
    who = READERS.get(address.name, "ana")
    return str(tables[language]["sessions"][who])


def parameters(tables: Tables, address: Address, language: str) -> dict[str, str]:
    """What stands in the address."""
    at = tables[language]
    return {
        "<slug:table>": at["table"],
        "<slug:key>": at[SITUATIONS.get(address.name, "presented")],
        "<int:days>": "30",
        "<slug:kind>": "risk",
    }


def keys_of(tables: Tables) -> dict[str, str]:
    """The key of each person, by their session."""
    return {
        at["sessions"][who]: at["keys"][who] for at in tables.values() for who in at["sessions"]
    }


def cookies(tables: Tables, session: str, url: str) -> list[dict[str, str]]:
    """The cookie with the reader's own key, as a browser takes it; none for other readers."""
    key = keys_of(tables).get(session)
    return [{"name": COOKIE, "value": key, "url": f"{url}/partners/"}] if key else []
