"""Changes of contact."""
