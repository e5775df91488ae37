"""An issue with its chain, made through the actions."""

from __future__ import annotations

import datetime as dt

from commonbeat.domains.initiatives.actions import evidence, issues, recommendations
from commonbeat.domains.initiatives.actions.evidence import Figure
from commonbeat.domains.initiatives.actions.recommendations import Asked
from commonbeat.domains.initiatives.models import Recommendation, SystemicIssue
from commonbeat.domains.initiatives.writing import Written
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import engage

ANALYST = actor(Role.ANALYST, "diaz")
COORDINATOR = actor(Role.COORDINATOR, "cho")
LEADER = actor(Role.LEADER, "leader")

TITLE = Written("No bed the same night", "Pas de lit le soir même")
STATEMENT = Written(
    "People who ask for withdrawal care wait for weeks, and are back before it starts.",
    "Les gens qui demandent un sevrage attendent des semaines, et reviennent avant le début.",
)
FIGURE = Figure(
    sentence="Withdrawal care: not there in 40 of 90 times it was sought.",
    sentence_fr="Sevrage : absent 40 fois sur les 90 où on l’a cherché.",
    source="Hub figures, after the disclosure rule",
    source_fr="Chiffres de la table, après la règle de diffusion",
    covers_from=dt.date(2025, 1, 1),
    covers_until=dt.date(2025, 12, 31),
    headers=("Service", "Not there"),
    rows=(("Withdrawal care", "40"),),
)
OPPORTUNITY = Written("Two beds kept free each night.", "Deux lits gardés libres chaque nuit.")
ASKED = Written("Keep two beds free each night.", "Garder deux lits libres chaque nuit.")
ADDRESSEE = Written("Riverton Health Unit", "Santé publique de Riverton")
REPLY = Written("One bed from spring on.", "Un lit à partir du printemps.")


def draft() -> SystemicIssue:
    """An issue that only the desk sees."""
    return issues.raise_issue(
        title=TITLE, statement=STATEMENT, affected=["everybody"], origin="hub", by=ANALYST
    )


def published() -> SystemicIssue:
    """An issue on the public log, with one piece of evidence."""
    issue = draft()
    evidence.freeze_figure(issue_key=issue.key, figure=FIGURE, by=ANALYST)
    return issues.publish_issue(key=issue.key, by=LEADER)


def owner() -> str:
    """Somebody in service."""
    return engage("owner", Role.COORDINATOR).key


def recommended(issue: SystemicIssue, due_on: dt.date, owner_key: str = "") -> Recommendation:
    """A recommendation of an issue."""
    asked = Asked(ASKED, ADDRESSEE, "local", owner_key or owner(), due_on)
    return recommendations.recommend(issue_key=issue.key, asked=asked, by=ANALYST)
