"""One systemic issue from the Hub's own figures: the gap, an opportunity and a recommendation."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.domains.agencies.queries import staff_in_service
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.initiatives.actions import evidence, issues, recommendations
from commonbeat.domains.initiatives.actions.evidence import Figure
from commonbeat.domains.initiatives.actions.recommendations import Asked
from commonbeat.domains.initiatives.writing import Written
from commonbeat.roles import Role, actor
from commonbeat.workflows import hub_figures

ANALYST = actor(Role.ANALYST, "demonstration")
LEADER = actor(Role.LEADER, "demonstration")
TITLE = Written(
    "Withdrawal care is too far away", "Les soins de sevrage sont trop loin", has_checked=True
)
STATEMENT = Written(
    "People who want to stop drinking or using drugs find no place in town when they ask for one. "
    "By the time a bed is free elsewhere, many no longer come.",
    "Les gens qui veulent cesser de boire ou de consommer ne trouvent pas de place en ville quand "
    "ils en demandent une. Quand un lit se libère ailleurs, beaucoup ne viennent plus.",
    has_checked=True,
)
OPPORTUNITY = Written(
    "The hospital has rooms that stand empty at night.",
    "L’hôpital a des chambres vides la nuit.",
    has_checked=True,
)
ASKED = Written(
    "Open four beds for withdrawal care in town.",
    "Ouvrir quatre lits de sevrage en ville.",
    has_checked=True,
)
ADDRESSEE = Written("Health region", "Région sanitaire", has_checked=True)


def raise_from_figures(table_key: str, service: str) -> None:
    """Raise and publish the issue with the figure of last year, where the rule shows it.

    The recommendation was made two months ago and waits for an answer.
    """
    figure = _figure(table_key, service)
    owner = _owner()
    if figure is None or not owner:
        return
    issue = issues.raise_issue(
        title=TITLE,
        statement=STATEMENT,
        affected=["people who use substances", "families"],
        origin="hub",
        by=ANALYST,
    )
    evidence.freeze_figure(issue_key=issue.key, figure=figure, by=ANALYST)
    issues.publish_issue(key=issue.key, by=LEADER)
    found = evidence.add_opportunity(issue_key=issue.key, text=OPPORTUNITY, by=ANALYST)
    with clock.held_at(clock.now() - dt.timedelta(days=60)):
        asked = Asked(
            text=ASKED,
            addressee=ADDRESSEE,
            level="regional",
            owner_key=owner,
            due_on=today() + dt.timedelta(days=150),
            opportunity_key=found.key,
        )
        recommendations.recommend(issue_key=issue.key, asked=asked, by=LEADER)


def _figure(table_key: str, service: str) -> Figure | None:
    spans = hub_figures.period_choices(ANALYST, table_key)
    year = next((span for span in spans if span.period.length == 12), None)
    known = hub_figures.know(ANALYST, table_key, year) if year else None
    return hub_figures.frozen(hub_figures.gap_view(known), service) if known else None


def _owner() -> str:
    """The coordinator keeps after the answer."""
    serving = staff_in_service(ANALYST)
    return next((one.key for one in serving if one.role == Role.COORDINATOR), "")
