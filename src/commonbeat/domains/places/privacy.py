"""The cards of places: all public."""

from commonbeat.core.privacy import Card, plain, public

CARDS = (
    Card(
        model="places.Area",
        purpose="The areas that figures and officers belong to",
        fields=public("id code name name_fr boundary population")
        | plain("retired_at retired_by changed_at changed_by"),
        why_kept="The map of the town",
    ),
)
