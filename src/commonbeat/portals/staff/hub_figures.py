"""The Centre of Responsibility at the desk: the Hub's figures, as far as the rule shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives import queries
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.actions.evidence import freeze_figure
from commonbeat.domains.initiatives.errors import AlreadyClosed, NoSuchIssue
from commonbeat.portals.staff.hub_pictures import Shown, picture_of, picture_of_pairs
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say, warn
from commonbeat.workflows import hub_figures
from commonbeat.workflows.hub_figures import Known, PairView, Span, View

VIEWS: Mapping[str, str | Promise] = {
    "steps": _later("Along the way"),
    "category": _later("Categories"),
    "theme": _later("Themes"),
    "factor": _later("Single factors"),
    "pairs": _later("What comes together"),
    "gaps": _later("Services not there"),
    "times": _later("Time to visit"),
    "mix": _later("Who brings"),
}
MAKERS: Mapping[str, Callable[[Known], View | PairView | None]] = {
    "steps": hub_figures.step_view,
    "category": lambda known: hub_figures.factor_view(known, "category"),
    "theme": lambda known: hub_figures.factor_view(known, "theme"),
    "factor": lambda known: hub_figures.factor_view(known, "factor"),
    "pairs": lambda known: hub_figures.pair_view(known, "category"),
    "gaps": hub_figures.gap_view,
    "times": hub_figures.time_view,
    "mix": hub_figures.mix_view,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what does not exist becomes the first choice."""

    table: hub_figures.Table
    span: Span
    view: str
    spans: list[Span]


@page(hub_figures.SEE_FIGURES)
def figures(request: DeskRequest) -> HttpResponseBase:
    """One view of a table's figures; what stands out of them comes after it, by itself."""
    asked = _asked(request.actor, request.GET)
    if asked is None:
        return render(request, "hub_figures/none.html")
    known = _known(request.actor, asked)
    view = MAKERS[asked.view](known)
    context = {
        "asked": asked,
        "title": VIEWS[asked.view],
        "period": period_words(asked.span),
        "view": view,
        "picture": _picture(view),
        "base": "" if view is None or isinstance(view, PairView) else view.base(language()),
        "lines": _choices(view),
        "cautions": _cautions(view),
        "tabs": _tabs(asked),
        "filters": _filters(request.actor, asked),
        "issues": _open_issues(request.actor),
        "month_url": f"{reverse('staff:hub_month')}?{_query(asked)}",
        "stands_out_url": f"{reverse('staff:hub_stands_out')}?{_query(asked)}",
    }
    return render(request, "hub_figures/figures.html", context)


@page(hub_figures.SEE_FIGURES)
def stands_out(request: DeskRequest) -> HttpResponseBase:
    """What stands out of a period: a page of its own, and a part of the page of figures."""
    asked = _asked(request.actor, request.GET)
    if asked is None:
        return render(request, "hub_figures/none.html")
    context = {
        "period": period_words(asked.span),
        "suggestions": hub_figures.suggestions(request.actor, _known(request.actor, asked)),
        "language": language(),
        "issues": _open_issues(request.actor),
        "figures_url": f"{reverse('staff:hub_figures')}?{_query(asked)}",
    }
    return render(request, "hub_figures/stands_out.html", context)


@page(Right.RAISE_ISSUES, methods=POST)
def freeze(request: DeskRequest) -> HttpResponseBase:
    """Make a line of a view the evidence of an issue, as it reads now."""
    asked = found(_asked(request.actor, request.POST))
    known = _known(request.actor, asked)
    view = MAKERS[asked.view](known)
    line = request.POST.get("line", "")
    figure = found(hub_figures.frozen(view, line) if view else None)
    key = request.POST.get("issue", "")
    try:
        freeze_figure(issue_key=key, figure=figure, by=request.actor)
    except NoSuchIssue:
        raise Http404 from None
    except AlreadyClosed:
        warn(request, _("This issue is closed."))
    else:
        say(request, _("The figure is kept as evidence, as it reads today."))
    return redirect("staff:issue", key)


@page(hub_figures.SEE_FIGURES)
def month(request: DeskRequest) -> HttpResponseBase:
    """A table's month, or another closed period, on one page."""
    asked = _asked(request.actor, request.GET)
    if asked is None:
        return render(request, "hub_figures/none.html")
    known = _known(request.actor, asked)
    whole = hub_figures.month_page(known)
    context = {
        "asked": asked,
        "period": period_words(asked.span),
        "sections": [(_title(one), picture_of(one), one.n_hidden) for one in whole.views()],
        "filters": _filters(request.actor, asked)[:2],
        "query": _query(asked),
    }
    return render(request, "hub_figures/month.html", context)


@page(hub_figures.SEE_FIGURES)
def month_csv(request: DeskRequest) -> HttpResponseBase:
    """The period in the layout of the province's tracking database, counts only."""
    asked = _asked(request.actor, request.GET)
    if asked is None:
        return render(request, "hub_figures/none.html")
    body = hub_figures.as_csv(_known(request.actor, asked))
    return _file(body, asked, "csv", "text/csv; charset=utf-8")


@page(hub_figures.SEE_FIGURES)
def month_pdf(request: DeskRequest) -> HttpResponseBase:
    """The period on paper."""
    asked = _asked(request.actor, request.GET)
    if asked is None:
        return render(request, "hub_figures/none.html")
    body = hub_figures.as_pdf(hub_figures.month_page(_known(request.actor, asked)), language())
    return _file(body, asked, "pdf", "application/pdf")


def period_words(span: Span) -> str:
    """A period as people say it."""
    if span.period.length == 1:
        return date_format(span.first, "YEAR_MONTH_FORMAT")
    if span.period.length == 3:
        ends = {"first": _month(span.first), "last": date_format(span.last, "YEAR_MONTH_FORMAT")}
        return _("%(first)s to %(last)s") % ends
    if span.period.length == 12:
        return str(span.first.year)
    return _("%(first)s to %(last)s") % {"first": span.first.year, "last": span.last.year}


def language() -> str:
    """The reader's language, as evidence wants it."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


def _month(day: dt.date) -> str:
    return date_format(day, "F")


def _title(view: View) -> str:
    name = view.name.partition(":")[2] or view.name
    return str(VIEWS[name])


def _known(viewer: Actor, asked: Asked) -> Known:
    return found(hub_figures.know(viewer, asked.table.key, asked.span))


def _file(body: str | bytes, asked: Asked, ending: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    name = f"{asked.table.code}-{asked.span.name}.{ending}".lower()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(viewer: Actor, given: Mapping[str, str]) -> Asked | None:
    """The table, the closed period and the view; None while no month of any table is closed."""
    for table in _wanted_first(hub_figures.tables(viewer), given.get("table", "")):
        spans = hub_figures.period_choices(viewer, table.key)
        if spans:
            years = [span for span in spans if span.period.length >= 12]
            chosen = next((s for s in spans if s.name == given.get("period")), None)
            view = given.get("view", "")
            return Asked(
                table, chosen or (years or spans)[0], view if view in VIEWS else "steps", spans
            )
    return None


def _wanted_first(tables: list[hub_figures.Table], key: str) -> list[hub_figures.Table]:
    return sorted(tables, key=lambda table: table.key != key)


def _picture(view: View | PairView | None) -> Shown | None:
    if view is None:
        return None
    return picture_of_pairs(view) if isinstance(view, PairView) else picture_of(view)


def _choices(view: View | PairView | None) -> list[tuple[str, str]]:
    if view is None:
        return []
    if isinstance(view, PairView):
        return [(f"{o.pair.first}+{o.pair.second}", o.text(language())) for o in view.lines]
    return [(one.code, one.text(language())) for one in view.lines if one.estimate]


def _cautions(view: View | PairView | None) -> list[str]:
    if view is None:
        return []
    if isinstance(view, PairView):
        return [view.result.sentence(language())]
    told = {one.careful(language()) for one in view.lines if one.estimate}
    return sorted(told - {""})


def _query(asked: Asked, **other: str) -> str:
    given = {"table": asked.table.key, "period": asked.span.name, "view": asked.view}
    return urlencode(given | other)


def _tabs(asked: Asked) -> list[tuple[str, str, bool, None]]:
    url = reverse("staff:hub_figures")
    return [
        (str(label), f"{url}?{_query(asked, view=code)}", code == asked.view, None)
        for code, label in VIEWS.items()
    ]


def _filters(viewer: Actor, asked: Asked) -> list[dict[str, object]]:
    return [
        {
            "name": "table",
            "label": _("Table"),
            "choices": [
                (t.key, t.text(language()), t.key == asked.table.key)
                for t in hub_figures.tables(viewer)
            ],
        },
        {
            "name": "period",
            "label": _("Period"),
            "choices": [
                (span.name, period_words(span), span == asked.span)
                for span in sorted(asked.spans, key=lambda s: (-s.period.length, -s.period.first))
            ],
        },
        {
            "name": "view",
            "label": _("What to show"),
            "choices": [(code, str(v), code == asked.view) for code, v in VIEWS.items()],
        },
    ]


def _open_issues(viewer: Actor) -> list[tuple[str, str]]:
    if not viewer.may(Right.RAISE_ISSUES):
        return []
    return [(o.key, o.title) for o in queries.issues(viewer) if o.state in ("draft", "open")]
