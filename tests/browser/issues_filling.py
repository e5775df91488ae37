"""Fills issues, and a year of a Hub table's figures. `tests.browser.issues_town` runs it.

It prints, as JSON, the keys that the tests hold.
"""

import datetime as dt
import json

import numpy as np
from django.contrib.auth import get_user_model

from commonbeat.core import clock
from commonbeat.domains.hub.actions.tables import found_table
from commonbeat.domains.hub.actions.tallies import tally_months
from commonbeat.domains.hub.models import HubTable
from commonbeat.domains.initiatives.actions import evidence, indicators, issues, recommendations
from commonbeat.domains.initiatives.writing import Written
from commonbeat.roles import Role, actor
from tests.domains.initiatives import made
from tests.workflows.hub_past import Past

OPERATOR = actor(Role.OPERATOR, "browser")
TODAY = clock.now().date()


def figures() -> None:
    """Two whole years and a bit of a table of its own."""
    first = dt.date(TODAY.year - 2, 1, 1)
    table = found_table(code="FIG", name="Lakeside table", name_fr="Table du lac", by=OPERATOR)
    HubTable.objects.filter(pk=table.pk).update(founded_on=first)
    table.refresh_from_db()
    Past(table, np.random.default_rng(5)).fill(first, 24, 40)
    while tally_months(table_key=table.key, by=actor(Role.CLOCK, "browser")):
        pass


def chain() -> dict[str, str]:
    """A published issue with everything that can hang on it, and a recommendation gone quiet."""
    owner = get_user_model().objects.filter(role="coordinator", ended_at=None).first().key
    with clock.held_at(clock.now() - dt.timedelta(days=90)):
        issue = made.published()
        evidence.add_opportunity(issue_key=issue.key, text=made.OPPORTUNITY, by=made.ANALYST)
        made.recommended(issue, TODAY - dt.timedelta(days=20), owner)
        one = made.recommended(issue, TODAY + dt.timedelta(days=60), owner)
        recommendations.record_reply(
            key=one.key, answer="partly", text=made.REPLY, replied_on=TODAY - dt.timedelta(days=90),
            by=made.COORDINATOR,
        )  # fmt: skip
    issues.plan_review(key=issue.key, due_on=TODAY + dt.timedelta(days=30), by=made.ANALYST)
    recommendations.note_progress(
        key=one.key, text=Written("A room was found.", "Un local a été trouvé."), by=made.ANALYST
    )
    beds = indicators.define_indicator(
        name=Written("Beds for withdrawal care", "Lits de sevrage"),
        source=Written("Ministry of Health", "Ministère de la Santé"),
        unit=Written("beds", "lits"),
        comparison=Written("the province", "la province"),
        by=made.ANALYST,
    )
    indicators.record_reading(
        indicator_key=beds.key, covers_from=dt.date(TODAY.year - 1, 1, 1),
        covers_until=dt.date(TODAY.year - 1, 12, 31), value=2.5, compared=4.0, by=made.ANALYST,
    )  # fmt: skip
    return {"issue": issue.key, "asked": one.key, "indicator": beds.key}


figures()
print(json.dumps(chain()))
