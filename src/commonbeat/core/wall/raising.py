"""Raising the wall: schema, key, functions and policies, whole and anew after each migration.

The wall is no part of the migrations' history: it is what the guards say today, translated. Whoever
changes a guard changes the wall, and the next `migrate` puts it up.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from commonbeat.core.wall import viewing
from commonbeat.core.wall.tables import guard_of, guarded_models, guarded_pairs, guarded_tables
from commonbeat.core.wall.telling import SETTING, signing_pads
from commonbeat.core.wall.translating import Rule, may, rule, seen_with

# search_path is fixed: a function must not meet what its caller put in the way. Only one of them
# runs with its owner's rights, to read the pads; the name of a session is told to its own role.
_STANDS_FAST = "STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp"
_FOUNDATIONS = f"""
CREATE SCHEMA IF NOT EXISTS wall;
REVOKE ALL ON SCHEMA wall FROM PUBLIC;
CREATE TABLE IF NOT EXISTS wall.pads (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
REVOKE ALL ON wall.pads FROM PUBLIC;

-- The name of this session: its process and when it began, so that no other is ever called so.
CREATE OR REPLACE FUNCTION wall.session() RETURNS text LANGUAGE sql {_STANDS_FAST} AS $body$
    SELECT pid || '.' || extract(epoch FROM backend_start)::text
    FROM pg_stat_get_activity(pg_backend_pid())
$body$;

-- What was told and is believed: 'session|right,right|subject,subject', or nothing.
CREATE OR REPLACE FUNCTION wall.told(session text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER {_STANDS_FAST} AS $body$
DECLARE
    token text := current_setting('{SETTING}', true);
    claim text;
    pads wall.pads%ROWTYPE;
BEGIN
    IF token IS NULL OR token = '' THEN
        RETURN NULL;
    END IF;
    claim := substr(token, 66);
    SELECT * INTO pads FROM wall.pads;
    IF encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(claim, 'UTF8'))), 'hex')
            IS DISTINCT FROM left(token, 64)
        OR split_part(claim, '|', 1) IS DISTINCT FROM session
    THEN
        RETURN NULL;
    END IF;
    RETURN claim;
END
$body$;

CREATE OR REPLACE FUNCTION wall.may(rights text[]) RETURNS boolean
LANGUAGE plpgsql {_STANDS_FAST} AS $body$
BEGIN
    RETURN coalesce(
        string_to_array(split_part(wall.told(wall.session()), '|', 2), ',') && rights, false
    );
END
$body$;

CREATE OR REPLACE FUNCTION wall.held(prefix text) RETURNS text[]
LANGUAGE plpgsql {_STANDS_FAST} AS $body$
BEGIN
    RETURN array(
        SELECT substr(subject, length(prefix) + 1)
        FROM unnest(string_to_array(split_part(wall.told(wall.session()), '|', 3), ',')) AS subject
        WHERE starts_with(subject, prefix)
        ORDER BY subject COLLATE "C"
    );
END
$body$;

CREATE OR REPLACE FUNCTION wall.is_told() RETURNS boolean
LANGUAGE plpgsql {_STANDS_FAST} AS $body$
BEGIN
    RETURN wall.told(wall.session()) IS NOT NULL;
END
$body$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA wall FROM PUBLIC;
"""  # noqa: S608 - nothing from outside goes into it
_STAMP = """
INSERT INTO wall.pads (inner_pad, outer_pad) VALUES (%s, %s)
ON CONFLICT (only_one) DO UPDATE
SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad
WHERE (pads.inner_pad, pads.outer_pad) <> (excluded.inner_pad, excluded.outer_pad)
"""
_POLICIES = """
SELECT schemaname, tablename, policyname FROM pg_policies
WHERE schemaname = current_schema() AND policyname LIKE 'wall\\_%'
"""


def lay_foundations(connection: BaseDatabaseWrapper) -> None:
    """The schema, the key and the functions: before a migration that reads a guarded table."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_FOUNDATIONS)
        cursor.execute(_STAMP, signing_pads())


def raise_wall(connection: BaseDatabaseWrapper) -> None:
    """Put every guard onto its table; take down what stands for a table no longer guarded."""
    statements = _taken_down(connection)
    there = set(connection.introspection.table_names())
    for table, standing in rules().items():
        if table in there:
            statements += _raised(table, standing)
    _execute(connection, statements)


def lower_wall(connection: BaseDatabaseWrapper) -> None:
    """Leave each table to the keeper alone, so that a migration may change its columns."""
    there = set(connection.introspection.table_names())
    statements = _taken_down(connection)
    for table in sorted(guarded_tables() & there):
        statements += _closed(table)
        statements.append(f"CREATE POLICY wall_kept ON {table} USING ({may(viewing.KEEP)})")
    _execute(connection, statements)


def rules() -> dict[str, Rule]:
    """The rule of each guarded table. A table of pairs is seen with the row it belongs to."""
    found = {}
    for model in guarded_models():
        guard = guard_of(model)
        if guard is not None:
            found[model._meta.db_table] = rule(guard, model, model._meta.db_table)
    for pairs, model, column in guarded_pairs():
        table, owner = pairs._meta.db_table, model._meta.db_table
        found[table] = Rule(found[owner].sees_all, seen_with(owner, "id", f'{table}."{column}"'))
    return found


def _taken_down(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_POLICIES)
        found = cursor.fetchall()
    statements = [f'DROP POLICY "{policy}" ON "{table}"' for _, table, policy in found]
    for table in sorted({table for _, table, _ in found} - guarded_tables()):
        statements.append(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    return statements


def _closed(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",  # for its owner, too
    ]


def _raised(table: str, standing: Rule) -> list[str]:
    sees_all, others = standing.sees_all, f" OR ({standing.rows})" if standing.rows else ""
    reads = may(viewing.KEEP, f"{viewing.WRITE}{table}", *sees_all) + others
    changes = may(viewing.KEEP, *sees_all) + others
    told = "(SELECT wall.is_told())"
    policy = f"CREATE POLICY wall_{{}} ON {table} FOR"
    return [
        *_closed(table),
        f"{policy.format('seen')} SELECT USING ({reads})",
        f"{policy.format('added')} INSERT WITH CHECK ({told})",
        f"{policy.format('changed')} UPDATE USING ({changes}) WITH CHECK ({told})",
        f"{policy.format('deleted')} DELETE USING ({changes})",
    ]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with (
        transaction.atomic(using=connection.alias),
        connection.cursor() as cursor,
        viewing.building(),
    ):
        for statement in statements:
            cursor.execute(statement)
