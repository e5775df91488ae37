"""Layouts stand with little or nothing given."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Engine, Template
from django.template.loader import render_to_string

TOWN = SimpleNamespace(
    name="Riverbend Police", emergency_number="112", non_emergency_number="+1 819-555-0100"
)
LAYOUTS = ["document", "resident", "staff", "plain", "demo"]


def test_the_engine_has_no_debug_help_that_hides_a_missing_value() -> None:
    assert Engine.get_default().string_if_invalid == ""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_stands_with_nothing_given(layout: str) -> None:
    page = render_to_string(f"ui/layouts/{layout}.html")
    assert '<html lang="en" dir="ltr">' in page
    assert 'href="#main"' in page
    assert page.count("<h1") <= 1


@pytest.mark.parametrize("layout", ["resident", "plain"])
def test_a_page_for_residents_always_says_whom_to_call_in_danger(layout: str) -> None:
    assert 'href="tel:911"' in render_to_string(f"ui/layouts/{layout}.html")
    with_town = render_to_string(f"ui/layouts/{layout}.html", {"town": TOWN})
    assert 'href="tel:112"' in with_town
    assert "Riverbend Police" in with_town


def test_the_language_can_be_changed_without_script() -> None:
    page = render_to_string("ui/layouts/resident.html", {"language_url": "/language/"})
    assert 'method="post"' in page
    assert 'value="fr" lang="fr">Français</button>' in page
    assert 'value="en"' not in page


def test_residents_get_no_script_and_one_style_sheet() -> None:
    page = render_to_string("ui/layouts/resident.html")
    assert "<script" not in page
    assert page.count('rel="stylesheet"') == 1


def test_the_desk_marks_the_present_page() -> None:
    today = {"label": "Today", "url": "/staff/", "current": ""}
    calls = {"label": "Calls", "url": "/staff/calls/", "current": "page"}
    page = render_to_string("ui/layouts/staff.html", {"navigation": {"bar": [today, calls]}})
    assert '<a href="/staff/calls/" aria-current="page">Calls</a>' in page
    assert page.count('aria-current="page"') == 1


def test_an_error_page_can_say_its_own_words() -> None:
    source = '{% extends "ui/layouts/plain.html" %}{% block heading %}Gone{% endblock %}'
    assert "<h1>Gone</h1>" in Template(source).render(Context())
