"""GET /requests.json against Datasette on the same SQLite file. See bench_concerns."""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import statistics
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench_page import ask
from benchmarks.processor import cpu_seconds, how_busy
from tests.peers.processes import Child, free_port
from tests.peers.server import LiveServer, live_server

TO_REACH = 2.0
# One report is raised as a resident raises it; the others are its copies with other kinds, states,
# times (three years back) and places.
FILL = """
from django.db import connection
from commonbeat.core.wall.viewing import seen_as
from commonbeat.domains.concerns.actions import kinds, raising
from commonbeat.domains.concerns.models import Concern, ConcernKind
from commonbeat.domains.concerns.reports import Report
from commonbeat.roles import Role, actor
kinds.load_shipped_kinds(by=actor(Role.OPERATOR, "operator"))
report = Report(kind="graffiti", address="A wall", latitude=45.4, longitude=-72.5)
raising.raise_concern(report=report, by=actor(Role.ANYBODY, "page"))
ids = list(ConcernKind.objects.filter(is_public=True).values_list("id", flat=True))
own = {{
    "id": "n", "key": "'k' || n", "number": "printf('24-%07d', n)", "token_hash": "'h' || n",
    "kind_id": "CASE n % " + str(len(ids)) + "".join(
        f" WHEN {{at}} THEN {{one}}" for at, one in enumerate(ids)) + " END",
    "state": "CASE WHEN n % 3 = 0 THEN 'received' WHEN n % 3 = 1 THEN 'looking' ELSE 'done' END",
    "received_at": "datetime('now', '-' || (n * {span} / {rows}) || ' seconds')",
    "updated_at": "datetime('now', '-' || (n * {span} / {rows} / 2) || ' seconds')",
    "due_at": "datetime('now', '-' || (n * {span} / {rows}) || ' seconds', '+7 days')",
    "closed_at": "CASE WHEN n % 3 = 2 THEN datetime('now') END",
    "public_words": "CASE WHEN n % 3 = 2 THEN 'We looked at it on ' || n ELSE '' END",
    "blurred_latitude": "45.4 + (n % 97) / 1000.0",
    "blurred_longitude": "-72.5 - (n % 89) / 1000.0",
}}
columns = [field.column for field in Concern._meta.concrete_fields]
values = ", ".join(own.get(column, "first." + column) for column in columns)
with seen_as(actor(Role.COORDINATOR, "filling")), connection.cursor() as cursor:
    cursor.execute(
        "WITH RECURSIVE counted(n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM counted"
        " WHERE n < {rows} + 9) INSERT INTO concerns_concern (" + ", ".join(columns) + ")"
        " SELECT " + values + " FROM counted, concerns_concern AS first WHERE first.id = 1"
    )
    cursor.execute("ANALYZE")
    cursor.execute("SELECT count(*) FROM concerns_concern")
    print(cursor.fetchone()[0], connection.settings_dict["NAME"])
"""
COLUMNS = """c.number AS service_request_id,
CASE WHEN c.state IN ('received', 'looking', 'planned') THEN 'open' ELSE 'closed' END AS status,
c.public_words AS status_notes, k.name AS service_name, k.code AS service_code,
NULL AS description, a.name AS agency_responsible, NULL AS service_notice,
c.received_at AS requested_datetime, c.updated_at AS updated_datetime,
c.due_at AS expected_datetime, p.name AS address, NULL AS address_id, NULL AS zipcode,
c.blurred_latitude AS lat, c.blurred_longitude AS long, NULL AS media_url"""
QUERY = """SELECT {columns} FROM concerns_concern c JOIN concerns_concernkind k ON k.id = c.kind_id
LEFT JOIN agencies_agency a ON a.id = c.agency_id LEFT JOIN places_area p ON p.id = c.area_id
WHERE c.is_public = 1 AND k.is_public = 1 {more}
AND c.received_at >= :since ORDER BY c.received_at DESC, c.id DESC LIMIT {size}"""
OPEN = "AND k.code IN ('graffiti', 'noise') AND c.state IN ('received', 'looking', 'planned')"
# Name, our parameters, the filter in Datasette's words, how many rows.
FILTERS = (
    ("the first 1,000", {}, "", 1000),
    ("50 a page", {"page_size": "50"}, "", 50),
    (
        "open ones of two kinds, 200 a page",
        {"service_code": "graffiti,noise", "status": "open", "page_size": "200"},
        OPEN,
        200,
    ),
)
# Each request asks for what was reported since another second, so that no answer fits twice.
ALWAYS_ANOTHER = """
local n = {start}
request = function()
  n = n + 1
  return wrk.format("GET", "{before}" .. os.date("!{format}", n))
end
"""
OURS_AT, THEIRS_AT = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d+%H:%M:%S"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Server:
    """Who answers: its process, the address but for the time since when, how it writes a time."""

    pid: int
    url: str
    writes: str

    def since(self, at: float) -> str:
        """The address for what was reported since then."""
        return self.url + time.strftime(self.writes, time.gmtime(at))


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured: requests a second, the 99th percentile, processor time of one."""

    per_second: float
    p99_ms: float
    cpu_ms: float


def measure(options: argparse.Namespace) -> None:
    """Measure both in turn and print the smallest ratio last."""
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk: apt-get install wrk")
    with live_server({}, workers=0, processes=1) as live:
        began = time.monotonic()
        script = FILL.format(rows=options.rows, span=3 * 365 * DAY)
        n_rows, path = live.run_python(script).strip().splitlines()[-1].split(" ", 1)
        print(
            f"reading: {n_rows} concerns stored in {time.monotonic() - began:.0f} s; {how_busy()}"
        )
        ratios = _both(live, Path(path), options)
    print(f"ratio: {min(ratios):.2f} (to reach {TO_REACH})")


def _both(live: LiveServer, path: Path, options: argparse.Namespace) -> list[float]:
    port = free_port()
    program = options.datasette or str(Path(sys.executable).with_name("datasette"))
    command = [program, "serve", str(path), "--port", str(port), "--setting", "sql_time_limit_ms"]
    command += ["20000", "--setting", "max_returned_rows", "1000"]
    # A session of its own, as our server has: under load Linux shares processors by session.
    datasette = Child(command, log=Path(live.folder) / "datasette.log")
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        return [
            ratio
            for name, parameters, more, size in FILTERS
            for ratio in _ratios(
                name,
                {
                    "ours": _ours(live, parameters),
                    "Datasette": _theirs(datasette.pid, base, path.stem, more, size),
                },
                options,
            )
        ]
    finally:
        datasette.stop()


def _ours(live: LiveServer, parameters: dict[str, str]) -> Server:
    asked = urllib.parse.urlencode({**parameters, "start_date": ""})
    url = f"{live.base_url}/machines/open311/v2/requests.json?{asked}"
    return Server(live.server.pid, url, OURS_AT)


def _theirs(pid: int, base: str, database: str, more: str, size: int) -> Server:
    sql = QUERY.format(columns=COLUMNS, more=more, size=size)
    asked = urllib.parse.urlencode({"sql": sql, "_shape": "array", "since": ""})
    return Server(pid, _query_url(base, database, asked), THEIRS_AT)


def _ratios(name: str, servers: dict[str, Server], options: argparse.Namespace) -> list[float]:
    """Of requests a second, for questions that all differ and for one that many ask."""
    _same_rows(server.since(time.time() - 89 * DAY) for server in servers.values())
    ratios = []
    for how, differ in (("each another question", True), ("the same question", False)):
        found: dict[str, list[Found]] = {who: [] for who in servers}
        for _ in range(options.rounds):
            for who, server in servers.items():
                found[who].append(_ask(server, options.seconds, differ=differ))
        ours, theirs = (_middle(one) for one in found.values())
        ratios.append(ours.per_second / theirs.per_second)
        print(
            f"  {name}, {how}: {ours.per_second:.0f}/s against {theirs.per_second:.0f}/s "
            f"({ratios[-1]:.2f}), 99 % within {ours.p99_ms:.0f} against {theirs.p99_ms:.0f} ms, "
            f"processor {ours.cpu_ms:.2f} against {theirs.cpu_ms:.2f} ms"
        )
    return ratios


def _ask(server: Server, seconds: int, *, differ: bool) -> Found:
    start = int(time.time()) - 89 * DAY + secrets.randbelow(20 * DAY)
    path = server.url.split("/", 3)[3]
    lua = ALWAYS_ANOTHER.format(start=start, before=f"/{path}", format=server.writes)
    before = cpu_seconds(server.pid)
    speed = ask(server.since(start), seconds=seconds, connections=8, lua=lua if differ else "")
    spent = cpu_seconds(server.pid) - before
    return Found(speed.per_second, speed.p99_ms, spent / (speed.per_second * seconds) * 1000)


def _middle(found: list[Found]) -> Found:
    return Found(
        statistics.median(one.per_second for one in found),
        statistics.median(one.p99_ms for one in found),
        statistics.median(one.cpu_ms for one in found),
    )


def _query_url(base: str, database: str, asked: str) -> str:
    """Where Datasette takes SQL: since 1.0 under /-/query."""
    for path in (f"{base}/{database}/-/query.json", f"{base}/{database}.json"):
        try:
            if isinstance(_read(f"{path}?{asked}2000-01-01"), list):
                return f"{path}?{asked}"
        except OSError:
            continue
    raise SystemExit("Datasette did not answer the query.")


def _same_rows(urls: Iterable[str]) -> None:
    """Both must answer the same requests in the same order with the same values."""
    ours, theirs = (_read(url) for url in urls)
    same = ("service_request_id", "status", "service_code", "lat", "long", "service_name")
    for mine, other in zip(ours, theirs, strict=True):
        if any(mine[name] != other[name] for name in same):
            raise SystemExit(f"They answer differently: {mine} and {other}")


def _read(url: str) -> list[dict[str, object]]:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  loopback
        found: list[dict[str, object]] = json.load(answer)
        return found


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(base, timeout=5).close()  # noqa: S310  loopback
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("Datasette did not start.")
