"""Our side of the analyst's views: fills a table, exports its rows, makes the figures and pages.

Each step runs in a process of its own, with Django set up on the data of the benchmark.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.test import Client
from django.utils import timezone

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.domains.agencies.actions.staff import engage_staff
from commonbeat.domains.agencies.models import Staff
from commonbeat.domains.hub.models import (
    Code,
    LaterCheck,
    ServiceMobilised,
    Situation,
    SituationCode,
    Visit,
)
from commonbeat.portals.doors import SIGNED_IN_AT
from commonbeat.portals.staff.hub_figures import MAKERS
from commonbeat.roles import Role, actor
from commonbeat.simulation import hub_years
from commonbeat.simulation.hub_past import Years
from commonbeat.simulation.hub_truths import draw_truths
from commonbeat.workflows import hub_figures

YEARS = 60
SPANS = ("2021-2025", "2025", "2025-05")
ANALYST = actor(Role.ANALYST, "bench")
COUNTER = actor(Role.HUB_FIGURES, "bench")


def load(n: int) -> None:
    """So many discussions in five years at one table, and their months counted."""
    hub_years.found_agencies()
    rng, years = np.random.default_rng(20), Years(dt.date(2021, 1, 1), YEARS, n / YEARS)
    began = time.perf_counter()
    with story():
        town = hub_years.invent_years(rng, draw_truths(rng), years, code="BIG")
    loaded = time.perf_counter()
    n_counted = hub_years.count_years(town, years)
    counted = time.perf_counter()
    told = {"table": town.table_key, "n": town.n, "load": loaded - began, "months": n_counted}
    print(json.dumps(told | {"count": counted - loaded}))


def export(folder: str) -> None:
    """The rows as the files that an analyst with pandas would be given. Months are numbers."""
    situations = Situation.objects.seen_by(COUNTER)
    _write(folder, "discussions", "id opened sector status decided concluded reason involved hours",
           (_discussion(row) for row in situations.values_list(
               "pk", "opened_on", "sector", "step", "decided_at", "concluded_at", "reason__code",
               "involved_at", "first_visit_at").iterator(50_000)))  # fmt: skip
    _write(folder, "codes", "id code", SituationCode.objects.seen_by(COUNTER).values_list(
        "situation_id", "code__code").iterator(100_000))  # fmt: skip
    _write(folder, "services", "id code how", ServiceMobilised.objects.seen_by(COUNTER).values_list(
        "situation_id", "service__code", "how").iterator(100_000))  # fmt: skip
    visits = Visit.objects.seen_by(COUNTER).values_list(
        "visited_at", "outcome__code", "was_coercive"
    )
    _write(folder, "visits", "month outcome coercive",
           ((_month(at), outcome, int(coercive)) for at, outcome, coercive in visits.iterator(100_000)))  # fmt: skip
    later = LaterCheck.objects.seen_by(COUNTER).values_list("days", "due_on", "answer__code")
    _write(folder, "later", "days month answer",
           ((days, _month(on), answer or "unanswered") for days, on, answer in later.iterator(100_000)))  # fmt: skip
    _write(folder, "words", "kind code group theme",
           Code.objects.values_list("kind", "code", "group", "theme"))  # fmt: skip


def figures(table_key: str) -> None:
    """Each view of each period: how long it takes, and its shown figures."""
    found: dict[str, Any] = {}
    for span in SPANS:
        for name, make in _of(span):
            view = _made(table_key, span, make)
            seconds = _median(partial(_made, table_key, span, make))
            found[f"{span} {name}"] = {"seconds": seconds, "lines": _lines(view)}
    print(json.dumps(found))


def pages(table_key: str) -> None:
    """The analyst's pages as HTML, each view and what stands out: how long each request takes.

    Each in seconds, and in seconds of the processor.
    """
    client, found = Client(HTTP_HOST="127.0.0.1"), {}
    client.force_login(_analyst(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.session
    session[SIGNED_IN_AT] = clock.now().isoformat()
    session.save()
    for span in SPANS:
        for name, _make in _of(span):
            asked = {"table": table_key, "period": span, "view": name}
            found[f"{span} {name}"] = _both(partial(_page, client, "", asked))
        asked = {"table": table_key, "period": span}
        found[f"{span} stands out"] = _both(partial(_page, client, "stands-out/", asked))
    print(json.dumps(found))


def _of(span: str) -> list[tuple[str, Callable[[Any], Any]]]:
    """The views that a period has: who brings situations is shown for whole years alone."""
    return [(name, make) for name, make in MAKERS.items() if name != "mix" or span == "2025"]


def _analyst() -> Staff:
    engage_staff(
        sign_in_name="bench-analyst", display_name="Analyst", agency_code="police",
        role=Role.ANALYST, password="a long enough password", by=hub_years.BY,  # noqa: S106
    )  # fmt: skip
    return Staff.objects.get(sign_in_name="bench-analyst")


def _page(client: Client, which: str, asked: dict[str, str]) -> None:
    answer = client.get(f"/staff/hub-figures/{which}", asked)
    if answer.status_code != 200:
        raise SystemExit(f"The page answered {answer.status_code}.")


def _made(table_key: str, span: str, make: Callable[[Any], Any]) -> Any:
    named = hub_figures.span_named(span)
    assert named is not None
    known = hub_figures.know(ANALYST, table_key, named)
    assert known is not None
    return make(known)


def _median(work: Callable[[], object]) -> float:
    """The median of three, after one that is not counted."""
    work()
    return statistics.median(_timed(work) for _ in range(3))


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """The median of three, and our own processor's seconds, of which a busy machine makes more."""
    work()
    began, times = time.process_time(), [_timed(work) for _ in range(3)]
    return statistics.median(times), (time.process_time() - began) / 3


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _lines(view: Any) -> dict[str, float]:
    if view is None:
        return {}
    if isinstance(view, hub_figures.PairView):
        return {f"{x.pair.first}+{x.pair.second}": x.pair.n_together for x in view.lines}
    shown = [line for line in view.lines if line.estimate is not None]
    return {
        line.code: line.estimate.estimate if line.n_marked is None else line.n_marked
        for line in shown
    }


def _month(at: dt.datetime | dt.date | None) -> int | str:
    if at is None:
        return ""
    day = timezone.localtime(at) if isinstance(at, dt.datetime) else at
    return day.year * 12 + day.month - 1


def _discussion(row: tuple[Any, ...]) -> tuple[Any, ...]:
    pk, opened, sector, status, decided, concluded, reason, involved, visited = row
    hours = "" if visited is None else int((visited - involved).total_seconds() // 3600)
    months = (_month(decided), _month(concluded))
    return pk, _month(opened), sector, status, *months, reason, _month(involved), hours


def _write(folder: str, name: str, columns: str, rows: Iterable[Any] | Iterator[Any]) -> None:
    with (Path(folder) / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split())
        writer.writerows(rows)
