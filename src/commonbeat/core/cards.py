"""The cards of core's own tables and of the few tables that libraries bring."""

from __future__ import annotations

from commonbeat.core.privacy import Card, Keep, personal, plain, sealed

CARDS = (
    Card(
        model="core.LedgerEntry",
        purpose="Who changed what and when, and what was refused",
        fields=plain("position at verb by right outcome subject codes previous_hash hash"),
        why_kept="The record of accountability; it holds no personal data",
    ),
    Card(
        model="core.Round",
        purpose="When scheduled work is due",
        fields=plain("name next_at leased_until last_finished_at n_failures"),
        why_kept="The worker's own state",
    ),
    Card(
        model="core.Heartbeat",
        purpose="Whether the worker, feeds and gateways are alive",
        fields=plain("name at n_failures last_failed_at"),
        why_kept="The worker's own state",
    ),
    Card(
        model="core.FloodSalt",
        purpose="To count floods from one place without knowing the place",
        fields=plain("ends_at") | personal("salt"),
        keep=Keep(days=0, since="ends_at"),
    ),
    Card(
        model="core.FloodCount",
        purpose="How many things came from one place in an hour, as a salted hash",
        fields=plain("index n ends_at"),
        keep=Keep(days=0, since="ends_at"),
    ),
    Card(
        model="keyring.SealedKey",
        purpose="The keys that seal records",
        fields=plain("ref made_on") | sealed("wrapped"),
        why_kept="Destroyed together with what it seals",
    ),
    Card(
        model="sessions.Session",
        purpose="Who is signed in",
        fields=plain("expire_date") | personal("session_key session_data"),
        keep=Keep(days=0, since="expire_date"),
    ),
    Card(
        model="axes.AccessAttempt",
        purpose="Lockout after failed sign-ins",
        fields=plain("id attempt_time failures_since_start")
        | personal("user_agent ip_address username http_accept path_info get_data post_data"),
        keep=Keep(days=30, since="attempt_time"),
    ),
)
