"""Reads of contact: hidden and absent look the same."""

from commonbeat.domains.contact.known import Point
from commonbeat.domains.contact.queries.messages import (
    Health,
    MessageView,
    Pulse,
    Said,
    any_due,
    conversation,
    gateway_of,
    inbound_of,
    lately_texted,
    message_states,
    messages_about,
    pulse,
    queue_health,
    texts_to_review,
)
from commonbeat.domains.contact.queries.points import (
    held_point,
    masked,
    number_of,
    point_of_number,
    points_by_id,
    points_by_key,
)

__all__ = [
    "Health",
    "MessageView",
    "Point",
    "Pulse",
    "Said",
    "any_due",
    "conversation",
    "gateway_of",
    "held_point",
    "inbound_of",
    "lately_texted",
    "masked",
    "message_states",
    "messages_about",
    "number_of",
    "point_of_number",
    "points_by_id",
    "points_by_key",
    "pulse",
    "queue_health",
    "texts_to_review",
]
