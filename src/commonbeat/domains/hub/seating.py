"""Which table somebody acts at, for which agency, and the rules in force there."""

from __future__ import annotations

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub.access import agency_of, tables_of
from commonbeat.domains.hub.errors import NoSuchTable
from commonbeat.domains.hub.models import HubTable, TablePolicy


def own_table(by: Actor) -> HubTable:
    """The table at which the doer acts; raises NoSuchTable."""
    table = HubTable.objects.filter(key__in=tables_of(by), ended_on=None).first()
    if table is None:
        raise NoSuchTable
    return table


def own_agency(by: Actor) -> Agency:
    """The agency for which the doer acts; raises NoSuchTable when for none."""
    agency = Agency.objects.filter(code=agency_of(by)).first()
    if agency is None:
        raise NoSuchTable
    return agency


def policy_of(table: HubTable) -> TablePolicy:
    """The rules in force at a table now; raises NoSuchTable when none are."""
    rows = table.policies.filter(in_force_from__lte=clock.now())
    policy = rows.order_by("-version").first()
    if policy is None:
        raise NoSuchTable
    return policy
