"""The cards of calls. A point on the map is an address, so it is personal and is blanked."""

from commonbeat.core.privacy import Card, Keep, Then, personal, plain, public

CARDS = (
    Card(
        model="calls.Feed",
        purpose="Which dispatch systems send events",
        fields=plain("id code name token_hash opened_at opened_by closed_at closed_by"),
        why_kept="The list of connections",
    ),
    Card(
        model="calls.Call",
        purpose="Where a call stands, and figures by area and month",
        fields=plain(
            "id key source external_id call_type priority area status received_at dispatched_at "
            "en_route_at arrived_at closed_at disposition officer_initiated was_sensitive "
            "merged_into n_reopened changed_at"
        )
        | personal("longitude latitude"),
        keep=Keep(days=400, since="received_at", then=Then.BLANK),
    ),
    Card(
        model="calls.Caller",
        purpose="Whom to tell what happens",
        fields=plain("id call contact_point called_at"),
        keep=Keep(days=0, since="contact_point__keep_until"),
        person="contact_point",
    ),
    Card(
        model="calls.DispatchEvent",
        purpose="What dispatch sent, so that a call can be folded again",
        fields=plain(
            "id key feed event_id call kind at call_type priority disposition merged_into "
            "officer_initiated contact_point received_at"
        )
        | personal("longitude latitude"),
        keep=Keep(days=400, since="received_at", then=Then.DELETE),
        person="contact_point",
    ),
    Card(
        model="calls.CallType",
        purpose="The types of call",
        fields=public("id code label label_fr group is_sensitive"),
        why_kept="The list of types",
    ),
    Card(
        model="calls.TellingPolicy",
        purpose="What callers of a type are told, with its history",
        fields=plain(
            "id call_type version in_force tells milestones delay_after quiet_from quiet_until "
            "surveys survey_after follows_up follow_up_within made_at made_by"
        ),
        why_kept="The history of policies is public accountability",
    ),
    Card(
        model="calls.Wording",
        purpose="The words of each text, with their history",
        fields=plain("id milestone language version in_force text made_at made_by"),
        why_kept="The history of wordings is the record of consent texts",
    ),
    Card(
        model="calls.Telling",
        purpose="What a caller was told, or why not",
        fields=plain("id call contact_point milestone told reason message_key decided_at"),
        keep=Keep(days=400, since="decided_at"),
        person="contact_point",
    ),
    Card(
        model="calls.PrivateLink",
        purpose="The caller's private page",
        fields=plain("id call contact_point issued_at expires_at closed_at closed_by token_hash"),
        keep=Keep(days=30, since="expires_at"),
        person="contact_point",
    ),
)
