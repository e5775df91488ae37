"""Identifiers are struck out of free text before anybody reads it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.core.screening import REMOVED, Found, Trace, identifiers, screen


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Call me at 819-555-0123 please", ["819", "0123"]),
        ("mon numéro est le +1 (819) 555 0123", ["819", "0123"]),
        ("or 8195550123.", ["8195550123"]),
        ("write to ana.m+911@example.org", ["ana", "example"]),
        ("ana at home: ana (at) example.org", ["example"]),
        ("see https://example.org/me?id=4", ["example"]),
        ("on insta @ana_of_the_mill", ["ana_of"]),
        ("I live at J8X 2K4", ["J8X", "2K4"]),
        ("j8x2k4 is mine", ["j8x2k4"]),
        ("in 19401 since ever", ["19401"]),
        ("I live at 12 Old Mill Road, third floor", ["12", "Old", "Mill"]),
        ("at 4512b west 3rd avenue north", ["4512", "3rd"]),
        ("J'habite au 12, rue du Moulin", ["12", "Moulin"]),
        ("au 45 boul. des Laurentides", ["45", "Laurentides"]),
        ("on Old Mill Road it is loud", ["Old Mill"]),
        ("sur la rue Notre-Dame il fait noir", ["Notre"]),
        ("apartment 12B upstairs", ["12B"]),
        ("born on 12/03/1984", ["1984"]),
        ("né le 3 mars 1984 ici", ["mars", "1984"]),
        ("It was May 4, 1990", ["May", "1990"]),
        ("née en 1984", ["1984"]),
        ("the plate is ABC 1234", ["ABC", "1234"]),
        ("plaque A12 BCD", ["A12"]),
        ("Officer Bell was kind", ["Bell"]),
        ("l'agente Tremblay fut gentille", ["Tremblay"]),
        ("badge 4471 did it", ["4471"]),
        ("My name is ana", ["ana"]),
        ("je m'appelle Ana", ["Ana"]),
        ("Je m’appelle Ana Morel", ["Ana", "Morel"]),
        ("my neighbour Jo screams", ["Jo "]),
        ("ma voisine Ana crie", ["Ana"]),
        ("thanks to Ana Morel for all", ["Ana", "Morel"]),
        ("Jean-Luc Côté est venu", ["Jean", "Côté"]),
    ],
)
def test_what_could_name_somebody_is_struck_out(text, gone):
    left, n_struck_out = screen(text)
    assert n_struck_out >= 1
    assert REMOVED in left
    assert [part for part in gone if part in left] == []


@pytest.mark.parametrize(
    "text",
    [
        "They came in 12 minutes and were kind.",
        "On a attendu 45 minutes, mais ils ont bien expliqué.",
        "I give it 5 out of 5. Nothing to add.",
        "The officer listened to me and told me what comes next.",
        "Merci beaucoup pour votre aide. La prochaine fois, rappelez plus vite.",
        "I called twice. Nobody told me why it took 2 hours.",
        "The police were polite. I felt safe.",
    ],
)
def test_plain_opinions_are_left_as_they_are(text):
    assert screen(text) == (text, 0)


@settings(deadline=None)
@given(st.text(max_size=1_000))
def test_any_text_is_screened_and_never_grows_out_of_its_column(text):
    left, n_struck_out = screen(text)
    assert n_struck_out >= left.count(REMOVED) - text.count(REMOVED)
    assert len(left) <= 9_000


def test_a_long_text_is_screened_quickly():
    for nasty in ("A " * 500, "12 " * 333, "rue " * 250, "a@" * 500, "1-" * 500, "Aa-" * 333):
        screen(nasty)


def test_what_was_found_is_told_by_its_kind():
    found = identifiers("Ring 819-555-0123 or see 12 Old Mill Road, J8X 2K4, on 3 March 2026")
    assert [one.trace for one in found] == [
        Trace.PHONE,
        Trace.POSTAL_CODE,
        Trace.DATE,
        Trace.ADDRESS,
    ]
    assert Found(Trace.PHONE, "819-555-0123") in found


def test_each_part_of_a_given_name_is_found_whatever_its_case_and_accents():
    found = identifiers("the beaulieu boy stayed with HELENE", names=["Hélène Beaulieu"])
    assert found == (Found(Trace.NAME, "beaulieu"), Found(Trace.NAME, "HELENE"))
    assert identifiers("the boy stayed with an aunt", names=["Al Oy"]) == ()


def test_a_plain_sentence_holds_nothing():
    assert identifiers("Two of three families found no bed for the night.") == ()
