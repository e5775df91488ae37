"""The pages of the Hub. `table` is the key of the table where the reader sits."""

from __future__ import annotations

from django.urls import URLPattern, path

from commonbeat.portals.partners import front
from commonbeat.portals.partners.concerns import agency
from commonbeat.portals.partners.hub import (
    chairing,
    live,
    notes,
    overseeing,
    remarks,
    screening,
    sending,
    set_up,
    situation,
    visiting,
    wording,
)

AT = "t/<slug:table>/"
ONE = f"{AT}s/<slug:key>/"

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("", front.home, name="home"),
    # What residents bring to one's own agency.
    path("concerns/", agency.concerns, name="concerns"),
    path("concerns/photos/<slug:key>/", agency.photo, name="concern_photo"),
    path("concerns/<slug:key>/", agency.concern, name="concern"),
    path("concerns/<slug:key>/answer/", agency.answer, name="answer_concern"),
    path("concerns/<slug:key>/accept/", agency.accept, name="accept_concern"),
    path("concerns/<slug:key>/hand-back/", agency.hand_back, name="hand_back_concern"),
    # The meeting.
    path(AT, live.live, name="live"),
    path(f"{AT}part/", live.live_part, name="live_part"),
    path(f"{AT}attend/", live.attend, name="attend"),
    path(f"{AT}leave/", live.leave, name="leave"),
    path(f"{AT}gone/", live.note_gone, name="note_gone"),
    path(f"{AT}emergency/", live.call_emergency, name="call_emergency"),
    path(f"{AT}meetings/<slug:key>/open/", live.open_meeting, name="open_meeting"),
    path(f"{AT}meetings/<slug:key>/close/", live.close_meeting, name="close_meeting"),
    # One situation.
    path(ONE, situation.situation, name="situation"),
    path(f"{ONE}present/", live.present, name="present"),
    path(f"{ONE}agree/", live.say_agreed, name="say_agreed"),
    path(f"{ONE}decide/", live.decide, name="decide"),
    path(f"{ONE}in/", live.say_in, name="say_in"),
    path(f"{ONE}out/", live.say_out, name="say_out"),
    path(f"{ONE}lead/", live.begin_plan, name="begin_plan"),
    path(f"{ONE}lead/change/", live.change_lead, name="change_lead"),
    path(f"{ONE}end/", situation.end_before_plan, name="end_before_plan"),
    path(f"{ONE}card/", situation.fill_card, name="fill_card"),
    path(f"{ONE}remark/", remarks.remark, name="remark"),
    path(f"{ONE}withdraw/", situation.withdraw, name="withdraw"),
    path(f"{ONE}note/", notes.note, name="note"),
    path(f"{ONE}note/write/", notes.open_note, name="open_note"),
    path(f"{ONE}note/share/", notes.share_note, name="share_note"),
    path(f"{ONE}note/standing/", notes.note_standing, name="note_standing"),
    path(f"{ONE}visit/", visiting.plan_visit, name="plan_visit"),
    path(f"{ONE}visit/report/", visiting.report_visit, name="report_visit"),
    path(f"{ONE}conclude/", visiting.conclude, name="conclude"),
    path(f"{ONE}still/", visiting.still_elevated, name="still_elevated"),
    path(f"{ONE}later/<int:days>/", visiting.later_check, name="later_check"),
    # One's own agency.
    path(f"{AT}screenings/", screening.mine, name="screenings"),
    path(f"{AT}screenings/new/", screening.draft, name="draft"),
    path(f"{AT}screenings/<slug:key>/", screening.show, name="screening"),
    path(f"{AT}screenings/<slug:key>/change/", screening.change, name="change_screening"),
    path(f"{AT}screenings/<slug:key>/approve/", screening.approve, name="approve"),
    path(f"{AT}screenings/<slug:key>/drop/", screening.drop, name="drop"),
    path(f"{AT}screenings/<slug:key>/submit/", screening.submit, name="submit"),
    path(f"{AT}visits/", visiting.visits, name="visits"),
    # Those who chair, keep the record and watch over the table.
    path(f"{AT}record/", chairing.show_record, name="record"),
    path(f"{AT}record/month.csv", sending.month_rows, name="month_rows"),
    path(f"{AT}chair/", chairing.chair, name="chair"),
    path(f"{AT}chair/<slug:key>/<slug:way>/", chairing.move, name="move"),
    path(f"{AT}oversight/", overseeing.oversight, name="oversight"),
    # Setting up.
    path("set-up/", set_up.set_up, name="set_up"),
    path("set-up/tables/<slug:key>/", set_up.set_up_table, name="set_up_table"),
    path("set-up/tables/<slug:key>/rules/", set_up.set_rules, name="set_rules"),
    path("set-up/tables/<slug:key>/seats/<slug:seat>/end/", set_up.end_seat, name="end_seat"),
    path("set-up/words/<slug:kind>/", wording.words, name="words"),
    path("set-up/words/<slug:kind>/<slug:code>/end/", wording.end_word, name="end_word"),
]
