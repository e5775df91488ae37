"""The rights of agencies."""

from enum import StrEnum


class Right(StrEnum):
    """What one may do with agencies, staff and postings."""

    ENGAGE_STAFF = "agencies.engage_staff"
    POST_OFFICERS = "agencies.post_officers"
    SEE_STAFF = "agencies.see_staff"
    KEEP_OWN_ACCOUNT = "agencies.keep_own_account"
