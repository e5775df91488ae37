"""The cards of contact. A number lives as long as its `keep_until`; STOP outlives it, blind."""

from commonbeat.core.privacy import Card, Keep, Then, personal, plain, sealed

CARDS = (
    Card(
        model="contact.ContactPoint",
        purpose="To tell a caller what happens with their call",
        fields=plain("id key kind key_ref language reach known_at keep_until last_surveyed_at")
        | personal("index")
        | sealed("address"),
        keep=Keep(days=0, since="keep_until", then=Then.BLANK),
        person="id",
        key_ref="key_ref",
    ),
    Card(
        model="contact.StoppedNumber",
        purpose="So that STOP holds even after the number is forgotten",
        fields=personal("index") | plain("stopped_at stopped_by"),
        why_kept="A keyed one-way index; without it a forgotten number would be texted again",
    ),
    Card(
        model="contact.Consent",
        purpose="What the person agreed to, and when",
        fields=plain("id contact_point change source changed_at changed_by"),
        keep=Keep(days=730, since="changed_at"),
        person="contact_point",
    ),
    Card(
        model="contact.Message",
        purpose="What the person was told, and whether it arrived",
        fields=plain(
            "id key contact_point purpose topic about language n_segments state reason "
            "queued_at queued_by not_before expires_at claimed_by leased_until attempted_at "
            "n_attempts gateway gateway_ref handed_at settled_at"
        )
        | sealed("body"),
        keep=Keep(days=400, since="queued_at"),
        person="contact_point",
        key_ref="contact_point__key_ref",
    ),
    Card(
        model="contact.Receipt",
        purpose="Whether a message arrived",
        fields=plain("id message report received_at"),
        keep=Keep(days=400, since="received_at"),
        person="message__contact_point",
    ),
    Card(
        model="contact.Inbound",
        purpose="What the person texted to us",
        fields=plain("id key gateway gateway_ref contact_point received_at understood_as")
        | sealed("body"),
        keep=Keep(days=30, since="received_at"),
        person="contact_point",
        key_ref="contact_point__key_ref",
    ),
)
