"""SQLite: a statement on a guarded table without a viewer raises."""
