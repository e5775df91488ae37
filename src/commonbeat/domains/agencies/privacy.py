"""The cards of agencies. Staff data is personal; officers agreed to what a posting shows."""

from commonbeat.core.privacy import Card, Keep, personal, plain, public

CARDS = (
    Card(
        model="agencies.Agency",
        purpose="Who serves the town",
        fields=public("id code name name_fr is_police sector"),
        why_kept="The directory of agencies",
    ),
    Card(
        model="agencies.Staff",
        purpose="Who signs in, with which role",
        fields=plain(
            "id key role agency is_active engaged_at engaged_by ended_at ended_by language"
        )
        | personal("sign_in_name display_name password last_login"),
        why_kept="While in service; the name is replaced when service ends",
    ),
    Card(
        model="agencies.Posting",
        purpose="How residents reach the officer of their area",
        fields=plain("id key staff area substitute starts_on ends_on")
        | public("public_name public_phone public_email hours hours_fr languages"),
        keep=Keep(days=730, since="ends_on"),
    ),
    Card(
        model="agencies.Agreement",
        purpose="What an agency signed, and until when it holds",
        fields=plain(
            "id key agency kind signed_on valid_until recorded_at recorded_by ended_on ended_by"
        ),
        why_kept="The record of why an agency had access; it names no person",
    ),
    Card(
        model="agencies.Undertaking",
        purpose="Who promised confidentiality, and until when it holds",
        fields=plain(
            "id key staff signed_on valid_until recorded_at recorded_by ended_on ended_by"
        ),
        why_kept="The record of why a person had access; their name goes when service ends",
    ),
    Card(
        model="agencies.ServiceSeat",
        purpose="What a partner may see inside the service, and for which term",
        fields=plain(
            "id key staff agreement rights starts_on ends_on granted_at granted_by "
            "ended_at ended_by"
        ),
        why_kept="The record of what a partner could see; their name goes when service ends",
    ),
    Card(
        model="agencies.PersonalKey",
        purpose="The key that only its owner's password opens, for identity notes of the Hub",
        fields=plain("id staff public_key salt made_at") | personal("wrapped_private"),
        why_kept="While in service; deleted when service ends",
    ),
    Card(
        model="otp_totp.TOTPDevice",
        purpose="The second factor at sign-in",
        fields=plain(
            "id user name confirmed throttling_failure_timestamp throttling_failure_count "
            "step t0 digits tolerance drift last_t created_at last_used_at"
        )
        | personal("key"),
        why_kept="While in service; deleted when service ends",
    ),
)
