"""The guards of contact in SQL: PostgreSQL itself refuses what they refuse."""

from commonbeat.core.wall.twins import Twin, held
from commonbeat.domains.contact.access import SEES_ALL

_OWN = held("contact.point:")


def _of_own_point(table: str) -> str:
    return (
        "EXISTS (SELECT FROM contact_contactpoint p "
        f"WHERE p.id = {table}.contact_point_id AND p.key = ANY ({_OWN}))"
    )


TWINS = (
    Twin("contact.ContactPoint", SEES_ALL, f"key = ANY ({_OWN})"),
    Twin("contact.Message", SEES_ALL, _of_own_point("contact_message")),
    Twin("contact.Inbound", SEES_ALL, _of_own_point("contact_inbound")),
)
