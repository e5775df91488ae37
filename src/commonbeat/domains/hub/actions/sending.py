"""Taking a month's discussions as lines for the province: refused unless everything allows it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.hub import cards
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions.tallies import SETTLED_AFTER
from commonbeat.domains.hub.errors import NoSuchTable
from commonbeat.domains.hub.layout import Name, Often, Service, month_file
from commonbeat.domains.hub.models import (
    Code,
    HubTable,
    ServiceMobilised,
    Situation,
    SituationCode,
)
from commonbeat.domains.hub.reading import Card, word
from commonbeat.domains.hub.seating import own_table, policy_of
from commonbeat.domains.hub.smallest import SMALLEST
from commonbeat.domains.hub.tallying import next_month


@dataclass(frozen=True, slots=True)
class MonthFile:
    """A file of lines; `subject` is how the ledger names whose it is."""

    subject: str
    name: str
    text: str


@action(Right.SEND_RECORD)
def take_month(*, month: dt.date, by: Actor) -> MonthFile:
    """The discussions of the doer's table that ended in a month, in the province's layout.

    `month` is its first day. Raises NoSuchTable unless the table's rules let rows go and the month
    is over for a week: what may not be taken looks like what is not there.
    """
    table = own_table(by)
    policy = policy_of(table)
    settled = timezone.localtime(clock.now() - SETTLED_AFTER).date()
    if not policy.sends_rows or month.day != 1 or settled < next_month(month):
        raise NoSuchTable
    zone = timezone.get_default_timezone()
    since, until = (dt.datetime.combine(day, dt.time(), zone) for day in (month, next_month(month)))
    rows = cards.seen(by).filter(
        table=table, is_open=False, concluded_at__gte=since, concluded_at__lt=until
    )
    over = cards.cards(by, list(rows))
    text = month_file(table.code, over, _services(over, by), _often(table, policy.sensitivity, by))
    note(table=table.key, month=f"{month:%Y-%m}", n_rows=len(over))
    return MonthFile(table.subject, f"{table.code}-{month:%Y-%m}-rows.csv".lower(), text)


def _services(over: list[Card], by: Actor) -> Mapping[str, list[Service]]:
    keys = [one.key for one in over]
    rows = ServiceMobilised.objects.seen_by(by).filter(situation__key__in=keys)
    found: dict[str, list[Service]] = {}
    for row in rows.select_related("service", "situation"):
        found.setdefault(row.situation.key, []).append((word(row.service), row.how))
    return found


def _often(table: HubTable, sensitivity: str, by: Actor) -> Often:
    chosen = SituationCode.objects.seen_by(by).filter(
        situation__table=table, situation__is_open=False
    )
    held = chosen.values_list("code__kind", "code__code").annotate(n=Count("pk"))
    groups = chosen.filter(code__kind="risk").values_list("code__kind", "code__group")
    people = Situation.objects.seen_by(by).filter(table=table, is_open=False, is_elevated=True)
    sought = ServiceMobilised.objects.seen_by(by).filter(situation__table=table)
    codes: dict[Name, int] = {(kind, code): n for kind, code, n in held}
    codes |= Counter(("service", code) for code in sought.values_list("service__code", flat=True))
    local = Code.objects.filter(is_local=True).values_list("kind", "code")
    return Often(
        codes=codes,
        groups={
            (kind, group): n
            for kind, group, n in groups.annotate(n=Count("situation", distinct=True))
        },
        people=Counter(
            (kind, age or "", sex or "")
            for kind, age, sex in people.values_list("kind__code", "age_band__code", "sex__code")
        ),
        least=SMALLEST[sensitivity],
        local=frozenset(local),
    )
