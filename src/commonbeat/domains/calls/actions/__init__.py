"""Every change of calls."""
