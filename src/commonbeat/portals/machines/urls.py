"""The pages of the machines portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "machines"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("commonbeat.portals.machines.calls.urls")),
    path("", include("commonbeat.portals.machines.contact.urls")),
    path("", include("commonbeat.portals.machines.concerns.urls")),
]
