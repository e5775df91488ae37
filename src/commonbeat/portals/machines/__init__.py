"""Machines: the dispatch feed in, delivery reports and texts in."""
