"""The gallery shows every component, and none needs more than its own inputs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import translation

import commonbeat.ui
from commonbeat.ui.gallery import COMPONENTS, gallery, show
from commonbeat.ui.samples import SAMPLES

ROOM = Path(commonbeat.ui.__file__).parent
TEMPLATES = ROOM / "templates" / "ui"


def test_every_component_is_in_the_gallery() -> None:
    files = {path.stem for path in TEMPLATES.glob("*.html") if not path.name.startswith("_")}
    assert files == set(COMPONENTS)


def test_every_component_says_its_inputs_on_top() -> None:
    for name in COMPONENTS:
        head = (TEMPLATES / f"{name}.html").read_text()[:900]
        assert re.search(r"{% comment %}.*Inputs?: .*{% endcomment %}", head, re.DOTALL), name


def test_every_component_stands_in_the_reference() -> None:
    reference = Path(__file__).parents[2] / "docs" / "reference" / "components.md"
    named = set(re.findall(r"^\| `(\w+)` \|", reference.read_text(), re.MULTILINE))
    assert named == set(COMPONENTS)


@pytest.mark.parametrize("language", ["en", "fr", "xr"])
def test_the_gallery_can_be_shown_in_every_language(language: str) -> None:
    with translation.override(language):
        page = gallery(RequestFactory().get("/staff/gallery/")).content.decode()
    for name in COMPONENTS:
        assert f'<section class="stack" id="{name}">' in page
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "xr")


def test_no_component_brings_its_own_style_or_script() -> None:
    for name in COMPONENTS:
        for sample in SAMPLES[name]:
            html = show(name, sample).html
            assert not re.search(r"\sstyle=|<style|<script|\son\w+=", html), name


def test_drawings_keep_decimal_points_where_the_language_writes_commas() -> None:
    with translation.override("fr"):
        html = show("bars", SAMPLES["bars"][0]).html
    assert 'x1="49.5"' in html


def test_the_style_sheets_stay_small_for_an_old_phone() -> None:
    assert (ROOM / "static/ui/commonbeat.css").stat().st_size <= 25_000
    assert (ROOM / "static/ui/desk.css").stat().st_size <= 13_500
