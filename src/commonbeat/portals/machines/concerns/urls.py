"""The addresses of GeoReport v2; the ending chooses the format."""

from __future__ import annotations

from django.urls import re_path

from commonbeat.portals.machines.concerns import views

_V2 = r"^open311/v2"
_FMT = r"\.(?P<fmt>xml|json)$"

urlpatterns = [
    re_path(rf"^open311/discovery{_FMT}", views.discovery, name="open311_discovery"),
    re_path(rf"{_V2}/services{_FMT}", views.services, name="open311_services"),
    re_path(
        rf"{_V2}/services/(?P<code>[\w-]{{1,60}}){_FMT}", views.definition, name="open311_service"
    ),
    re_path(rf"{_V2}/requests{_FMT}", views.requests, name="open311_requests"),
    # Some clients ask for one request in the singular.
    re_path(
        rf"{_V2}/requests?/(?P<number>[\w-]{{1,20}}){_FMT}",
        views.one_request,
        name="open311_request",
    ),
    re_path(rf"{_V2}/tokens/(?P<token>\w{{1,40}}){_FMT}", views.token, name="open311_token"),
    re_path(rf"{_V2}/servicerequestupdates{_FMT}", views.request_updates, name="open311_updates"),
]
