"""A PostgreSQL cluster made for one run and thrown away after it.

Also a command: `python -m tests.peers.postgres -- COMMAND…` runs COMMAND with the four
`COMMONBEAT_…DATABASE_URL` set, as in a town: one role owns the tables, a weaker one serves. It ends
with COMMAND's code.
"""

import argparse
import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from tests.peers.processes import (
    LOOPBACK,
    Child,
    PeerFailed,
    PeerMissing,
    as_user,
    free_port,
    scratch_folder,
    tied_to_us,
)

ROLE = "commonbeat"
SERVING = "_web"
KEYS = "_keys"
SUPERUSER = "postgres"
DEBIAN_FOLDERS = Path("/usr/lib/postgresql")
OLDEST_VERSION = 15

SETTINGS = {"listen_addresses": LOOPBACK, "max_connections": "100", "timezone": "UTC"}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextlib.contextmanager
def throwaway_cluster(*, durable: bool = False) -> Iterator[str]:
    """A running cluster; yields the URL of an empty database, owned by a plain role.

    The role may create databases (Django's test database) and obeys row-level security wherever
    it is forced. `durable=True` keeps PostgreSQL's own settings for safety on disk, so that
    benchmarks measure what a town would have. Raises `PeerMissing` without PostgreSQL 15 or
    later.
    """
    programs = programs_folder()
    with scratch_folder("postgres") as folder:
        user = _user_for(folder)
        _make_cluster(programs, folder, user)
        port = free_port()
        server = _start(programs, folder, user, port, durable=durable)
        try:
            server.wait_until(lambda: _answers(folder, port), seconds=60)
            yield _make_database(folder, port)
        finally:
            server.stop()


def keys_url(url: str) -> str:
    """The URL of the key ring's own database, beside that of `throwaway_cluster`."""
    return url + KEYS


def serving_url(url: str) -> str:
    """The same database for the role that serves: it may connect, and owns nothing."""
    return url.replace(f"//{ROLE}:", f"//{ROLE}{SERVING}:", 1)


def settings_for(url: str) -> dict[str, str]:
    """The settings of a town on the cluster of this URL, owner and serving role apart."""
    return {
        "COMMONBEAT_DATABASE_URL": serving_url(url),
        "COMMONBEAT_KEYS_DATABASE_URL": serving_url(keys_url(url)),
        "COMMONBEAT_OWNER_DATABASE_URL": url,
        "COMMONBEAT_OWNER_KEYS_DATABASE_URL": keys_url(url),
    }


def programs_folder() -> Path:
    """Where `initdb` and `postgres` are.

    The newest of Debian's folders, else the one on PATH.
    """
    debian = sorted(DEBIAN_FOLDERS.glob("*/bin/initdb"), key=lambda path: _version(path))
    on_path = shutil.which("initdb")
    found = [*([Path(on_path).resolve()] if on_path else []), *debian]
    usable = [path for path in found if _version(path) >= OLDEST_VERSION]
    if not usable:
        raise PeerMissing(
            f"PostgreSQL {OLDEST_VERSION} or later is not here: "
            "install the Debian package postgresql."
        )
    return usable[-1].parent


def _version(initdb: Path) -> int:
    said = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)", said.stdout)
    return int(number.group(1)) if number else 0


def _user_for(folder: Path) -> str | None:
    """PostgreSQL refuses root: as root, hand the folder to `postgres` (or else `nobody`)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            return name
    raise PeerMissing("PostgreSQL refuses root, and there is no user to run it as.")


def _make_cluster(programs: Path, folder: Path, user: str | None) -> None:
    command = [
        *as_user(user),
        str(programs / "initdb"),
        f"--pgdata={folder / 'data'}",
        f"--username={SUPERUSER}",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise PeerFailed(f"initdb failed:\n{done.stdout}{done.stderr}")


def _start(programs: Path, folder: Path, user: str | None, port: int, *, durable: bool) -> Child:
    settings = SETTINGS | ({} if durable else NOT_DURABLE)
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [
        str(programs / "postgres"),
        "-D",
        str(folder / "data"),
        "-k",
        str(folder),
        "-p",
        str(port),
        *options,
    ]
    # SIGINT asks PostgreSQL to end now, without waiting for those who are still connected.
    return Child(
        command,
        log=folder / "postgres.log",
        user=user,
        cwd=Path("/"),
        end_signal=signal.SIGINT,
    )


def _connect(folder: Path, port: int) -> psycopg.Connection:
    return psycopg.connect(
        host=str(folder), port=port, user=SUPERUSER, dbname="postgres", autocommit=True
    )


def _answers(folder: Path, port: int) -> bool:
    try:
        _connect(folder, port).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_database(folder: Path, port: int) -> str:
    password = secrets.token_urlsafe(16)
    role = sql.Identifier(ROLE)
    with contextlib.closing(_connect(folder, port)) as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, password)
        )
        serving = sql.Identifier(ROLE + SERVING)
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(serving, password))
        for name in (ROLE, ROLE + KEYS):
            made = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), role)
            connection.execute(made)
    return f"postgresql://{ROLE}:{password}@{LOOPBACK}:{port}/{ROLE}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command against a throw-away cluster; returns the command's exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers.postgres", description=__doc__)
    parser.add_argument("--durable", action="store_true", help="keep the safe disk settings")
    parser.add_argument("command", nargs="+", help="what to run, after --")
    asked = parser.parse_args(arguments)
    # A polite end (kill PID) unwinds like Ctrl-C does, so that the cluster is stopped and
    # removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with throwaway_cluster(durable=asked.durable) as url:
            return _run(asked.command, url)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _run(command: Sequence[str], url: str) -> int:
    running = subprocess.Popen(
        [*tied_to_us(signal.SIGTERM), *command],
        env=os.environ | settings_for(url),
    )
    try:
        return running.wait()
    except KeyboardInterrupt:
        running.terminate()
        running.wait(20)
        raise


if __name__ == "__main__":
    sys.exit(main())
