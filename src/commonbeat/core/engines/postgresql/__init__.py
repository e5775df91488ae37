"""PostgreSQL: each statement on a guarded table says, signed, whose eyes it is."""
