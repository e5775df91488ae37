"""Two roles: one owns the tables and migrates, the other serves pages and owns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from commonbeat.core.wall.tables import guarded_tables

_CONNECTS = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
_GRANTS = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""
# The ledger grows at its end and in no other way: for the serving role not only by its triggers.
_DATA_GRANTS = """
REVOKE UPDATE, DELETE ON core_ledgerentry FROM {role};
GRANT USAGE ON SCHEMA wall TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA wall TO {role};
"""
_MIGHT = """
SELECT current_user, rolsuper, rolbypassrls,
       EXISTS (SELECT FROM pg_class WHERE relname = ANY (%s) AND relowner = r.oid),
       EXISTS (SELECT FROM pg_class WHERE relname = ANY (%s)
               AND NOT (relrowsecurity AND relforcerowsecurity))
FROM pg_roles r WHERE rolname = current_user
"""


@contextmanager
def as_owner(alias: str) -> Iterator[None]:
    """Connect as the role that owns the tables, where a town has one apart."""
    owner = settings.OWNER_DATABASES.get(alias)
    connection = connections[alias]
    if not owner or connection.settings_dict["USER"] == owner["USER"]:
        yield
        return
    serving = {name: connection.settings_dict[name] for name in _CONNECTS}
    connection.close()
    connection.settings_dict.update({name: owner[name] for name in _CONNECTS})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(serving)


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give the serving role what it needs, and no more. Only a role apart needs it."""
    role = settings.SERVING_ROLES.get(connection.alias)
    if not role or role == connection.settings_dict["USER"]:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(%s), quote_ident(current_schema())", [role])
        role, schema = cursor.fetchone()
        grants = _GRANTS + (_DATA_GRANTS if connection.alias == "default" else "")
        cursor.execute(grants.format(role=role, schema=schema))


def weaknesses(connection: BaseDatabaseWrapper) -> list[str]:
    """Why the wall does not stand against the role that serves: sentences, none when it does."""
    if connection.vendor != "postgresql":
        return []
    tables = list(guarded_tables())
    try:
        with connection.cursor() as cursor:
            cursor.execute(_MIGHT, [tables, tables])
            role, is_superuser, bypasses, owns, stands_open = cursor.fetchone()
    except OperationalError:  # it does not answer: another will say so
        return []
    found = []
    if is_superuser or bypasses:
        found.append(f"Row-level security does not bind the role {role}: serve as a plain role.")
    elif owns:
        found.append(f"The role {role} owns the tables and could lower the wall: serve as another.")
    if stands_open:
        found.append("A guarded table has no wall: run `commonbeat prepare`.")
    return found
