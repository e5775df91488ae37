"""Django's PostgreSQL, told whose eyes its statements are."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as Plain
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

from commonbeat.core.engines.walled import Walled, WalledOperations, WalledSchemaEditor


class Operations(WalledOperations, DatabaseOperations):
    """Django's operations."""


class SchemaEditor(WalledSchemaEditor, DatabaseSchemaEditor):
    """Django's schema editor."""


class DatabaseWrapper(Walled, Plain):
    """Django's connection, which knows the name of its session at the server."""

    SchemaEditorClass = SchemaEditor
    ops_class = Operations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django's; the session's name is asked for when it is first needed."""
        self._wall_session = ""
        return super().get_new_connection(conn_params)

    def wall_session(self) -> str:
        """What a token must name to be believed here: asked for once a connection."""
        if not self._wall_session:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT wall.session()")
                self._wall_session = cursor.fetchone()[0]
        return self._wall_session
