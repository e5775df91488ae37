"""Registers the places domain."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The tables of places."""

    name = "commonbeat.domains.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
