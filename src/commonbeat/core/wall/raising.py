"""Raising the wall: schema, key, functions and policies, whole and anew after each migration.

The wall is no part of the migrations' history. Whoever changes a guard changes its twin, and the
next `migrate` puts it up.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from commonbeat.core.wall import viewing
from commonbeat.core.wall.telling import SETTING, signing_pads
from commonbeat.core.wall.twins import Twin, guarded_tables, may, twins

# Everything is named with its schema, and search_path is fixed: a function that runs with its
# owner's rights must not meet anything that its caller put in the way.
_STANDS_FAST = "STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
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
    FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())
$body$;

-- What was told and is believed: 'session|right,right|subject,subject', or nothing.
CREATE OR REPLACE FUNCTION wall.told() RETURNS text LANGUAGE plpgsql {_STANDS_FAST} AS $body$
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
        OR split_part(claim, '|', 1) IS DISTINCT FROM wall.session()
    THEN
        RETURN NULL;
    END IF;
    RETURN claim;
END
$body$;

CREATE OR REPLACE FUNCTION wall.may(rights text[]) RETURNS boolean
LANGUAGE plpgsql {_STANDS_FAST} AS $body$
BEGIN
    RETURN coalesce(string_to_array(split_part(wall.told(), '|', 2), ',') && rights, false);
END
$body$;

CREATE OR REPLACE FUNCTION wall.held(prefix text) RETURNS text[]
LANGUAGE plpgsql {_STANDS_FAST} AS $body$
BEGIN
    RETURN array(
        SELECT substr(subject, length(prefix) + 1)
        FROM unnest(string_to_array(split_part(wall.told(), '|', 3), ',')) AS subject
        WHERE starts_with(subject, prefix)
        ORDER BY subject COLLATE "C"
    );
END
$body$;

CREATE OR REPLACE FUNCTION wall.is_told() RETURNS boolean
LANGUAGE plpgsql {_STANDS_FAST} AS $body$
BEGIN
    RETURN wall.told() IS NOT NULL;
END
$body$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA wall FROM PUBLIC;
"""
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
    """Put every twin onto its table; take down what stands for a table no longer guarded."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        statements = _taken_down(connection)
        for table, twin in _standing(connection).items():
            statements += _raised(table, twin)
        with viewing.building():
            for statement in statements:
                cursor.execute(statement)


def lower_wall(connection: BaseDatabaseWrapper) -> None:
    """Leave each table to the keeper alone, so that a migration may change its columns."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        statements = _taken_down(connection)
        for table in _standing(connection):
            statements += _closed(table)
            statements.append(f"CREATE POLICY wall_kept ON {table} USING ({may(viewing.KEEP)})")
        with viewing.building():
            for statement in statements:
                cursor.execute(statement)


def _standing(connection: BaseDatabaseWrapper) -> dict[str, Twin]:
    there = set(connection.introspection.table_names())
    declared = twins()
    without = guarded_tables() - set(declared)
    if without:
        raise LookupError(f"Guarded, but no wall.py has a twin: {', '.join(sorted(without))}.")
    return {table: twin for table, twin in sorted(declared.items()) if table in there}


def _taken_down(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_POLICIES)
        found = cursor.fetchall()
    statements = [f'DROP POLICY "{policy}" ON "{table}"' for _, table, policy in found]
    for table in {table for _, table, _ in found} - guarded_tables():
        statements.append(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    return statements


def _closed(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",  # for its owner, too
    ]


def _raised(table: str, twin: Twin) -> list[str]:
    rows = f" OR ({twin.rows})" if twin.rows else ""
    reads = may(viewing.KEEP, viewing.WRITE, *twin.sees_all) + rows
    changes = may(viewing.KEEP, *twin.sees_all) + rows
    is_told = "(SELECT wall.is_told())"
    return [
        *_closed(table),
        f"CREATE POLICY wall_seen ON {table} FOR SELECT USING ({reads})",
        f"CREATE POLICY wall_added ON {table} FOR INSERT WITH CHECK ({is_told})",
        f"CREATE POLICY wall_changed ON {table} FOR UPDATE USING ({changes}) WITH CHECK ({is_told})",
        f"CREATE POLICY wall_deleted ON {table} FOR DELETE USING ({changes})",
    ]
