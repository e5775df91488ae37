"""Initiatives: what is behind the single cases, and who was asked to change it.

Here is the Centre of Responsibility: a systemic issue is found, shown by evidence, turned into
an opportunity and into recommendations that somebody answers. The level of need by place, and
problems worked through step by step, will live here too.

Nouns: systemic issue, evidence (a figure frozen as it was shown, an indicator, a document),
opportunity, recommendation (addressee, owner, due day, state, reply), progress, indicator with
its readings, review.
Verbs: raise_issue, change_issue, publish_issue, close_issue, plan_review, hold_review;
add_evidence, add_opportunity; recommend, hand_over, move_due_day, record_reply, note_progress,
record_implemented, supersede; define_indicator, record_reading.

Rights: analysts and coordinators raise issues, add evidence and recommend; coordinators and
leaders record replies; only a leader publishes an issue or closes it. Everything about an issue
that is published is public, good or bad, with the age of the oldest recommendation still open.

It must never hold a row of data or a word that leads to a person: figures come in only after
the disclosure rule, and every text is searched for identifiers before it is kept.
"""
