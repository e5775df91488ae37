"""Somebody answers a survey on a page. The link in their hand is the key; there is no account.

The page takes no cookie and no session: who does not know the link cannot forge a request to it,
so the form needs no other proof. Nothing that is answered goes into an address or a log.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.core.actor import Actor
from commonbeat.domains.surveys.actions import answering
from commonbeat.domains.surveys.errors import AlreadyAnswered, NoSuchSurvey, NotAnAnswer
from commonbeat.domains.surveys.instruments import AFTER_A_REPORT
from commonbeat.domains.surveys.queries import SurveyPage, survey_page
from commonbeat.portals.residents.surveys.forms import AnswersForm
from commonbeat.roles import Role, actor


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions, or take the answers once; afterwards only the thanks."""
    by = actor(Role.CALLER, "survey")
    page = survey_page(by, token)
    if page is None:
        raise Http404
    with override(_language(request, page)):
        if page.is_over:
            return _private(_thanks(request, page))
        if request.method == "POST":
            return _private(_take(request, token, page, by))
        return _private(_show(request, token, page, AnswersForm(page.questions, _spoken())))


@csrf_exempt
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """The person does not want to answer."""
    try:
        answering.decline_on_page(token=token, by=actor(Role.CALLER, "survey"))
    except NoSuchSurvey:
        raise Http404 from None
    except AlreadyAnswered:
        pass  # pressed twice
    return _private(_back(request, token))


def _take(request: HttpRequest, token: str, page: SurveyPage, by: Actor) -> HttpResponse:
    form = AnswersForm(page.questions, _spoken(), request.POST)
    if not form.is_valid():
        return _show(request, token, page, form, status=422)
    try:
        answering.answer_on_page(
            token=token,
            answers=form.answers(),
            remark=form.remark(),
            language=_spoken(),
            by=by,
        )
    except AlreadyAnswered:
        pass  # sent twice: the first one counts
    except (NoSuchSurvey, NotAnAnswer):
        raise Http404 from None
    return _back(request, token)


def _show(
    request: HttpRequest, token: str, page: SurveyPage, form: AnswersForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "token": token,
        "languages": _languages(),
        "is_of_report": page.questionnaire == AFTER_A_REPORT,
    }
    return render(request, "residents/surveys/ask.html", context, status=status)


def _thanks(request: HttpRequest, page: SurveyPage) -> HttpResponse:
    context = {"languages": _languages(), "is_of_report": page.questionnaire == AFTER_A_REPORT}
    return render(request, "residents/surveys/thanks.html", context)


def _back(request: HttpRequest, token: str) -> HttpResponse:
    answer = redirect("residents:survey", token=token)
    wanted = request.POST.get("lang", "")
    if wanted in _known():
        answer["Location"] += f"?lang={wanted}"
    answer.status_code = 303
    return answer


def _language(request: HttpRequest, page: SurveyPage) -> str:
    wanted = request.POST.get("lang") or request.GET.get("lang") or page.language
    return wanted if wanted in _known() else settings.LANGUAGE_CODE


def _known() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != get_language()]


def _spoken() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
