"""Survey results at the desk, with their intervals; and remarks that wait for a review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.public import kinds
from commonbeat.domains.places.queries import areas
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.actions import remarks as actions
from commonbeat.domains.surveys.errors import NoSuchRemark
from commonbeat.domains.surveys.instruments import AFTER_A_CALL, AFTER_A_REPORT, LONGEST_GROUP
from commonbeat.domains.surveys.queries import (
    GroupResult,
    QuestionResult,
    Results,
    remarks,
    results,
)
from commonbeat.evidence.pictures import (
    IntervalChart,
    IntervalRow,
    Moment,
    Picture,
    Trend,
    draw_interval_chart,
    draw_trend,
)
from commonbeat.evidence.results import Estimate
from commonbeat.portals.staff.pages import POST, DeskRequest, page, render, say, warn
from commonbeat.portals.staff.words import GROUPS

WAYS = ("area", "group", "month")
AFTER = {"call": AFTER_A_CALL, "report": AFTER_A_REPORT}
SPANS = (3, 6, 12, 24)
REVIEWS: Mapping[str, Callable[..., object]] = {
    "keep": actions.keep_remark,
    "strike": actions.strike_remark,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what does not exist there becomes the first choice."""

    by: str
    months: int
    question: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the ui kit takes it."""

    svg: SafeString
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@page(Right.SEE_RESULTS)
def surveys(request: DeskRequest) -> HttpResponseBase:
    """Who was asked, who answered, and what they said, with how sure we are."""
    asked = _asked(request)
    since, until = _span(asked.months)
    found = results(request.actor, since, until, asked.by, questionnaire=AFTER[asked.after])
    if found is None:
        raise Http404
    chosen = _chosen(found, asked.question)
    context = {
        "results": found,
        "rate": _figure(found.asking.response_rate),
        "not_asked": _figure(found.asking.share_not_asked),
        "bars": [_bar(question) for question in found.questions],
        "chosen": chosen,
        "chosen_text": question_text(chosen) if chosen else "",
        "remarks_on": chosen.share.remarks(_language()) if chosen and chosen.share else (),
        "picture": _picture(request.actor, found, chosen, asked) if chosen else None,
        "after": asked.after,
        "filters": _filters(found, asked),
        "by": asked.by,
        "may_review": request.actor.may(Right.REVIEW_REMARKS),
    }
    return render(request, "surveys/surveys.html", context)


@page(Right.REVIEW_REMARKS)
def review(request: DeskRequest) -> HttpResponseBase:
    """What residents wrote: keep it when it names nobody, strike it when it could."""
    return render(request, "surveys/remarks.html", {"remarks": remarks(request.actor)})


@page(Right.REVIEW_REMARKS, methods=POST)
def review_remark(request: DeskRequest, key: str, what: str) -> HttpResponseBase:
    """Keep or strike one remark."""
    act = REVIEWS.get(what)
    if act is None:
        raise Http404
    try:
        act(key=key, by=request.actor)
    except NoSuchRemark:
        warn(request, _("This remark is gone already."))
    else:
        say(request, _("The remark is kept.") if what == "keep" else _("The remark is struck out."))
    return redirect("staff:remarks")


def question_text(question: QuestionResult) -> str:
    """The question in the reader's language."""
    return question.text_fr if _language() == "fr" else question.text


def _asked(request: DeskRequest) -> Asked:
    by, months = request.GET.get("by", ""), request.GET.get("months", "")
    after = request.GET.get("after", "")
    return Asked(
        by if by in WAYS else WAYS[0],
        int(months) if months in {str(span) for span in SPANS} else 12,
        request.GET.get("question", "")[:30],
        after if after in AFTER else "call",
    )


def _span(months: int) -> tuple[dt.date, dt.date]:
    today = timezone.localtime(clock.now()).date()
    first = today.year * 12 + today.month - 1 - (months - 1)
    return dt.date(first // 12, first % 12 + 1, 1), today.replace(day=1)


def _chosen(found: Results, code: str) -> QuestionResult | None:
    named = next((one for one in found.questions if one.code == code), None)
    usual = next((one for one in found.questions if one.code == "overall"), None)
    return named or usual or (found.questions[0] if found.questions else None)


def _figure(share: Estimate | None) -> dict[str, object] | None:
    if share is None:
        return None
    said, low, high = share.percents(_language())
    return {
        "value": said,
        "interval": _("Most likely between %(low)s and %(high)s.") % {"low": low, "high": high},
        "low": share.lower * 100,
        "high": share.upper * 100,
        "at": share.estimate * 100,
    }


def _bar(question: QuestionResult) -> dict[str, object]:
    bar: dict[str, object] = {"label": question_text(question)}
    if question.share is None:
        return bar | {"text": _("too few answers")}
    said, low, high = question.share.percents(_language())
    words = _("%(share)s (%(low)s to %(high)s)") % {"share": said, "low": low, "high": high}
    return bar | {
        "text": words,
        "at": round(question.share.estimate * 100, 1),
        "low": round(question.share.lower * 100, 1),
        "high": round(question.share.upper * 100, 1),
    }


def _picture(viewer: Actor, found: Results, chosen: QuestionResult, asked: Asked) -> Shown | None:
    rows = [(one, _of(one, chosen.code)) for one in found.groups]
    rows = [(one, question) for one, question in rows if question is not None]
    if not any(question and question.share for _one, question in rows):
        return None
    draw = _trend if asked.by == "month" else _intervals
    picture = draw(viewer, rows, chosen, asked)
    table = picture.table
    return Shown(mark_safe(picture.svg), picture.description, table.headers, table.rows)  # noqa: S308  drawn by us, every word escaped


Rows = Sequence[tuple[GroupResult, QuestionResult | None]]


def _intervals(viewer: Actor, rows: Rows, chosen: QuestionResult, asked: Asked) -> Picture:
    names = _names(viewer, asked)
    groups = _("Type of call") if asked.after == "call" else _("Kind of report")
    return draw_interval_chart(
        IntervalChart(
            title=question_text(chosen),
            rows=tuple(
                IntervalRow(names.get(one.value, one.value), *_values(question), _n(question))
                for one, question in rows
            ),
            row_name=_("Area") if asked.by == "area" else groups,
            reference=chosen.share.estimate if chosen.share else None,
            reference_label=_("Whole town"),
            language=_language(),
        )
    )


def _trend(_viewer: Actor, rows: Rows, chosen: QuestionResult, _asked: Asked) -> Picture:
    moments = []
    for one, question in rows:
        month = dt.date.fromisoformat(one.value)
        label, short = date_format(month, "YEAR_MONTH_FORMAT"), date_format(month, "M")
        moments.append(Moment(label, *_values(question), short=short))
    return draw_trend(
        Trend(
            title=question_text(chosen),
            moments=tuple(moments),
            unit="percent",
            language=_language(),
        )
    )


def _values(question: QuestionResult | None) -> tuple[float | None, float | None, float | None]:
    if question is None or question.share is None:
        return None, None, None
    return question.share.estimate, question.share.lower, question.share.upper


def _n(question: QuestionResult | None) -> int | None:
    return question.n if question else None


def _of(group: GroupResult, code: str) -> QuestionResult | None:
    return next((one for one in group.questions if one.code == code), None)


def _names(viewer: Actor, asked: Asked) -> dict[str, str]:
    unkept = {"": _("Not kept, too few alike")}
    if asked.by == "area":
        return unkept | {one.code: one.label for one in areas(viewer)}
    if asked.after == "report":
        french = _language() == "fr"
        return unkept | {
            one.code[:LONGEST_GROUP]: one.name_fr if french else one.name for one in kinds()
        }
    return unkept | {code: str(words) for code, words in GROUPS.items()}


def _filters(found: Results, asked: Asked) -> list[dict[str, object]]:
    spans = {3: _("3 months"), 6: _("6 months"), 12: _("12 months"), 24: _("2 years")}
    groups = _("Types of call") if asked.after == "call" else _("Kinds of report")
    ways = {"area": _("Areas"), "group": groups, "month": _("Months")}
    after = {"call": _("After a call"), "report": _("After a report")}
    chosen = _chosen(found, asked.question)
    return [
        {
            "name": "after",
            "label": _("Asked"),
            "choices": [(code, text, code == asked.after) for code, text in after.items()],
        },
        {
            "name": "question",
            "label": _("Question"),
            "choices": [(one.code, question_text(one), one is chosen) for one in found.questions],
        },
        {
            "name": "months",
            "label": _("The last"),
            "choices": [(str(n), text, n == asked.months) for n, text in spans.items()],
        },
        {
            "name": "by",
            "label": _("Side by side"),
            "choices": [(by, label, by == asked.by) for by, label in ways.items()],
        },
    ]


def _language() -> str:
    return "fr" if (get_language() or "").startswith("fr") else "en"
