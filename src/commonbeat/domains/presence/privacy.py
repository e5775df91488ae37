"""The cards of presence."""

from commonbeat.core.privacy import Card, Keep, plain

CARDS = (
    Card(
        model="presence.FollowUp",
        purpose="A promise to call somebody back, and whether it was kept",
        fields=plain(
            "id key contact_point about area owner reason state promised_at promised_by due_at "
            "reminded_at reminded_by first_tried_at first_tried_by n_tries settled_at settled_by"
        ),
        keep=Keep(days=730, since="promised_at"),
        person="contact_point",
    ),
)
