"""The pages of the staff portal."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonbeat.domains.agencies.access import Right
from commonbeat.portals.staff import front
from commonbeat.portals.staff.agencies import account, officers, people, sign_in
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
    path("people/<slug:key>/", people.person, name="person"),
    path("people/<slug:key>/password/", people.give_password, name="give_password"),
    path(
        "people/<slug:key>/second-factor/",
        people.remove_second_factor,
        name="remove_second_factor",
    ),
    path("people/<slug:key>/end/", people.end_service, name="end_service"),
    path("officers/", officers.officers, name="officers"),
    path("officers/post/", officers.post_officer, name="post_officer"),
    path("officers/<slug:key>/end/", officers.end_posting, name="end_posting"),
    path("gallery/", page(Right.KEEP_OWN_ACCOUNT)(gallery), name="gallery"),
]
