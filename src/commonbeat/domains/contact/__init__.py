"""Contact: how people may be reached, what they agreed to, and the texts on their way.

Nouns: contact point (a telephone number or address, sealed under a key of its own), stopped
number (a blind index that outlives the number, so that STOP holds), message (the outbox),
receipt, inbound text. Verbs: know_number, stop, start, choose_language, queue_message,
cancel_messages, claim_messages, note_handed_over, record_receipt, record_inbound.
STOP is final at once, before anything queued. A time-out of a gateway means "unknown": such a
message is never sent again silently.
It must never know why somebody called. Both tables of people are guarded.
"""
