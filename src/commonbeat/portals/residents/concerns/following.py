"""The private page of a concern: where it stands, what we said, and 'it is not fixed'."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonbeat.core.actor import Actor
from commonbeat.core.floods import is_flood, place_of
from commonbeat.domains.concerns.actions import handling
from commonbeat.domains.concerns.errors import NotOver
from commonbeat.domains.concerns.queries.concerns import Followed, followed, key_of_token
from commonbeat.domains.concerns.reports import LONGEST
from commonbeat.domains.surveys.queries import page_token
from commonbeat.portals.residents.concerns.flooding import flooded
from commonbeat.portals.residents.concerns.lines import Lines
from commonbeat.portals.residents.concerns.state_words import state_words
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
MOST_AN_HOUR = 60  # words added from one place


class MoreForm(forms.Form):
    """What the resident adds to a report."""

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["words"] = Lines(
            label=_("Add something"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
        )


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where the concern stands."""
    holder, concern = _opened(token)
    with _in_language(request, concern):
        return _page(request, token, holder, concern, MoreForm())


@csrf_exempt
@require_POST
def not_fixed(request: HttpRequest, token: str) -> HttpResponse:
    """The resident says that it is not fixed: it opens again."""
    del request
    holder, concern = _opened(token)
    with contextlib.suppress(NotOver):  # pressed twice
        concern_intake.say_not_fixed(key=concern.key, by=holder)
    answer = redirect("residents:concern", token=token)
    answer.status_code = 303
    return _private(answer)


@csrf_exempt
@require_POST
def add(request: HttpRequest, token: str) -> HttpResponse:
    """The resident adds something."""
    holder, concern = _opened(token)
    with _in_language(request, concern):
        form = MoreForm(request.POST)
        if not form.is_valid():
            return _page(request, token, holder, concern, form)
        if is_flood("more", place_of(request), most=MOST_AN_HOUR):
            return _page(request, token, holder, concern, form, has_flood=True)
    handling.add_word(key=concern.key, words=form.cleaned_data["words"], by=holder)
    answer = redirect("residents:concern", token=token)
    answer.status_code = 303
    return _private(answer)


def _in_language(request: HttpRequest, concern: Followed) -> AbstractContextManager[None]:
    wanted = request.GET.get("lang", "")
    return override(wanted if wanted in LANGUAGES else concern.language)


def _page(
    request: HttpRequest,
    token: str,
    holder: Actor,
    concern: Followed,
    form: MoreForm,
    *,
    has_flood: bool = False,
) -> HttpResponse:
    french = (get_language() or "").startswith("fr")
    given = {
        "concern": concern,
        "kind": concern.kind_name_fr if french else concern.kind_name,
        "steps": _steps(concern),
        "token": token,
        "form": form,
        "is_flood": has_flood,
        "survey": page_token(holder, concern.subject) if concern.is_over else None,
        "languages": [code for code in LANGUAGES if code != get_language()],
    }
    status = 422 if form.errors else 200
    answer = _private(render(request, "residents/concerns/follow.html", given, status=status))
    return flooded(answer) if has_flood else answer


def _opened(token: str) -> tuple[Actor, Followed]:
    key = key_of_token(token)
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
    concern = followed(holder, key) if key else None
    if concern is None:
        raise Http404
    return holder, concern


def _steps(concern: Followed) -> list[dict[str, object]]:
    said = state_words()
    own = {True: _("You added"), False: _("You said that it is not fixed")}
    steps = [
        {
            "label": own[bool(told.words)] if told.is_theirs and place else said[told.state],
            "state": "done",
            "time": told.at,
            "note": told.words,
        }
        for place, told in enumerate(concern.updates)
    ]
    if steps:
        steps[-1]["state"] = "done" if concern.is_over else "current"
    return steps


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
