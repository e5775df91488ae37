"""The Hub's figures for analysts: everything that leaves goes through the disclosure rule here.

Nothing is shown for a month, quarter, year or five years unless the rule allows it for that
period next to every other (evidence/periods.py). There is no view by small area, and none of a
single situation. The smallest count is 11, 15 or 20, by the sensitivity that the table chose.
"""

from commonbeat.workflows.hub_figures.factors import factor_view, factor_words
from commonbeat.workflows.hub_figures.freezing import frozen
from commonbeat.workflows.hub_figures.gaps import gap_view
from commonbeat.workflows.hub_figures.lines import Line, Table, View
from commonbeat.workflows.hub_figures.month import MonthPage, as_csv, month_page
from commonbeat.workflows.hub_figures.pairs import PairLine, PairView, pair_view
from commonbeat.workflows.hub_figures.paper import as_pdf
from commonbeat.workflows.hub_figures.reading import (
    SEE_FIGURES,
    Known,
    know,
    period_choices,
    tables,
)
from commonbeat.workflows.hub_figures.spans import Span, span_named
from commonbeat.workflows.hub_figures.standing_out import (
    Suggestion,
    before,
    stands_out,
    suggestions,
    unruled,
)
from commonbeat.workflows.hub_figures.steps import mix_view, step_view
from commonbeat.workflows.hub_figures.waits import time_view

__all__ = [
    "SEE_FIGURES",
    "Known",
    "Line",
    "MonthPage",
    "PairLine",
    "PairView",
    "Span",
    "Suggestion",
    "Table",
    "View",
    "as_csv",
    "as_pdf",
    "before",
    "factor_view",
    "factor_words",
    "frozen",
    "gap_view",
    "know",
    "mix_view",
    "month_page",
    "pair_view",
    "period_choices",
    "span_named",
    "stands_out",
    "step_view",
    "suggestions",
    "tables",
    "time_view",
    "unruled",
]
