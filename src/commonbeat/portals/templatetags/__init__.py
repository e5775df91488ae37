"""Filters of the portals' own templates."""
