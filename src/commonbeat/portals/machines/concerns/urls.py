"""The addresses of GeoReport v2; the ending chooses the format."""

from __future__ import annotations

from django.urls import path, re_path

from commonbeat.portals.machines.concerns import views

_V2 = r"^open311/v2"
_FMT = r"\.(?P<fmt>xml|json)$"

urlpatterns = [
    path("open311/openapi.json", views.description, name="open311_openapi"),
    re_path(rf"^open311/discovery{_FMT}", views.discovery, name="open311_discovery"),
    re_path(rf"{_V2}/services{_FMT}", views.services, name="open311_services"),
    re_path(rf"{_V2}/services/(?P<code>[^/]+){_FMT}", views.definition, name="open311_service"),
    re_path(rf"{_V2}/requests{_FMT}", views.requests, name="open311_requests"),
    # Some clients ask for one request in the singular.
    re_path(
        rf"{_V2}/requests?/(?P<number>[^/]+){_FMT}",
        views.one_request,
        name="open311_request",
    ),
    re_path(rf"{_V2}/tokens/(?P<token>[^/]+){_FMT}", views.token, name="open311_token"),
    re_path(rf"{_V2}/media/(?P<key>[^/]+)\.jpg$", views.photo, name="open311_photo"),
    re_path(rf"{_V2}/servicerequestupdates{_FMT}", views.request_updates, name="open311_updates"),
]
