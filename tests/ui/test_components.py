"""What single components promise beyond their looks."""

from __future__ import annotations

from django import forms
from django.template.loader import render_to_string


class Question(forms.Form):
    name = forms.CharField(label="Name", help_text="As you like.")
    way = forms.ChoiceField(label="How", choices=[("t", "Text")], widget=forms.RadioSelect)
    more = forms.CharField(label="More", required=False)


def shown(component: str, **inputs: object) -> str:
    return render_to_string(f"ui/{component}.html", inputs)


def test_what_is_written_by_people_is_never_taken_for_html() -> None:
    hostile = "<script>alert(1)</script>"
    message = {"direction": "in", "text": hostile}
    assert "<script" not in shown("phone_bubbles", messages=[message])
    assert "<script" not in shown("notice", text=hostile, title=hostile)
    assert "<script" not in shown("table", caption="x", headers=["A"], rows=[[hostile]])
    assert "<script" not in shown("timeline", steps=[{"label": hostile, "note": hostile}])
    assert "<script" not in shown("facts", facts=[("A", hostile)])


def test_an_error_points_to_its_input_and_the_input_to_its_error() -> None:
    form = Question({})
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown("field", field=form["name"])
    assert 'id="id_name_error"' in shown("field", field=form["name"])
    summary = shown("error_summary", form=form)
    assert 'href="#id_name"' in summary
    assert 'href="#id_way_0"' in summary
    assert "autofocus" in summary


def test_a_form_without_errors_has_no_error_summary() -> None:
    assert shown("error_summary", form=Question()).strip() == ""


def test_only_questions_that_may_be_left_out_say_so() -> None:
    assert "(optional)" in shown("field", field=Question()["more"])
    assert "(optional)" not in shown("field", field=Question()["name"])


def test_only_urgent_notices_interrupt() -> None:
    roles = {kind: shown("notice", kind=kind, text="x") for kind in ("info", "error")}
    assert 'role="status"' in roles["info"]
    assert 'role="alert"' in roles["error"]


def test_the_present_step_is_marked_for_those_who_do_not_see_it() -> None:
    html = shown("timeline", steps=[{"label": "On the way", "state": "current"}])
    assert 'aria-current="step"' in html
    assert "Now:" in html


def test_each_cell_names_its_column_on_a_phone() -> None:
    html = shown("table", caption="Calls", headers=["Area", "Calls"], rows=[["Old Mill", 0]])
    assert 'data-label="Calls">0</td>' in html
    assert '<th scope="row" role="rowheader">Old Mill</th>' in html


def test_a_meter_says_by_shape_as_well_as_colour_when_it_worries() -> None:
    healthy = shown("meter", label="Queue", value=5, low=20, high=60, text="5")
    worrying = shown("meter", label="Queue", value=90, low=20, high=60, text="90")
    assert "icon-check" in healthy
    assert "icon-stop" in worrying
