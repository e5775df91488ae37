"""The feeds of dispatch: open one (its token is shown once), renew its token, close it."""

from __future__ import annotations

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core import heartbeats
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.actions import feeds as actions
from commonbeat.domains.calls.errors import FeedExists, NoSuchFeed
from commonbeat.domains.calls.queries import feeds as queries
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say, warn


class FeedForm(forms.Form):
    """A new connection."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Such as “County dispatch”."),
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("A short name with small letters, digits and hyphens."),
    )


@page(Right.OPEN_FEEDS)
def feeds(request: DeskRequest) -> HttpResponseBase:
    """Every feed, and when it last sent something."""
    signs = {sign.name: sign for sign in heartbeats.signs()}
    held = [(one, signs.get(f"feed:{one.code}")) for one in queries.feeds(request.actor)]
    return render(request, "calls/feeds.html", {"feeds": held})


@page(Right.OPEN_FEEDS, methods=FORM)
def open_feed(request: DeskRequest) -> HttpResponseBase:
    """Open a feed; the answer to the press is the only page that ever shows its token."""
    form = FeedForm(request.POST or None)
    if form.is_valid():
        try:
            opened = actions.open_feed(by=request.actor, **form.cleaned_data)
        except FeedExists:
            form.add_error("code", _("There is, or was, a feed with this code. Choose another."))
        else:
            return render(request, "calls/feed_token.html", {"feed": opened})
    return render(request, "calls/open_feed.html", {"form": form})


@page(Right.OPEN_FEEDS, methods=POST)
def renew_feed(request: DeskRequest, code: str) -> HttpResponseBase:
    """A new token; the old one ends at once."""
    try:
        renewed = actions.renew_feed(code=code, by=request.actor)
    except NoSuchFeed:
        warn(request, _("This feed is closed."))
        return redirect("staff:feeds")
    return render(request, "calls/feed_token.html", {"feed": renewed})


@page(Right.OPEN_FEEDS, methods=FORM)
def close_feed(request: DeskRequest, code: str) -> HttpResponseBase:
    """Ask once more, then close it for good."""
    feed = found(next((one for one in queries.feeds(request.actor) if one.code == code), None))
    if request.method != "POST":
        return render(request, "calls/close_feed.html", {"feed": feed})
    try:
        actions.close_feed(code=code, by=request.actor)
    except NoSuchFeed:
        warn(request, _("This feed is closed."))
    else:
        say(request, _("The feed is closed. Its token opens nothing any more."))
    return redirect("staff:feeds")
