"""Presence: officers go back to people, and promises to do so are kept.

Nouns: follow-up (a promise to call somebody back, with an owner and a due time).
Verbs: promise_follow_up, take_over, record_try, record_done, record_not_wanted, remind.
Later: foot patrols and visits with a purpose. It must never count, rank or score an officer,
and never hold what was said.
"""
