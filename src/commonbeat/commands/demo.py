"""The demonstration: invents a town, serves it on this machine, and streams its calls."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import urllib3
from django.conf import settings

from commonbeat.commands.prepare import prepare_all
from commonbeat.simulation.concerns import invent_complaints, invent_concerns
from commonbeat.simulation.history import invent_past
from commonbeat.simulation.hub_demo import settle_hub
from commonbeat.simulation.settling import quicken_policies, settle
from commonbeat.simulation.stream import Feed, stream_for_ever


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--days", default=90, show_default=True, help="How much past to invent.")
@click.option("--every", default=6.0, show_default=True, help="Seconds between live calls.")
@click.option("--seconds", default=0, help="Stop after so many seconds (0: go on until Ctrl-C).")
def demo(port: int, days: int, every: float, seconds: int) -> None:
    """Invent a town and show it on this machine. Nothing of it is real."""
    if not settings.DEMO:
        raise click.ClickException("Unset COMMONBEAT_DEMO=0: this town only exists as a demo.")
    started = time.monotonic()
    _begin_afresh()
    click.echo("Preparing the invented town of Riverbend")
    prepare_all()
    token = settle()
    environment = os.environ | {"COMMONBEAT_PUBLIC_URL": f"http://localhost:{port}"}
    with _process(["serve", "--port", str(port), "--workers", "1"], environment):
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/health/")
        spent = time.monotonic() - started
        click.secho(f"\n  Open http://localhost:{port}/demo/  ({spent:.0f} s)\n", bold=True)
        settle_hub()
        invent_concerns()
        invent_complaints()
        invent_past(days=days)
        quicken_policies()
        with _process(["worker"], environment):
            click.echo("Calls stream in. Ctrl-C stops everything.")
            _stream(Feed(url, token), every, seconds)


def _stream(feed: Feed, every: float, seconds: int) -> None:
    until = time.monotonic() + seconds if seconds else None
    try:
        for line in stream_for_ever(feed, every=every):
            click.echo(f"  {line}")
            if until and time.monotonic() > until:
                return
    except KeyboardInterrupt:
        click.echo("\nStopped. `make demo` begins a new town.")


def _begin_afresh() -> None:
    for name in ("commonbeat", "keys"):
        for path in Path(settings.DATA).glob(f"{name}.sqlite3*"):
            path.unlink()
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)


@contextmanager
def _process(arguments: list[str], environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "commonbeat.commands", *arguments]
    process = subprocess.Popen(command, env=environment)  # noqa: S603  our own command
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(url: str) -> None:
    for _try in range(200):
        try:
            urllib3.request("GET", url, retries=False, timeout=5)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise click.ClickException("The server did not answer. Is the port in use? Try --port 8001.")
