"""Which addresses are pages for people, and why the others are not."""

from __future__ import annotations

from tests.laws.matrix import Page as Address
from tests.laws.matrix import pages

ONLY_POSTS = "a button posts to it, and it sends the reader on to a page"
FOR_MACHINES = "no page: for machines"
NO_PAGES = {
    "public:health": FOR_MACHINES,
    "public:figures_csv": "a file",
    "public:figures_json": "a file",
    "public:complaints_csv": "a file",
    "public:complaints_of": "public:complaints, of an earlier year",
    "public:language": ONLY_POSTS,
    "residents:call_me": ONLY_POSTS,
    "residents:texts": ONLY_POSTS,
    "residents:survey_decline": ONLY_POSTS,
    "staff:sign_out": ONLY_POSTS,
    "staff:choose_language": ONLY_POSTS,
    "staff:give_password": ONLY_POSTS,
    "staff:remove_second_factor": ONLY_POSTS,
    "staff:promise": ONLY_POSTS,
    "staff:take_back": ONLY_POSTS,
    "staff:take_over": ONLY_POSTS,
    "staff:show_number": "the list of follow-ups again, with a number in it",
    "staff:record": ONLY_POSTS,
    "staff:review_remark": ONLY_POSTS,
    "staff:publish_issue": ONLY_POSTS,
    "staff:close_issue": ONLY_POSTS,
    "staff:implemented": ONLY_POSTS,
    "staff:freeze_figure": ONLY_POSTS,
    "staff:hub_month_csv": "a file",
    "staff:hub_month_pdf": "a file",
    "staff:preview_wording": "a part of the page where texts are worded",
    "staff:renew_feed": ONLY_POSTS,
    "staff:held": "the answer to a number: looked at on its own in test_every_page.py",
    "staff:erase": ONLY_POSTS,
    "residents:concern_not_fixed": ONLY_POSTS,
    "residents:concern_add": ONLY_POSTS,
    "staff:tip_file": "a picture",
    "staff:answer_tip": ONLY_POSTS,
    "staff:settle_tip": ONLY_POSTS,
    "staff:move_complaint": ONLY_POSTS,
    "staff:conclude_complaint": ONLY_POSTS,
    "staff:pass_on_thanks": ONLY_POSTS,
    "staff:change_concerns": ONLY_POSTS,
    "staff:undo_concerns": ONLY_POSTS,
    "staff:hide_concern_photo": ONLY_POSTS,
    "staff:settle": ONLY_POSTS,
    "staff:close_concern_route": ONLY_POSTS,
    "staff:change_concern_body": ONLY_POSTS,
    "staff:change_concern_question": ONLY_POSTS,
    "staff:answer_concern": ONLY_POSTS,
    "staff:publish_concern_words": ONLY_POSTS,
    "staff:change_concern": ONLY_POSTS,
    "staff:forward_concern": ONLY_POSTS,
    "staff:retire_concern_kind": ONLY_POSTS,
    "staff:close_concern_app": ONLY_POSTS,
    "staff:concern_photo": "a picture",
    "partners:concern_photo": "a picture",
    "partners:answer_concern": ONLY_POSTS,
    "partners:accept_concern": ONLY_POSTS,
    "partners:hand_back_concern": ONLY_POSTS,
    "partners:live_part": "a part of the live meeting",
    "partners:note_standing": "says only whether the note may still be shown",
    "partners:month_rows": "a file",
    "partners:attend": ONLY_POSTS,
    "partners:leave": ONLY_POSTS,
    "partners:note_gone": ONLY_POSTS,
    "partners:call_emergency": ONLY_POSTS,
    "partners:open_meeting": ONLY_POSTS,
    "partners:close_meeting": ONLY_POSTS,
    "partners:present": ONLY_POSTS,
    "partners:say_agreed": ONLY_POSTS,
    "partners:decide": ONLY_POSTS,
    "partners:say_in": ONLY_POSTS,
    "partners:say_out": ONLY_POSTS,
    "partners:begin_plan": ONLY_POSTS,
    "partners:change_lead": ONLY_POSTS,
    "partners:share_note": ONLY_POSTS,
    "partners:still_elevated": ONLY_POSTS,
    "partners:approve": ONLY_POSTS,
    "partners:drop": ONLY_POSTS,
    "partners:submit": ONLY_POSTS,
    "partners:move": ONLY_POSTS,
    "partners:end_seat": ONLY_POSTS,
    "partners:end_word": ONLY_POSTS,
}


def named(address: Address) -> str:
    """As Django's reverse takes it."""
    return f"{address.portal}:{address.name}"


def every_address() -> list[Address]:
    """Every address of the house that people might open."""
    return [one for one in pages() if one.portal != "machines"]


def every_page() -> list[Address]:
    """Every address that shows a page."""
    return [one for one in every_address() if named(one) not in NO_PAGES]
