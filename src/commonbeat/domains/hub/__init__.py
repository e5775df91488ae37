"""The Hub: agencies meet about a situation of acutely elevated risk, and the record names nobody.

Nouns: hub table (with its policy), seat, screening (filter 1, inside one agency), meeting,
situation (filters 2 to 4), accord (what one agency says at the threshold), involvement (an agency
in or out), visit, service mobilised, later check. Sealed apart: identity note, reader.
Verbs: draft_screening, approve_screening, submit_situation; open_meeting, attend, present,
say_agreed, decide_threshold, say_in, say_out, begin_plan, plan_visit, report_visit, conclude;
withdraw, record_later_check; in the gate: open_note, read_note, destroy_note.

The filters are walked in order and none can be skipped; a no ends it and leaves only number,
date, type, originating sector and reason. The threshold is what the table decides, never a
score. Everybody sees only their own table, what their agency is in, and nothing of another
agency's screening — not even that there is one.

It must never know who a situation is about: no name, birth date, address, employer, school or
free remark stands in these tables. `hub/sealed` holds the one short-lived identity note, and
only `hub/gate.py` opens it. Nothing here ranks an agency, a worker or a person.
"""
