"""Registers the components, layouts and style sheets."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates and static files; no tables."""

    name = "commonbeat.ui"
    label = "ui"
