"""The private page of a concern: where it stands, what we said, and 'it is not fixed'."""

from __future__ import annotations

import contextlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import handling
from commonbeat.domains.concerns.errors import NotOver
from commonbeat.domains.concerns.queries.concerns import Followed, followed, key_of_token
from commonbeat.domains.surveys.queries import page_token
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where the concern stands."""
    holder, concern = _opened(token)
    language = request.GET.get("lang", "")
    with override(language if language in LANGUAGES else concern.language):
        french = (get_language() or "").startswith("fr")
        given = {
            "concern": concern,
            "kind": concern.kind_name_fr if french else concern.kind_name,
            "steps": _steps(concern),
            "token": token,
            "survey": page_token(holder, concern.subject) if concern.is_over else None,
            "languages": [code for code in LANGUAGES if code != get_language()],
        }
        return _private(render(request, "residents/concerns/follow.html", given))


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
    words = request.POST.get("words", "").strip()
    if words:
        handling.add_word(key=concern.key, words=words[:600], by=holder)
    answer = redirect("residents:concern", token=token)
    answer.status_code = 303
    return _private(answer)


def _opened(token: str) -> tuple[Actor, Followed]:
    key = key_of_token(token)
    holder = actor(Role.CALLER, "link", holds=frozenset({f"concerns.concern:{key}"}))
    concern = followed(holder, key) if key else None
    if concern is None:
        raise Http404
    return holder, concern


def _steps(concern: Followed) -> list[dict[str, object]]:
    said = {
        "received": _("We have your report"),
        "looking": _("We are looking into it"),
        "planned": _("Something will be done"),
        "done": _("Done"),
        "not ours": _("Somebody else does this"),
        "nothing": _("We can do nothing more"),
        "duplicate": _("Reported before; we go on with that report"),
    }
    steps = [
        {"label": said[told.state], "state": "done", "time": told.at, "note": told.words}
        for told in concern.updates
    ]
    if steps:
        steps[-1]["state"] = "done" if concern.is_over else "current"
    return steps


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
