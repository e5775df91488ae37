"""The town that the browser visits: our server on invented data, and what the tests hold of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonbeat.roles import RIGHTS, Role
from tests.browser import concerns_town, hub_town, issues_town
from tests.laws.matrix import Page as Address
from tests.peers.server import LiveServer, live_server

FILLING = Path(__file__).with_name("filling.py")
ROLES = (
    Role.COORDINATOR,
    Role.OFFICER,
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
    Role.ANALYST,
)


@dataclass(frozen=True, slots=True)
class Town:
    """Keys, private links and sessions; see filling.py for what each of them is."""

    live: LiveServer
    callers: Mapping[str, str]
    surveys: Mapping[str, str]
    sessions: Mapping[str, str]
    second_factor: str
    keys: Mapping[str, Any] = field(default_factory=dict)
    hub: hub_town.Tables = field(default_factory=dict)
    issues: Mapping[str, str] = field(default_factory=dict)
    concerns: Mapping[str, str] = field(default_factory=dict)

    def session(self, address: Address, language: str = "en") -> str:
        """The session of somebody who may open this page; '' where nobody signs in."""
        if address.portal == "partners" and address.name not in hub_town.SETS_UP:
            return hub_town.session(self.hub, address, language)
        if address.portal not in {"staff", "partners"} or address.name == "sign_in":
            return ""
        if address.name == "second_factor":
            return self.second_factor
        role = next(role for role in ROLES if address.right in RIGHTS[role])
        return self.sessions[f"{role}/{language}"]

    def path(self, address: Address, language: str = "en") -> str:
        """The address with keys of this town in it; private links carry their language."""
        path = address.path
        for parameter, value in self._parameters(address, language).items():
            path = path.replace(parameter, value)
        assert "<" not in path, f"Say in town.py which {path} to look at."
        return f"{path}?lang={language}" if address.portal == "residents" else path

    def _parameters(self, address: Address, language: str) -> dict[str, str]:
        if address.path.startswith(concerns_town.PATHS):
            return concerns_town.parameters(self.concerns, address)
        if address.portal == "partners":
            return hub_town.parameters(self.hub, address, language)
        return self._parameters_of(address)

    def _parameters_of(self, address: Address) -> dict[str, str]:
        if address.path.startswith(issues_town.PATHS):
            return issues_town.parameters(self.issues, address)
        return self._of_calls_and_staff(address)

    def _of_calls_and_staff(self, address: Address) -> dict[str, str]:
        match address.portal, address.path.split("/")[1:3]:
            case "residents", ["s", _]:
                return {"<str:token>": self.surveys["open"]}
            case "residents", _:
                return {"<str:token>": self.callers["coming"]}
            case "demo", _:
                return {"<str:key>": self.keys["phone"]}
            case "staff", ["staff", "people"]:
                return {"<slug:key>": self.keys["staff"], "<slug:code>": "health"}
            case "staff", ["staff", "agreements"]:
                sort = address.path.split("/")[3]
                named = {"promise": "promise", "seats": "seat"}.get(sort, "agreement")
                return {"<slug:key>": self.keys[named]}
            case "staff", ["staff", "officers"]:
                return {"<slug:key>": self.keys["posting"]}
        return {
            "<slug:key>": self.keys["call"],
            "<path:code>": "NOISE",
            "<slug:code>": "dispatch",
            "<slug:milestone>": "en_route",
            "<slug:language>": "en",
        }


@contextmanager
def running_town() -> Iterator[Town]:
    """An invented town in SQLite, with the mirror language. No worker runs."""
    env = {"COMMONBEAT_MIRROR_LANGUAGE": "1", "COMMONBEAT_DEMO": "1"}
    with live_server(env, workers=0) as live:
        made = json.loads(live.run_python(FILLING.read_text()).strip().splitlines()[-1])
        names = ("callers", "surveys", "sessions", "second_factor")
        parts = {name: made.pop(name) for name in names}
        hub, issues = hub_town.filled(live), issues_town.filled(live)
        concerns = concerns_town.filled(live)
        yield Town(live, keys=made, hub=hub, issues=issues, concerns=concerns, **parts)
