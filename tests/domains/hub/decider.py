"""One of several processes that act at one table at the same time.

`python -m tests.domains.hub.decider prepare FILE` founds the table and leaves its people in FILE;
`… sit FILE N` is the N-th of the people and does what each line on its input says.
Used by test_deciding_together.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import django


def _prepare(file: Path) -> None:
    from django.core.management import call_command

    from commonbeat.domains.hub.actions.words import load_codes
    from commonbeat.roles import Role, actor
    from tests.domains.hub import walks
    from tests.domains.hub.cast import seat_people

    for database in ("default", "keys"):
        call_command("migrate", verbosity=0, database=database)
    load_codes(by=actor(Role.OPERATOR, "tests"))
    cast = seat_people()
    walks.meet(cast)
    file.write_bytes(pickle.dumps(cast))


def _sit(file: Path, n: int) -> None:
    from tests.domains.hub.cast import SPEAKERS

    cast = pickle.loads(file.read_bytes())  # noqa: S301  (we wrote it ourselves)
    print("ready", flush=True)
    for line in sys.stdin:
        verb, *arguments = line.split()
        said = _refusal_or(lambda v=verb, a=arguments: VERBS[v](cast, SPEAKERS[n], n, *a))
        print(json.dumps(said), flush=True)


def _refusal_or(act: Any) -> Any:
    from commonbeat.core.errors import Refused

    try:
        return act()
    except Refused as refusal:
        return type(refusal).__name__


def _submit(cast: Any, who: str, _n: int) -> str:
    from tests.domains.hub import walks

    return walks.submit(cast, who)


def _present(cast: Any, _who: str, _n: int, key: str) -> int:
    from tests.domains.hub import walks

    walks.present(cast, key)
    return walks.version(cast, key)


def _agree(cast: Any, who: str, _n: int, key: str) -> str:
    from tests.domains.hub import walks

    walks.agree(cast, key, [who])
    return "done"


def _decide(cast: Any, _who: str, n: int, key: str, version: str) -> str:
    """Every other chair says yes, the others no, all from the same page."""
    from tests.domains.hub import walks

    walks.decide(cast, key, yes=n % 2 == 0, version=int(version))
    return "yes" if n % 2 == 0 else "no"


def _say_in(cast: Any, who: str, n: int, key: str) -> str:
    from commonbeat.domains.hub.actions import deciding

    if n % 2:
        deciding.say_out(situation_key=key, by=cast.by[who])
    else:
        deciding.say_in(situation_key=key, part="engaged", by=cast.by[who])
    return "done"


def _look(cast: Any, _who: str, _n: int, key: str) -> dict[str, Any]:
    from commonbeat.core import ledger
    from tests.domains.hub import walks

    card = walks.card(cast, key)
    return {
        "step": card.step,
        "number": card.number,
        "agreed": sorted(one.agency.code for one in card.accords if one.agrees),
        "in": sorted(one.agency.code for one in card.involvements if one.is_in),
        "out": sorted(one.agency.code for one in card.involvements if not one.is_in),
        "breaks": len(list(ledger.breaks())),
    }


VERBS = {
    "submit": _submit,
    "present": _present,
    "agree": _agree,
    "decide": _decide,
    "say_in": _say_in,
    "look": _look,
}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    if sys.argv[1] == "prepare":
        _prepare(Path(sys.argv[2]))
    else:
        _sit(Path(sys.argv[2]), int(sys.argv[3]))
