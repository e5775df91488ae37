"""The cards of initiatives. Nothing here is about a person; texts are searched before they stay."""

from commonbeat.core.privacy import Card, plain, public

_RECORD = "What was recommended to whom, and what became of it, is a public record"

CARDS = (
    Card(
        model="initiatives.SystemicIssue",
        purpose="Causes behind many cases",
        fields=public("title title_fr statement statement_fr affected origin state published_at")
        | plain("id key raised_at raised_by published_by closed_at closed_by"),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Evidence",
        purpose="What shows an issue: figures as they were shown, never rows",
        fields=public("kind sentence sentence_fr source source_fr covers_from covers_until table")
        | plain("id key issue indicator added_at added_by"),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Opportunity",
        purpose="What could be done about an issue",
        fields=public("text text_fr") | plain("id key issue noted_at noted_by"),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Review",
        purpose="When an issue is looked at again",
        fields=public("due_on said said_fr")
        | plain("id issue planned_at planned_by held_at held_by"),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Recommendation",
        purpose="Who was asked to do what by when, and the answer",
        fields=public(
            "text text_fr addressee addressee_fr level due_on state reply reply_fr replied_on"
        )
        | plain(
            "id key issue opportunity owner reply_recorded_at reply_recorded_by superseded_by "
            "made_at made_by settled_at settled_by"
        ),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Progress",
        purpose="What was done about a recommendation",
        fields=public("text text_fr") | plain("id recommendation noted_at noted_by"),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Indicator",
        purpose="Numbers of other sources that show an issue",
        fields=public("name name_fr source source_fr unit unit_fr comparison comparison_fr")
        | plain("id key defined_at defined_by"),
        why_kept=_RECORD,
    ),
    Card(
        model="initiatives.Reading",
        purpose="The values of an indicator, period by period",
        fields=public("covers_from covers_until value compared")
        | plain("id indicator read_at read_by"),
        why_kept=_RECORD,
    ),
)
