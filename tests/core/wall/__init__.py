"""The wall behind the guarded tables."""
