"""Labelled texts of every kind, and what must become of each in its context."""
