"""Calls: what dispatch told us, and what we told the caller.

Nouns: feed, event (as dispatch sent it, once), call (the events folded, whatever order they came
in), caller (a contact point that called), call type with its telling policy (versioned), wording
(versioned, per milestone and language), telling (what a caller was told, or why not), private link.
Verbs: take_from_dispatch, import_calls, set_policy, set_wording, note_tellings, issue_link,
close_links, open_feed, close_feed.
It must never know an address (only a point and its area), a name, an officer's identity, or
what anybody answered to a survey.
"""
