"""Our own server and worker as separate processes, on a database of their own."""

import contextlib
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.peers.processes import LOOPBACK, Child, PeerFailed, free_port, scratch_folder

# Whatever the developer's shell says about us must not leak into the process under test.
OURS = "COMMONBEAT_"


@dataclass(frozen=True)
class LiveServer:
    """A running server: where it answers, its processes, and the settings to reach its data."""

    base_url: str
    server: Child
    workers: tuple[Child, ...]
    env: Mapping[str, str]
    folder: Path

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers: the server's first, then each worker's."""
        return (self.server.pid, *(worker.pid for worker in self.workers))

    def run(self, *arguments: str) -> str:
        """Run `commonbeat ARGUMENTS…` on the same data; returns what it printed."""
        return _run(self.env, self.folder, *arguments)

    def run_python(self, script: str) -> str:
        """Run Python lines in another process, with Django set up on the same data.

        Browser tests make and read their rows this way, since no query may run in a thread
        where Playwright's event loop lives.
        """
        return _ended([sys.executable, "-c", SET_UP + script], self.env, self.folder)

    def start_worker(self) -> Child:
        """One more worker; the caller ends it, or it ends with the test run."""
        return _start(self.env, self.folder, "worker", number=secrets.randbelow(10**6))


SET_UP = "import django; django.setup()\n"


@contextlib.contextmanager
def live_server(
    env: Mapping[str, str] | None = None,
    *,
    workers: int = 1,
    processes: int = 1,
    port: int | None = None,
    prepare: bool = True,
) -> Iterator[LiveServer]:
    """The server on a free loopback port and so many `workers`, until the block ends.

    `env` holds `COMMONBEAT_…` settings; what it leaves out is a fresh SQLite database, fresh
    secrets and the console gateway. `processes` is how many serve pages. `port` fixes the port
    when another peer must know it beforehand (take one from `free_port`).
    """
    with scratch_folder("server") as folder, contextlib.ExitStack() as stack:
        at = port or free_port()
        whole = _environment(env or {}, folder, at)
        if prepare:
            _run(whole, folder, "prepare")
        serve = ["serve", "--port", str(at), "--workers", str(processes)]
        server = _start(whole, folder, *serve)
        stack.callback(server.stop)
        base_url = f"http://{LOOPBACK}:{at}"
        server.wait_until(lambda: _answers(base_url), seconds=60)
        running = tuple(_start(whole, folder, "worker", number=n) for n in range(workers))
        for worker in running:
            stack.callback(worker.stop)
        yield LiveServer(base_url, server, running, whole, folder)


def _environment(env: Mapping[str, str], folder: Path, port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    usual = {
        "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
        "COMMONBEAT_DATA": str(folder),
        "COMMONBEAT_SECRET_KEY": secrets.token_urlsafe(48),
        "COMMONBEAT_MASTER_SECRET": secrets.token_urlsafe(48),
        "COMMONBEAT_GATEWAY_SECRET": secrets.token_urlsafe(48),
        "COMMONBEAT_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
    }
    return inherited | usual | dict(env)


def _command(*arguments: str) -> list[str]:
    beside_python = Path(sys.executable).with_name("commonbeat")
    return [str(beside_python), *arguments]


def _start(
    env: Mapping[str, str], folder: Path, *arguments: str, number: int | None = None
) -> Child:
    name = arguments[0] if number is None else f"{arguments[0]}-{number}"
    return Child(_command(*arguments), log=folder / f"{name}.log", env=env, cwd=folder)


def _run(env: Mapping[str, str], folder: Path, *arguments: str) -> str:
    return _ended(_command(*arguments), env, folder)


def _ended(command: list[str], env: Mapping[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, env=dict(env), cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PeerFailed(f"{command[:3]} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return done.stdout


def _answers(base_url: str) -> bool:
    try:
        urllib.request.urlopen(base_url, timeout=5).close()  # noqa: S310
    except urllib.error.HTTPError as refusal:
        refusal.close()
        # 404 and redirects are answers too; a page that breaks is not one.
        return refusal.code < 500
    except OSError:
        return False
    return True
