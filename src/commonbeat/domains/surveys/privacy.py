"""The cards of surveys. Answers are nobody's: no path leads from them to a person."""

from commonbeat.core.privacy import Card, Keep, Then, personal, plain, public, sealed

CARDS = (
    Card(
        model="surveys.Instrument",
        purpose="Which questions are asked",
        fields=public("id code version in_force") | plain("made_at made_by"),
        why_kept="Answers are read by the version they were asked in",
    ),
    Card(
        model="surveys.Question",
        purpose="The questions",
        fields=public("id instrument position code scale text text_fr by_text"),
        why_kept="Answers are read by the version they were asked in",
    ),
    Card(
        model="surveys.Invitation",
        purpose="Who was asked, so that nobody is asked too often, and the response rate",
        fields=plain(
            "id key instrument contact_point area group month language state reason due_at "
            "expires_at"
        )
        | personal("about token_hash"),
        keep=Keep(days=30, since="expires_at", then=Then.BLANK),
        person="contact_point",
    ),
    Card(
        model="surveys.Conversation",
        purpose="Which question comes next",
        fields=plain("id invitation next_position was_asked_again key_ref heard_at")
        | sealed("answers"),
        keep=Keep(days=14, since="invitation__expires_at"),
        person="invitation__contact_point",
        key_ref="key_ref",
    ),
    Card(
        model="surveys.HeldAnswer",
        purpose="Answers that wait for others, so that order and time tell nothing",
        fields=plain("id instrument month key_ref") | sealed("content"),
        keep=Keep(days=400, since="month"),
        key_ref="key_ref",
    ),
    Card(
        model="surveys.Response",
        purpose="How residents were treated, by area, type of call and month",
        fields=plain("id instrument question month area_code group language value"),
        keep=Keep(days=1096, since="month"),
    ),
    Card(
        model="surveys.HeldRemark",
        purpose="Remarks that wait for others, so that order and time tell nothing",
        fields=plain("id month key_ref") | sealed("content"),
        keep=Keep(days=150, since="month"),
        key_ref="key_ref",
    ),
    Card(
        model="surveys.Remark",
        purpose="What residents said in their own words",
        fields=plain("id key month language n_struck_out state reviewed_at reviewed_by expires_at")
        | personal("text"),
        keep=Keep(days=0, since="expires_at"),
    ),
)
