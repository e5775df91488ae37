"""The wall behind the guarded tables: row-level security, which PostgreSQL itself enforces.

`viewing` says in whose eyes the statements of this thread run. `telling` tells it to the database
with each statement, signed. `tables` finds what is guarded, `translating` puts each guard into
SQL, `raising` puts that onto the tables. `owning` keeps the role that owns the tables apart from
the role that serves pages. docs/decisions/0013-the-wall-on-postgresql.md says why.
"""
