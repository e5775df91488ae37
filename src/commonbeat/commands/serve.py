"""Serve the pages with granian."""

from __future__ import annotations

import resource

import click
from django.db import connection
from granian import Granian
from granian.constants import Interfaces

from commonbeat.commands.prepare import say_weaknesses

# The server's own limit is 512 in each process, and a browser holds its connection while it
# reads: the next one would wait until somebody leaves.
MOST_CONNECTIONS = 4096


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option(
    "--threads",
    default=1,
    show_default=True,
    help="Threads in each process. More only help where requests wait for something outside.",
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until stopped. Put a TLS proxy in front of it (see docs)."""
    say_weaknesses()
    connection.close()  # each process opens its own
    _open_as_many_files_as_allowed()
    Granian(
        "commonbeat.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()


def _open_as_many_files_as_allowed() -> None:
    # Each connection is a file; many systems begin with 1,024.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
