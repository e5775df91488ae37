"""Django's SQLite, told whose eyes its statements are."""

from __future__ import annotations

from django.db.backends.sqlite3.base import DatabaseWrapper as Plain
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

from commonbeat.core.engines.walled import Walled, WalledOperations, WalledSchemaEditor


class Operations(WalledOperations, DatabaseOperations):
    """Django's operations."""


class SchemaEditor(WalledSchemaEditor, DatabaseSchemaEditor):
    """Django's schema editor."""


class DatabaseWrapper(Walled, Plain):
    """Django's connection."""

    SchemaEditorClass = SchemaEditor
    ops_class = Operations
