"""The pages of the demonstration."""

from __future__ import annotations

from django.urls import path

from commonbeat.portals.demo import phone, start

app_name = "demo"
urlpatterns = [
    path("", start.start, name="start"),
    path("phone/", phone.phones, name="phones"),
    path("phone/<str:key>/", phone.phone, name="phone"),
]
