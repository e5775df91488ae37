"""The worker: carries messages and does what the clock says. Start as many as you like.

Carrying and the clock's rounds run in two threads, so that a long round never holds up a text.
"""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import click
from django.apps import apps
from django.conf import settings
from django.db import Error, connections

from commonbeat.commands.prepare import say_weaknesses
from commonbeat.core import heartbeats, schedules
from commonbeat.domains.contact.carrying import Carrier
from commonbeat.domains.contact.gateways.gateway import gateway_for
from commonbeat.roles import Role, actor

log = logging.getLogger(__name__)
TIDY_EVERY = 1.0  # seconds
BEAT_EVERY = 5.0
AFTER_TROUBLE = 1.0  # seconds to wait when the database does not answer


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--idle", default=0.2, show_default=True, help="Seconds between two looks.")
@click.option("--threads", default=32, show_default=True, help="Texts on their way at once.")
@click.option(
    "--lease",
    default=60.0,
    show_default=True,
    help="Seconds until a dead worker's "
    "messages are taken over. Longer than the gateway's time-out.",
)
def worker(once: bool, idle: float, threads: int, lease: float) -> None:
    """Carry messages and do what the clock says, until told to stop."""
    say_weaknesses()
    gateway_for("text")  # fail now, with a sentence, when its settings are missing
    load_schedules()
    carrier = Carrier(
        by=actor(Role.GATEWAY, settings.GATEWAY),
        n_threads=threads,
        lease=dt.timedelta(seconds=lease),
    )
    try:
        if once:
            click.echo(f"{work_once(carrier)} carried.")
        else:
            _work_on(carrier, idle)
    finally:
        carrier.close()


def load_schedules() -> None:
    """Import every schedule, so that its functions put themselves on the clock."""
    names = [f"{config.name}.schedule" for config in apps.get_app_configs()]
    for name in [*names, "commonbeat.workflows.rounds"]:
        if name.startswith("commonbeat.") and find_spec(name) is not None:
            import_module(name)


def work_once(carrier: Carrier) -> int:
    """One round of the clock, then everything that is due; counts what was tried."""
    heartbeats.beat("worker")
    schedules.run_due(by=actor(Role.CLOCK, "worker"))
    carrier.tidy()
    n_carried = 0
    while n_tried := carrier.carry_due():
        n_carried += n_tried
    return n_carried


def _work_on(carrier: Carrier, idle: float) -> None:
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ending.set())
    rounds = threading.Thread(target=_go_rounds, args=(ending,), name="rounds", daemon=True)
    rounds.start()
    carry = _Carrying(carrier, ending)
    while not ending.is_set():
        if not _in_safety(carry.carry, ending):
            ending.wait(idle)
    rounds.join(timeout=10)


class _Carrying:
    """Carry, and now and then tidy up and show that this worker is alive."""

    def __init__(self, carrier: Carrier, ending: threading.Event) -> None:
        self._carrier, self._ending = carrier, ending
        self._tidied_at = self._beaten_at = float("-inf")

    def carry(self) -> int:
        """One batch; 0 when nothing is due."""
        now = time.monotonic()
        if now - self._beaten_at >= BEAT_EVERY:
            heartbeats.beat("worker")
            self._beaten_at = now
        if now - self._tidied_at >= TIDY_EVERY:
            self._carrier.tidy()
            self._tidied_at = now
        return self._carrier.carry_due(ends=self._ending.is_set)


def _go_rounds(ending: threading.Event) -> None:
    by = actor(Role.CLOCK, "worker")
    while not ending.is_set():
        _in_safety(lambda: schedules.run_due(by=by), ending)
        ending.wait(TIDY_EVERY)
    connections.close_all()


def _in_safety(work: Callable[[], int], ending: threading.Event) -> int:
    """Work; when the database fails, say so by its kind, let go of it, and wait a moment.

    What was held then comes back when its lease lapses. The text of an error may name a person.
    """
    try:
        return work()
    except Error as error:
        log.error("the database failed error=%s", type(error).__name__)  # noqa: TRY400
    except Exception as error:
        log.error("the worker stumbled error=%s", type(error).__name__)  # noqa: TRY400
    connections.close_all()
    ending.wait(AFTER_TROUBLE)
    return 0
