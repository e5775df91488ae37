"""The Open311 servers that a town forwards to, and which kind goes where."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import outside
from commonbeat.domains.concerns.errors import (
    NoSuchKind,
    NoSuchRoute,
    NoSuchServer,
    NotAccepted,
)
from commonbeat.domains.concerns.queries.forwarding import ServerView, servers
from commonbeat.portals.staff.concerns.inbox import in_french
from commonbeat.portals.staff.concerns.set_up import set_up_tabs
from commonbeat.portals.staff.concerns.set_up_forms import RouteForm, ServerForm
from commonbeat.portals.staff.concerns.set_up_words import show_faults
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say


@page(Right.SET_ROUTES)
def concern_servers(request: DeskRequest) -> HttpResponseBase:
    """Every outside server with its routes; those that were closed last."""
    names = dict(_kinds())
    listed = [(one, _routes(one, names)) for one in servers(request.actor)]
    context = {
        "servers": [pair for pair in listed if pair[0].closed_at is None],
        "closed": [one for one, _each in listed if one.closed_at is not None],
        "tabs": set_up_tabs(request.actor, "concern_servers"),
    }
    return render(request, "concerns/servers.html", context)


@page(Right.SET_ROUTES, methods=FORM)
def add_server(request: DeskRequest) -> HttpResponseBase:
    """Add an outside server; its key comes back on no page."""
    form = ServerForm(request.POST or None)
    if form.is_valid():
        try:
            code = outside.add_server(by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            show_faults(form, refused.faults)
        else:
            say(request, _("The server is added. Now say which kinds go there."))
            return redirect("staff:concern_server", code=code)
    return render(request, "concerns/add_server.html", {"form": form})


@page(Right.SET_ROUTES, methods=FORM)
def concern_server(request: DeskRequest, code: str) -> HttpResponseBase:
    """One server, its routes, and a form for one more."""
    server = _open(request.actor, code)
    kinds = _kinds()
    form = RouteForm(request.POST or None, kinds=kinds)
    if form.is_valid():
        try:
            outside.add_route(server=code, by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            show_faults(form, refused.faults)
        except (NoSuchServer, NoSuchKind):
            raise Http404 from None
        else:
            say(request, _("Concerns of this kind can be sent there from now on."))
            return redirect("staff:concern_server", code=code)
    context = {"server": server, "routes": _routes(server, dict(kinds)), "form": form}
    return render(request, "concerns/server.html", context)


@page(Right.SET_ROUTES, methods=POST)
def close_route(request: DeskRequest, code: str, kind: str) -> HttpResponseBase:
    """Send a kind there no more."""
    try:
        outside.close_route(kind=kind, server=code, by=request.actor)
    except NoSuchRoute:
        raise Http404 from None
    say(request, _("No concern of this kind can be sent there any more."))
    return redirect("staff:concern_server", code=code)


@page(Right.SET_ROUTES, methods=FORM)
def close_server(request: DeskRequest, code: str) -> HttpResponseBase:
    """Ask once more, then close it: its key is destroyed, and cannot be brought back."""
    server = _open(request.actor, code)
    if request.method == "POST":
        try:
            outside.close_server(code=code, by=request.actor)
        except NoSuchServer:
            raise Http404 from None
        say(request, _("The server is closed, and its key is destroyed."))
        return redirect("staff:concern_servers")
    return render(request, "concerns/close_server.html", {"server": server})


def _open(viewer: Actor, code: str) -> ServerView:
    listed = (one for one in servers(viewer) if one.code == code and one.closed_at is None)
    return found(next(listed, None))


def _routes(server: ServerView, names: dict[str, str]) -> list[tuple[str, str, str, bool]]:
    """Kind, its name, their service, and whether words travel."""
    return [(kind, names.get(kind, kind), service, says) for kind, service, says in server.routes]


def _kinds() -> list[tuple[str, str]]:
    return [(one.code, in_french(one.name, one.name_fr)) for one in public.kinds()]
