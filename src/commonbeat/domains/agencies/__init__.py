"""Agencies: who serves the town, who signs in, and how residents reach their area's officer.

Nouns: agency, staff (a person who signs in, with one role), posting (an officer's public
contact in an area, for a time). Verbs: found_agency, engage_staff, change_role, set_password,
end_service, post_officer, end_posting, sign_in, confirm_second_factor. Reads: the desk's
directory; public.py gives only what an officer agreed to publish.
It must never hold a score, a rank or a count about one member of staff.
"""
