"""The cards of what is sealed at the Hub."""

from commonbeat.core.privacy import Card, Keep, personal, plain, sealed

CARDS = (
    Card(
        model="hub_sealed.IdentityNote",
        purpose="Who a situation is about, for the agencies that must know, for days",
        fields=plain(
            "id key situation_key table_key agency basis purpose key_ref opened_at opened_by "
            "expires_at"
        )
        | sealed("sealed"),
        keep=Keep(days=0, since="expires_at"),
        key_ref="key_ref",
    ),
    Card(
        model="hub_sealed.NoteReader",
        purpose="Who may read a note, and the half of its key that is wrapped for them",
        fields=plain("id note agency staff_key entitled_at lost_at") | sealed("wrapped"),
        why_kept="Goes with its note",
        key_ref="note__key_ref",
    ),
    Card(
        model="hub_sealed.RepeatToken",
        purpose="Whether somebody was discussed before: a keyed one-way token, yes or no",
        fields=plain("id table_key year expires_at") | personal("token"),
        keep=Keep(days=0, since="expires_at"),
    ),
    Card(
        model="hub_sealed.RepeatSecret",
        purpose="The secret of one table and year for those tokens",
        fields=plain("id table_key year key_ref expires_at") | sealed("sealed"),
        keep=Keep(days=0, since="expires_at"),
        key_ref="key_ref",
    ),
)
