"""A resident complains about the service, after seeing the independent route, or says thanks."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.core.floods import is_flood, place_of
from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.queries.feedback import (
    ComplaintView,
    complaint,
    complaint_of_token,
)
from commonbeat.portals.residents.concerns.feedback_forms import (
    ComplaintForm,
    ThanksForm,
    category_words,
)
from commonbeat.portals.residents.concerns.flooding import flooded
from commonbeat.portals.residents.concerns.repeating import new_form, same_form
from commonbeat.roles import Role, actor
from commonbeat.workflows import feedback_intake

MOST_AN_HOUR = 10  # complaints, and thanks, from one place
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The independent bodies first; below them our own form."""
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _complaint_page(request, form)
    if is_flood("complaint", place_of(request), most=MOST_AN_HOUR):
        return flooded(_complaint_page(request, form, has_flood=True))
    number, mail = form.cleaned_data["reach"]
    taken = feedback_intake.take_complaint(
        category=form.cleaned_data["category"],
        words=form.cleaned_data["words"],
        area_id=form.area_id(),
        language=_language(),
        number=number,
        mail=mail,
        knows_independent_route=form.cleaned_data["knows"],
        asked_as=same_form(request),
        by=actor(Role.ANYBODY, "page"),
    )
    answer = redirect("residents:complaint", token=taken.token)
    answer.status_code = 303
    return _private(answer)


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where a complaint stands, with its clocks."""
    key = complaint_of_token(token)
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.complaint:{key}"}))
    found = complaint(holder, key) if key else None
    if found is None:
        raise Http404
    wanted = request.GET.get("lang", "")
    with override(wanted if wanted in LANGUAGES else found.language):
        given = {
            "complaint": found,
            "category": category_words().get(found.category, ""),
            "steps": _steps(found),
            "outcome": outcome_words().get(found.outcome, ""),
            "languages": [code for code in LANGUAGES if code != get_language()],
        }
        return _private(render(request, "residents/concerns/complaint.html", given))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def thank(request: HttpRequest) -> HttpResponse:
    """Say thanks; it reaches the officer and the leader."""
    form = ThanksForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _thanks_page(request, form)
    if is_flood("thanks", place_of(request), most=MOST_AN_HOUR):
        return flooded(_thanks_page(request, form, has_flood=True))
    feedback_intake.take_thanks(
        about=form.cleaned_data["about"],
        words=form.cleaned_data["words"],
        area_id=form.area_id(),
        may_be_told=form.cleaned_data["may_be_told"],
        language=_language(),
        by=actor(Role.ANYBODY, "page"),
    )
    return _private(render(request, "residents/concerns/thanked.html"))


def stage_words() -> dict[str, str]:
    """The stages of a complaint, as residents understand them."""
    return {
        "received": _("We have your complaint"),
        "screened": _("We have read it and decide how to answer"),
        "local response": _("The unit concerned answers you, within 30 days"),
        "investigated": _("It is investigated, within 120 days"),
        "passed on": _("It went to an independent body"),
        "ended": _("It is closed"),
    }


def outcome_words() -> dict[str, str]:
    """How a complaint ended, in plain words."""
    return {
        "resolved": _("We settled it together with you."),
        "upheld": _("You were right."),
        "partly-upheld": _("You were partly right."),
        "not-upheld": _("We found that nothing was done wrong."),
        "withdrawn": _("You took it back."),
        "screened-out": _("It is not for us to decide."),
        "passed-on": _("An independent body decides."),
    }


def _thanks_page(
    request: HttpRequest, form: ThanksForm, *, has_flood: bool = False
) -> HttpResponse:
    status = 422 if form.errors else 200
    given = {"form": form, "is_flood": has_flood}
    return _private(render(request, "residents/concerns/thank.html", given, status=status))


def _complaint_page(
    request: HttpRequest, form: ComplaintForm, *, has_flood: bool = False
) -> HttpResponse:
    french = _language() == "fr"
    bodies = [
        {
            "name": body.name_fr if french else body.name,
            "takes": body.takes_fr if french else body.takes,
            "web": body.web,
            "phone": body.phone,
            "post": body.post,
        }
        for body in public.oversight_bodies()
    ]
    status = 422 if form.errors else 200
    given = {
        "form": form,
        "bodies": bodies,
        "is_flood": has_flood,
        "asked_as": same_form(request) or new_form(),
    }
    return _private(render(request, "residents/concerns/complain.html", given, status=status))


def _steps(found: ComplaintView) -> list[dict[str, object]]:
    said = stage_words()
    steps: list[dict[str, object]] = [
        {
            "label": said[stage.stage],
            "state": "done" if stage.ended_at else "current",
            "time": stage.began_at,
            "note": _("This took longer than it should.") if stage.is_late else "",
        }
        for stage in found.stages
    ]
    if found.ended_at:
        steps.append({"label": said["ended"], "state": "done", "time": found.ended_at})
    return steps


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
