"""Registers the portals, for their templates."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """No tables: only pages."""

    name = "commonbeat.portals"
    label = "portals"
