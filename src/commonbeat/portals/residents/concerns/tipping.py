"""An anonymous tip: left, and followed with its receipt, all at one address.

No account, no cookie, no script needed, nothing from another company. The address is the same
for everything, so that no history tells what somebody did here; the receipt travels in the form.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commonbeat.core.actor import Actor
from commonbeat.core.floods import is_flood, place_of
from commonbeat.domains.concerns.actions import tips
from commonbeat.domains.concerns.errors import NotAccepted, ThreadFull
from commonbeat.domains.concerns.queries.tips import key_of_receipt, thread
from commonbeat.domains.concerns.receipts import normal
from commonbeat.portals.residents.concerns.flooding import flooded
from commonbeat.portals.residents.concerns.lines import as_typed
from commonbeat.portals.residents.concerns.tip_forms import ReceiptForm, TipForm, topic_words
from commonbeat.roles import Role, actor

MOST_TIPS, MOST_TRIES = 10, 60  # from one place in an hour
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tip(request: HttpRequest) -> HttpResponse:
    """Everything about a tip, chosen by what the form says."""
    wanted = request.POST.get("lang", "")
    with override(wanted if wanted in LANGUAGES else get_language()):
        steps: dict[str, Callable[[HttpRequest], HttpResponse]] = {
            "leave": _leave,
            "open": _open,
            "say": _say,
            "confirm": _confirm,
        }
        answer = steps.get(request.POST.get("do", ""), _start)(request)
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def _start(request: HttpRequest) -> HttpResponse:
    return _page(request, "tip", {"form": TipForm(), "receipt_form": ReceiptForm()})


def _leave(request: HttpRequest) -> HttpResponse:
    form = TipForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, "tip", {"form": form, "receipt_form": ReceiptForm()}, status=422)
    if is_flood("tip", place_of(request), most=MOST_TIPS):
        given = {"form": form, "receipt_form": ReceiptForm(), "lost_photo": bool(request.FILES)}
        return flooded(_page(request, "tip", given | {"is_flood": True}))
    photo = form.cleaned_data["photo"]
    left = tips.leave_tip(
        topic=form.cleaned_data["topic"],
        words=form.cleaned_data["words"],
        area_id=form.area_id(),
        language=(get_language() or settings.LANGUAGE_CODE)[:2],
        photos=[photo] if photo else [],
        by=actor(Role.ANYBODY, "page"),
    )
    return _thread(request, left.receipt, left.key)


def _open(request: HttpRequest) -> HttpResponse:
    if is_flood("receipt", place_of(request), most=MOST_TRIES):
        form = ReceiptForm(request.POST)
        given = {"form": TipForm(), "receipt_form": form, "is_flood": True, "opens": True}
        return flooded(_page(request, "tip", given))
    key = key_of_receipt(request.POST.get("receipt", ""))
    if key is None:
        return _no_such(request)
    return _thread(request, request.POST["receipt"], key)


def _say(request: HttpRequest) -> HttpResponse:
    if is_flood("receipt", place_of(request), most=MOST_TRIES):
        return _flooded(request)
    receipt = request.POST.get("receipt", "")
    key = key_of_receipt(receipt)
    if key is None:
        return _no_such(request)
    try:
        tips.add_words(key=key, words=as_typed(request.POST.get("words", "")), by=_holder(key))
    except NotAccepted:
        return _thread(
            request, receipt, key, wrong=_("Write between 1 and 4,000 characters."), status=422
        )
    except ThreadFull:
        return _thread(request, receipt, key, wrong=_("This tip can take no more."), status=422)
    return _thread(request, receipt, key)


def _confirm(request: HttpRequest) -> HttpResponse:
    if is_flood("receipt", place_of(request), most=MOST_TRIES):
        return _flooded(request)
    receipt = request.POST.get("receipt", "")
    key = key_of_receipt(receipt)
    if key is None:
        return _no_such(request)
    tips.confirm_receipt(key=key, by=_holder(key))
    return _thread(request, receipt, key)


def _thread(
    request: HttpRequest, receipt: str, key: str, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    shown = thread(_holder(key), key)
    if shown is None:
        return _no_such(request)
    given = {
        "thread": shown,
        "topic": topic_words().get(shown.topic, ""),
        "receipt": normal(receipt),
        "wrong": wrong,
        "typed": request.POST.get("words", "") if wrong else "",
    }
    return _page(request, "tip_thread", given, status=status)


def _holder(key: str) -> Actor:
    return actor(Role.CALLER, "receipt", holds=frozenset({f"concerns.tip:{key}"}))


def _no_such(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST)
    form.add_error("receipt", _("These words open nothing. Check each word. A tip also expires."))
    return _page(request, "tip", {"form": TipForm(), "receipt_form": form}, status=404)


def _flooded(request: HttpRequest) -> HttpResponse:
    """What was to be said in an open tip, kept in a form that says it later.

    The tip itself is not shown: checking its nine words is what there was too much of.
    """
    kept = ("do", "receipt", "words")
    given: dict[str, object] = {name: request.POST.get(name, "") for name in kept}
    return flooded(_page(request, "flood", given))


def _page(
    request: HttpRequest, name: str, given: dict[str, object], *, status: int = 200
) -> HttpResponse:
    framed = {
        "languages": [code for code in LANGUAGES if code != get_language()],
        "days": settings.KEEP_TIPS_DAYS,
        "exit_url": settings.QUICK_EXIT_URL,
    }
    return render(request, f"residents/concerns/{name}.html", given | framed, status=status)
