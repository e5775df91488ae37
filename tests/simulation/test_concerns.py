"""The invented town's residents bring things through the same doors as everybody."""

from __future__ import annotations

from django.test import Client

from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.queries import feedback, tips
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox
from commonbeat.roles import Role, actor
from commonbeat.simulation.concerns import invent_complaints, invent_concerns
from commonbeat.workflows.first_setup import set_up_defaults


def test_the_desk_finds_open_and_answered_reports_a_tip_a_complaint_and_thanks(noon):
    set_up_defaults()
    assert invent_concerns(n_reports=12) == 12
    cho = actor(Role.COORDINATOR, "cho")
    n_open = inbox(cho, Wanted())[1]
    n_over = inbox(cho, Wanted(state="over"))[1]
    assert n_open + n_over == 12
    assert n_open > 0
    assert len(tips.tips(cho)) == len(feedback.complaints(cho)) == len(feedback.thanks(cho)) == 1
    assert all("Needles" not in shown.words for shown in listing.shown(public.Search()))


def test_the_figures_of_complaints_have_years_to_show(noon):
    set_up_defaults()
    n = invent_complaints()
    cho = actor(Role.COORDINATOR, "cho")
    found = feedback.complaints(cho, ended=True)
    assert len(found) == n
    text = Client().get("/figures/complaints/").content.decode()
    assert "No figures yet" not in text
    for year in (noon.year - 1, noon.year - 2):
        assert str(year) in text
