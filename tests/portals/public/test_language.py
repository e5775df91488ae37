"""Choosing a language, and the pages for what goes wrong."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation


def test_a_chosen_language_is_kept_and_leads_back(client):
    answer = client.post("/language/", {"language": "fr", "next": "/texts/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/texts/"
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("fr", True, "Lax")
    assert 'lang="fr"' in client.get("/texts/").content.decode()


def test_choosing_needs_no_token_and_gives_none():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/language/", {"language": "fr", "next": "/"}).status_code == 302
    assert b"csrfmiddlewaretoken" not in strict.get("/").content


@pytest.mark.parametrize(
    "way_back",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", "x"],
)
def test_nobody_is_led_elsewhere(client, way_back):
    answer = client.post("/language/", {"language": "fr", "next": way_back})
    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_not_kept(client):
    answer = client.post("/language/", {"language": "tlh", "next": "/"})
    assert answer.status_code == 302
    assert "language" not in answer.cookies


def test_a_language_is_only_chosen_by_a_form(client):
    assert client.get("/language/").status_code == 405


def test_a_missing_page_is_told_kindly(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_a_page_for_what_went_wrong_needs_nothing_else(name):
    for language in ("en", "fr"):
        with translation.override(language):
            assert "<h1>" in render_to_string(f"{name}.html")
