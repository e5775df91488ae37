"""Every read of calls."""
