"""Child processes and scratch folders that end with us, however we end.

Three nets, one behind the other: context managers (the usual way), atexit (an exit that skipped
them), and the kernel's parent-death signal (we were killed). A folder that outlived a killed
run is swept away by the next one.
"""

import atexit
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
FOLDER_PREFIX = "commonbeat-peer-"


class PeerMissing(RuntimeError):
    """A program that the peer needs is not installed; the text names the Debian package."""


class PeerFailed(RuntimeError):
    """A peer did not start, or ended early; the text holds the end of its log."""


def free_port() -> int:
    """A loopback TCP port that nobody listens on, and that no outgoing connection will take.

    Below the range from which Linux (32768) and others (49152) number outgoing connections:
    one of those would take the port between this look and the peer's own start.
    """
    for port in random.SystemRandom().sample(range(15_000, 32_000), 100):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind((LOOPBACK, port))
            return port
    raise PeerFailed("A hundred ports were tried, and none is free.")


def program(name: str, *folders: str, package: str) -> str:
    """The path of an executable, looked for on PATH and then in `folders`."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin", *folders])
    found = shutil.which(name, path=places)
    if found is None:
        raise PeerMissing(f"{name} is not here: install the Debian package {package}.")
    return found


@contextlib.contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """A temporary folder that is gone afterwards, and at the latest at the next run."""
    _sweep_left_folders()
    made = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-{purpose}-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _sweep_left_folders() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
        owner = folder.name.removeprefix(FOLDER_PREFIX).split("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Child:
    """One running program with its log file, in a process group of its own."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        cwd: Path | None = None,
        end_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = Path(command[0]).name
        self.log = log
        self._end_signal = end_signal
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [*as_user(user), *tied_to_us(end_signal), *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        atexit.register(self.stop)

    @property
    def pid(self) -> int:
        """The process number, for signals and for reading its memory."""
        return self._process.pid

    def is_running(self) -> bool:
        """Whether the program has not ended yet."""
        return self._process.poll() is None

    def stop(self, patience: float = 10.0) -> None:
        """Ask it to end, wait up to `patience` seconds, then end its whole group by force."""
        atexit.unregister(self.stop)
        if self.is_running():
            self._process.send_signal(self._end_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(patience)

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(10)
        atexit.unregister(self.stop)

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30.0) -> None:
        """Wait until `ready()`.

        Raises `PeerFailed` with the log when it ends or takes longer.
        """
        give_up_at = time.monotonic() + seconds
        while not ready():
            if not self.is_running():
                raise PeerFailed(f"{self.name} ended while starting:\n{self.log_tail()}")
            if time.monotonic() > give_up_at:
                raise PeerFailed(f"{self.name} not ready in {seconds} s:\n{self.log_tail()}")
            time.sleep(0.02)

    def log_tail(self, n_characters: int = 4000) -> str:
        """The end of what the program printed."""
        return self.log.read_text(errors="replace")[-n_characters:]


def eventually(look: Callable[[], T], *, what: str, seconds: float = 15.0) -> T:
    """The first true value that `look()` gives; raises `PeerFailed` when none comes.

    Peers answer when they please, so tests wait for the event itself and never for a fixed
    time.
    """
    give_up_at = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > give_up_at:
            raise PeerFailed(f"Waited {seconds} s for {what}; last seen: {seen!r}")
        time.sleep(0.02)
    return seen


def tied_to_us(end_signal: signal.Signals) -> list[str]:
    """A command prefix through which the kernel ends the child when we die (Linux only)."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    return [setpriv, "--pdeathsig", end_signal.name.removeprefix("SIG"), "--"]


def as_user(user: str | None) -> list[str]:
    """A command prefix that gives up root for `user`; empty when `user` is None."""
    if user is None:
        return []
    setpriv = program("setpriv", package="util-linux")
    return [setpriv, "--reuid", user, "--regid", user, "--init-groups", "--"]


def accepts_connections(port: int) -> bool:
    """Whether something listens on this loopback port."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False
