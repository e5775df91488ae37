"""Choosing a language. The choice is the only cookie that the public pages set."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

A_YEAR = 365 * 24 * 60 * 60


@csrf_exempt  # a changed language harms nobody, and a token would make every page one reader's own
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the language asked for and go back to the page it was asked on."""
    response = HttpResponseRedirect(_way_back(request.POST.get("next", "")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=A_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _way_back(asked: str) -> str:
    """The page asked for, when it is one of ours; else the first page."""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else "/"
