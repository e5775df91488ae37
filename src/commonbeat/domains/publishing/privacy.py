"""The cards of publishing: all public, after the disclosure rule."""

from commonbeat.core.privacy import Card, plain, public

CARDS = (
    Card(
        model="publishing.Release",
        purpose="What the public may know",
        fields=public("id name version in_force figures digest released_at") | plain("released_by"),
        why_kept="The public record",
    ),
)
