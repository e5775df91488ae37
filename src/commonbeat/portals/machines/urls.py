"""The pages of the machines portal."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "machines"
urlpatterns: list[URLPattern] = []
