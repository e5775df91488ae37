"""The import benchmark on PostgreSQL, against COPY of the same rows into the same table."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import psycopg

from benchmarks.bench_import import Run, interleave, step
from tests.peers.postgres import throwaway_cluster


def measure_postgres(file: Path, folder: Path, runs: int) -> None:
    """Start a cluster with its own settings for safety on disk, and run both in turn."""
    dump = folder / "calls.copy"
    with throwaway_cluster(durable=True) as url:
        step("prepare", file, url)

        def ours() -> Run:
            step("empty", file, url)
            measured = step("import", file, url)
            _dump(url, dump)
            return measured

        def raw() -> Run:
            step("empty", file, url)
            return _raw(url, dump)

        interleave({"ours": ours, "raw COPY": raw}, runs, "raw COPY", "COPY")


def _dump(url: str, dump: Path) -> None:
    with (
        psycopg.connect(url) as connection,
        connection.cursor().copy("COPY calls_call TO STDOUT") as copy,
        dump.open("wb") as file,
    ):
        file.writelines(copy)


def _raw(url: str, dump: Path) -> Run:
    data = dump.read_bytes()
    with psycopg.connect(url) as connection:
        start = perf_counter()
        with connection.cursor() as cursor:
            with cursor.copy("COPY calls_call FROM STDIN") as copy:
                copy.write(data)
            n_rows = cursor.rowcount
        connection.commit()
        seconds = perf_counter() - start
    return {"rows": n_rows, "seconds": seconds}
