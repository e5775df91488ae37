"""The start page of the demonstration: what to look at, and the keys to every door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonbeat.domains.publishing import public as published
from commonbeat.portals.demo.accounts import ACCOUNTS, HUB_ACCOUNTS


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Three sentences, three doors, and the ready log-ins."""
    is_ready = published.version("call-follow-up")[0] > 0
    context = {"accounts": ACCOUNTS, "hub_accounts": HUB_ACCOUNTS, "is_ready": is_ready}
    return render(request, "demo/start.html", context)
