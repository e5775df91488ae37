"""Typed readers of the environment. A missing secret fails with a sentence that says what to do.

Every reader takes the variable's name without the prefix COMMONBEAT_.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "COMMONBEAT_"


def text(name: str, default: str = "") -> str:
    """A plain value."""
    return os.environ.get(PREFIX + name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no: 1, true, yes and on are yes."""
    return text(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number.") from None


def items(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def secret(name: str, *, default: str = "") -> str:
    """A secret, from NAME or from the file that NAME_FILE points to."""
    path = text(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError:
            raise ImproperlyConfigured(f"{PREFIX}{name}_FILE cannot be read.") from None
    value = text(name, default)
    if not value:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} is not set. Make one with `commonbeat secrets` and set it, "
            f"or put it in a file and set {PREFIX}{name}_FILE."
        )
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """A Django database from a URL: sqlite:///path or postgres://user:password@host/name."""
    return database_of(text(name, default), f"{PREFIX}{name}")


def database_of(address: str, named: str) -> dict[str, Any]:
    """A Django database from a URL; `named` says in a refusal where the URL came from."""
    url = urlsplit(address)
    if url.scheme == "sqlite":
        return _sqlite(unquote(url.path[1:]))
    if url.scheme in {"postgres", "postgresql"}:
        return _postgres(url.hostname, url.port, url.username, url.password, url.path, url.query)
    raise ImproperlyConfigured(f"{named} must start with sqlite:/// or postgres://.")


def optional_database(name: str) -> dict[str, Any] | None:
    """A Django database from a URL; None when it is not set."""
    return database(name, "") if text(name) else None


def serving_role(database: dict[str, Any], owner: dict[str, Any] | None) -> str:
    """The role that serves; it must be named when another one owns the tables."""
    role = str(database.get("USER", ""))
    if owner and not role:
        raise ImproperlyConfigured(
            f"Name the role that serves in {PREFIX}DATABASE_URL and {PREFIX}KEYS_DATABASE_URL "
            "(postgres://ROLE@/NAME?host=…): another one owns the tables."
        )
    return role


def _sqlite(path: str) -> dict[str, Any]:
    safety = text("SQLITE_SYNCHRONOUS", "NORMAL").upper()
    if safety not in {"NORMAL", "FULL"}:
        raise ImproperlyConfigured(f"{PREFIX}SQLITE_SYNCHRONOUS must be NORMAL or FULL.")
    start = f"PRAGMA journal_mode=WAL; PRAGMA synchronous={safety}; PRAGMA secure_delete=ON;"
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": start}
    return {
        "ENGINE": "commonbeat.core.engines.sqlite3",
        "NAME": path,
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
    }


def _postgres(
    host: str | None,
    port: int | None,
    user: str | None,
    password: str | None,
    path: str,
    query: str,
) -> dict[str, Any]:
    # Compiling a plan costs a hundred times what such short statements take to run.
    options = {"options": "-c jit=off"} | dict(parse_qsl(query))
    return {
        "ENGINE": "commonbeat.core.engines.postgresql",
        "NAME": unquote(path[1:]),
        "HOST": options.pop("host", host or ""),
        "PORT": str(port or options.pop("port", "")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
