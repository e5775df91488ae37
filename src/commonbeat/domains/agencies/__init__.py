"""Agencies: who serves the town, who signs in, what they signed, and how to reach officers.

Nouns: agency (of a sector), staff (a person who signs in, with one role), agreement (what an
agency signed), undertaking (one person's promise of confidentiality), service seat (a partner's
seat inside the service, for a term), personal key (opens under its owner's password alone),
posting (an officer's public contact in an area, for a time). Verbs: found_agency,
describe_agency, engage_staff, change_role, set_password, end_service, record_agreement,
end_agreement, record_undertaking, end_undertaking, grant_seat, end_seat, note_reading,
open_personal_key, post_officer, end_posting, sign_in, confirm_second_factor. Reads: the desk's
directory; public.py gives only what an officer agreed to publish.
It must never hold a score, a rank or a count about one member of staff.
"""
