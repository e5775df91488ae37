"""What residents may report, the words to answer with, and the apps that may report."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import agencies
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import kinds as acting
from commonbeat.domains.concerns.errors import NoSuchKind, NotAccepted
from commonbeat.domains.concerns.queries import kinds as reading
from commonbeat.portals.staff.concerns.forms import AppForm, KindForm, TemplateForm
from commonbeat.portals.staff.concerns.inbox import in_french
from commonbeat.portals.staff.concerns.questions import questions_of
from commonbeat.portals.staff.concerns.set_up import set_up_tabs
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say


@page(Right.SET_KINDS)
def concern_kinds(request: DeskRequest) -> HttpResponseBase:
    """Every kind, every template, and every app."""
    viewer = request.actor
    names = dict(_named(viewer))
    context = {
        "kinds": [(one, names[one.code]) for one in reading.desk_kinds(viewer)],
        "templates": [
            (one, in_french(one.words, one.words_fr), names.get(one.kind, _("Any kind")))
            for one in reading.every_template(viewer)
        ],
        "apps": reading.apps(viewer),
        "tabs": set_up_tabs(viewer, "concern_kinds"),
    }
    return render(request, "concerns/kinds.html", context)


@page(Right.SET_KINDS, methods=FORM)
def concern_kind(request: DeskRequest, code: str) -> HttpResponseBase:
    """How one kind is dealt with."""
    kind = found(reading.desk_kind(request.actor, code))
    initial = {
        "due_days": kind.due_days,
        "agency": kind.agency,
        "is_public": kind.is_public,
        "asks_after": kind.asks_after,
    }
    choices = [(one.code, one.name) for one in agencies(request.actor) if not one.is_police]
    form = KindForm(request.POST or None, initial=initial, agencies=choices)
    if form.is_valid():
        try:
            acting.set_kind(code=code, by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            said = {
                "is_public": _("A kind that asks about people is never shown to everybody."),
                "asks_after": _("Nobody is asked about what is not shown to everybody."),
            }
            for fault in refused.faults:
                form.add_error(fault.field, said[fault.field])
        else:
            say(request, _("It is saved, and holds for what comes in from now on."))
            return redirect("staff:concern_kinds")
    context = {
        "kind": kind,
        "name": in_french(kind.name, kind.name_fr),
        "form": form,
        "questions": questions_of(request.actor, code),
    }
    return render(request, "concerns/kind.html", context)


@page(Right.SET_KINDS, methods=POST)
def retire(request: DeskRequest, code: str, what: str) -> HttpResponseBase:
    """Take a kind off the list, or put it back."""
    acts = {"retire": acting.retire_kind, "use": acting.use_kind_again}
    if what not in acts:
        raise Http404
    try:
        acts[what](code=code, by=request.actor)
    except NoSuchKind:
        raise Http404 from None
    if what == "retire":
        say(request, _("Nobody can report this any more. What was reported stays."))
    else:
        say(request, _("Residents can report this again."))
    return redirect("staff:concern_kinds")


@page(Right.SET_KINDS, methods=FORM)
def add_template(request: DeskRequest) -> HttpResponseBase:
    """Add words to start a reply from."""
    return _template(request, "", {})


@page(Right.SET_KINDS, methods=FORM)
def template(request: DeskRequest, key: str) -> HttpResponseBase:
    """Word a template anew, or take it away."""
    known = (one for one in reading.every_template(request.actor) if one.key == key)
    one = found(next(known, None))
    if request.POST.get("what") == "drop":
        acting.drop_template(key=key, by=request.actor)
        say(request, _("These words are gone from the list."))
        return redirect("staff:concern_kinds")
    return _template(request, key, {"kind": one.kind, "words": one.words, "words_fr": one.words_fr})


@page(Right.SET_KINDS, methods=FORM)
def open_app(request: DeskRequest) -> HttpResponseBase:
    """Give an app a key. It is shown on the answer to this press and never again."""
    form = AppForm(request.POST or None)
    if form.is_valid():
        known = {one.name for one in reading.apps(request.actor)}
        if form.cleaned_data["name"] not in known:
            key = acting.open_app(by=request.actor, **form.cleaned_data)
            context = {"name": form.cleaned_data["name"], "key": key}
            response = render(request, "concerns/app_key.html", context)
            response.headers["Cache-Control"] = "no-store, private"
            return response
        form.add_error("name", _("An app with this name has a key already, or had one."))
    return render(request, "concerns/open_app.html", {"form": form})


@page(Right.SET_KINDS, methods=POST)
def close_app(request: DeskRequest) -> HttpResponseBase:
    """Take an app's key away."""
    acting.close_app(name=request.POST.get("name", "").replace("\0", ""), by=request.actor)
    say(request, _("This app can send nothing any more."))
    return redirect("staff:concern_kinds")


def _template(request: DeskRequest, key: str, initial: dict[str, object]) -> HttpResponseBase:
    form = TemplateForm(request.POST or None, initial=initial, kinds=_named(request.actor))
    if form.is_valid():
        acting.word_template(key=key, by=request.actor, **form.cleaned_data)
        say(request, _("These words can be used from now on."))
        return redirect("staff:concern_kinds")
    return render(request, "concerns/template.html", {"form": form, "key": key})


def _named(viewer: Actor) -> list[tuple[str, str]]:
    return [(one.code, in_french(one.name, one.name_fr)) for one in reading.desk_kinds(viewer)]
