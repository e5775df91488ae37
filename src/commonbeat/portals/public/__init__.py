"""Anyone: reads published things only."""
