"""Which table somebody acts at, and for which agency."""

from __future__ import annotations

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub.access import agency_of, tables_of
from commonbeat.domains.hub.errors import NoSuchTable
from commonbeat.domains.hub.models import HubTable


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
