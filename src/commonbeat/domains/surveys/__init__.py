"""Surveys: what we ask residents, what they said, and how sure we are.

Nouns: instrument (versioned questions), invitation (knows whom, never what), conversation (where
somebody stands in a survey by text), held answer, response (knows what, never whom), remark (free
text, screened and reviewed apart from all else).
Verbs: invite, send_invitation, take_answer, answer_on_page, decline, release_answers,
review_remark. A response cannot be joined to an invitation, a call or a number: it has a random
key, a month for a time, and is released in shuffled groups; area, call-type group and language
are kept only where the group is large enough.
It must never know a number's text, or an officer.
"""
