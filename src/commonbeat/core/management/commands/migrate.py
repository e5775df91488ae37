"""Django's `migrate`, as the owner of the tables, with the wall raised behind it."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Plain
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from commonbeat.core.wall import owning, raising

KEYS, KEYRING = "keys", "keyring"


class Command(Plain):
    """Django's own; on PostgreSQL the wall and the serving role's grants follow."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then raise the wall. Going to a named migration leaves it to the keeper."""
        alias = options["database"]
        if alias == KEYS and not options["app_label"]:
            # Nothing else has tables there, and working through all else takes seconds.
            options |= {"app_label": KEYRING, "run_syncdb": False}
        with owning.as_owner(alias):
            connection = connections[alias]
            if connection.vendor != "postgresql":
                super().handle(*args, **options)
                return
            is_data = alias == "default"
            if is_data:
                raising.lay_foundations(connection)
                if options["app_label"] or _is_behind(connection):
                    raising.lower_wall(connection)
            super().handle(*args, **options)
            if is_data and not options["app_label"]:
                raising.raise_wall(connection)
            owning.grant(connection)


def _is_behind(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
