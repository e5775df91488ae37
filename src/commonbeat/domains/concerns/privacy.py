"""The cards of concerns."""

from commonbeat.core.privacy import Card, Keep, Then, personal, plain, public, sealed

CARDS = (
    Card(
        model="concerns.ConcernKind",
        purpose="What residents may report",
        fields=public("code name name_fr description description_fr group group_fr keywords")
        | plain(
            "id answering is_public describes_people asks_after due_days agency position retired_at"
        ),
        why_kept="A concern points at its kind",
    ),
    Card(
        model="concerns.Question",
        purpose="What a kind asks",
        fields=public("code asks datatype is_required order words words_fr hint hint_fr choices")
        | plain("id kind closed_at"),
        why_kept="An answer points at its question",
    ),
    Card(
        model="concerns.ReplyTemplate",
        purpose="Words to start a reply from",
        fields=plain("id key kind words words_fr"),
        why_kept="The town's own words",
    ),
    Card(
        model="concerns.AppKey",
        purpose="Which apps may send us reports",
        fields=plain("id name key_hash may_update opened_at opened_by closed_at"),
        keep=Keep(days=365, since="closed_at"),
    ),
    Card(
        model="concerns.Concern",
        purpose="What a resident reported, and where it stands; the words and the exact place go",
        fields=public("number kind state blurred_longitude blurred_latitude public_words")
        | plain(
            "id key token_hash token_until version source app asked_as area contact_point language "
            "agency offered_to owner duplicate_of is_public received_at updated_at due_at "
            "closed_at n_not_fixed not_fixed_at words_expire_at"
        )
        | personal("description address longitude latitude"),
        keep=Keep(days=0, since="words_expire_at", then=Then.BLANK),
        person="contact_point",
    ),
    Card(
        model="concerns.ConcernAnswer",
        purpose="The answers to a kind's questions",
        fields=plain("id concern question") | personal("value"),
        why_kept="Goes with its concern; the clock clears it when the words of the concern go",
    ),
    Card(
        model="concerns.Photo",
        purpose="What a resident photographed, without metadata",
        fields=plain("id key concern width height is_public taken_in_at expires_at")
        | personal("picture"),
        keep=Keep(days=0, since="expires_at"),
    ),
    Card(
        model="concerns.Update",
        purpose="What the resident was told",
        fields=plain("id key concern state is_public from_outside at by") | personal("words"),
        keep=Keep(days=730, since="at", then=Then.BLANK),
    ),
    Card(
        model="concerns.HandOver",
        purpose="Which agency offered a concern to which, and whether it was accepted",
        fields=plain(
            "id key concern from_agency to_agency state reason offered_at offered_by settled_at "
            "settled_by"
        ),
        why_kept="Goes with its concern",
    ),
    Card(
        model="concerns.BulkChange",
        purpose="What a bulk action changed, so that it can be undone",
        fields=plain("id key verb before at by undone_at"),
        keep=Keep(days=7, since="at"),
    ),
    Card(
        model="concerns.OutsideServer",
        purpose="Other servers that concerns are forwarded to",
        fields=plain("id code name endpoint jurisdiction_id key_ref added_at added_by closed_at")
        | sealed("sealed_api_key"),
        why_kept="The town's own set-up",
        key_ref="key_ref",
    ),
    Card(
        model="concerns.Route",
        purpose="Which kind goes to which outside service",
        fields=plain("id kind server service_code sends_description"),
        why_kept="The town's own set-up",
    ),
    Card(
        model="concerns.Forwarding",
        purpose="Where a concern was forwarded, and how it stands there",
        fields=plain(
            "id concern server service_code state outside_number outside_token outside_status "
            "outside_version last_answer queued_at queued_by leased_until next_at n_tries"
        ),
        why_kept="Goes with its concern",
    ),
    Card(
        model="concerns.TextReport",
        purpose="A report by text that is not finished yet",
        fields=plain("id contact_point step kind_code started_at expires_at")
        | personal("where what answers"),
        keep=Keep(days=0, since="expires_at"),
        person="contact_point",
    ),
    Card(
        model="concerns.Tip",
        purpose="An anonymous tip, until it expires",
        fields=plain(
            "id key finder receipt_hash receipt_confirmed key_ref topic area language came_by "
            "state received_on expires_on"
        ),
        keep=Keep(days=0, since="expires_on"),
        key_ref="key_ref",
    ),
    Card(
        model="concerns.TipMessage",
        purpose="What was said in a tip's thread",
        fields=plain("id tip position is_ours said_on was_seen") | sealed("sealed"),
        why_kept="Goes with its tip",
        key_ref="tip__key_ref",
    ),
    Card(
        model="concerns.TipFile",
        purpose="A picture sent with a tip, without metadata",
        fields=plain("id tip key n_bytes") | sealed("sealed"),
        why_kept="Goes with its tip",
        key_ref="tip__key_ref",
    ),
    Card(
        model="concerns.TipAlias",
        purpose="How to answer a tip that came by text; purged",
        fields=plain("id tip index key_ref expires_on") | sealed("sealed_point"),
        keep=Keep(days=0, since="expires_on"),
        key_ref="key_ref",
    ),
    Card(
        model="concerns.OversightBody",
        purpose="Independent bodies that residents may turn to",
        fields=public("code name name_fr takes takes_fr web phone post")
        | plain("id position retired_at"),
        why_kept="Public information",
    ),
    Card(
        model="concerns.Commendation",
        purpose="A resident's thanks, for the officer and the leader",
        fields=plain(
            "id key token_hash officer area may_be_told language received_at passed_on_at "
            "passed_on_by seen_at expires_at"
        )
        | personal("about words"),
        keep=Keep(days=0, since="expires_at"),
    ),
    Card(
        model="concerns.Complaint",
        purpose="A complaint about the service and its stages",
        fields=public("category stage outcome")
        | plain(
            "id key number token_hash area key_ref contact_point language knows_independent_route "
            "version owner due_at received_at ended_at expires_at"
        )
        | personal("outcome_words")
        | sealed("sealed_words"),
        keep=Keep(days=0, since="expires_at", then=Then.BLANK),
        person="contact_point",
        key_ref="key_ref",
    ),
    Card(
        model="concerns.ComplaintStage",
        purpose="How long each stage of a complaint took",
        fields=plain("id complaint stage began_at began_by due_at ended_at"),
        why_kept="Goes with its complaint",
    ),
)
