"""The addresses of the dispatch feed."""

from __future__ import annotations

from django.urls import path

from commonbeat.portals.machines.calls import views

urlpatterns = [
    path("dispatch/events", views.dispatch_events, name="dispatch_events"),
    path("openapi.json", views.description, name="openapi"),
]
