"""Sends the key ring to its own database, and everything else away from it."""

from __future__ import annotations

from typing import Any


class KeyringRouter:
    """Django's database router for the alias 'keys'."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Keys are read from 'keys'."""
        return "keys" if model._meta.app_label == "keyring" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        """Only the key ring lives in 'keys', and only there."""
        return (db == "keys") == (app_label == "keyring")
