"""The stamps of all tables, for the address that screens ask once a second."""

from commonbeat.domains.hub.stamping import stamps

__all__ = ["stamps"]
