"""Surveys: what we ask residents, what they said, and how sure we are.

Nouns: instrument (versioned questions), invitation (knows whom, never what), conversation
(where somebody stands in a survey by text), held answer (sealed, waits for others), response
(one answer to one question: knows what, never whom), remark (free text, screened and reviewed
apart from all else).
Verbs: invite, withdraw_invitation, ask_due, take_text_answer, answer_on_page, decline_on_page,
time_out_conversations, release_answers, keep_remark, strike_remark, install_default_instrument.
A response cannot be joined to an invitation, a call or a number: see models/answers.py for how,
and for what remains.
It must never know a number's text, or an officer.
"""
