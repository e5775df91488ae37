"""The pages of the staff portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonbeat.domains.agencies.access import Right
from commonbeat.portals.staff import contact, core, front, presence, surveys
from commonbeat.portals.staff.agencies import (
    account,
    agencies,
    agreements,
    officers,
    people,
    seats,
    sign_in,
)
from commonbeat.portals.staff.calls import feeds, listing, one_call, policies, wordings
from commonbeat.portals.staff.pages import page
from commonbeat.ui.gallery import gallery

app_name = "staff"
urlpatterns: list[URLPattern] = [
    path("", front.today, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("second-factor/", sign_in.show_second_factor, name="second_factor"),
    path("second-factor/set-up/", account.set_up_second_factor, name="set_up_second_factor"),
    path("account/", account.account, name="account"),
    path("account/language/", account.choose_language, name="choose_language"),
    path("account/password/", account.change_password, name="change_password"),
    path("people/", people.people, name="people"),
    path("people/engage/", people.engage, name="engage"),
    path("people/agencies/", agencies.agencies, name="agencies"),
    path("people/agencies/add/", agencies.found_agency, name="found_agency"),
    path("people/agencies/<slug:code>/", agencies.describe_agency, name="describe_agency"),
    path("people/<slug:key>/", people.person, name="person"),
    path("people/<slug:key>/password/", people.give_password, name="give_password"),
    path(
        "people/<slug:key>/second-factor/",
        people.remove_second_factor,
        name="remove_second_factor",
    ),
    path("people/<slug:key>/end/", people.end_service, name="end_service"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/record/", agreements.record_agreement, name="record_agreement"),
    path("agreements/promise/", agreements.record_undertaking, name="record_undertaking"),
    path("agreements/<slug:key>/end/", agreements.end_agreement, name="end_agreement"),
    path(
        "agreements/promise/<slug:key>/end/",
        agreements.end_undertaking,
        name="end_undertaking",
    ),
    path("agreements/seats/", seats.seats, name="seats"),
    path("agreements/seats/grant/", seats.grant_seat, name="grant_seat"),
    path("agreements/seats/<slug:key>/end/", seats.end_seat, name="end_seat"),
    path("agreements/seats/<slug:key>/readings/", seats.readings, name="readings"),
    path("officers/", officers.officers, name="officers"),
    path("officers/post/", officers.post_officer, name="post_officer"),
    path("officers/<slug:key>/end/", officers.end_posting, name="end_posting"),
    path("calls/", listing.calls, name="calls"),
    path("calls/<slug:key>/", one_call.call, name="call"),
    path("calls/<slug:key>/promise/<int:point_id>/", one_call.promise, name="promise"),
    path("follow-ups/", presence.follow_ups, name="follow_ups"),
    path("follow-ups/<slug:key>/take-back/", presence.take_back, name="take_back"),
    path("follow-ups/<slug:key>/number/", presence.show_number, name="show_number"),
    path("follow-ups/<slug:key>/take-over/", presence.take_over, name="take_over"),
    path("follow-ups/<slug:key>/<slug:what>/", presence.record, name="record"),
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/remarks/", surveys.review, name="remarks"),
    path("surveys/remarks/<slug:key>/<slug:what>/", surveys.review_remark, name="review_remark"),
    path("telling/", policies.policies, name="policies"),
    path("telling/words/", wordings.wordings, name="wordings"),
    path("telling/words/preview/", wordings.preview, name="preview_wording"),
    path("telling/words/<slug:milestone>/<slug:language>/", wordings.wording, name="wording"),
    path("telling/add/", policies.name_type, name="add_type"),
    # Dispatch names its types as it likes, with slashes too.
    path("telling/policy/<path:code>/change/", policies.set_policy, name="set_policy"),
    path("telling/policy/<path:code>/name/", policies.name_type, name="name_type"),
    path("telling/policy/<path:code>/", policies.policy, name="policy"),
    path("messages/", contact.messages, name="messages"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/open/", feeds.open_feed, name="open_feed"),
    path("feeds/<slug:code>/renew/", feeds.renew_feed, name="renew_feed"),
    path("feeds/<slug:code>/close/", feeds.close_feed, name="close_feed"),
    path("privacy/", core.privacy, name="privacy"),
    path("privacy/held/", core.held, name="held"),
    path("privacy/erase/", core.erase, name="erase"),
    path("ledger/", core.ledger, name="ledger"),
    path("gallery/", page(Right.WORK_AT_DESK)(gallery), name="gallery"),
]
