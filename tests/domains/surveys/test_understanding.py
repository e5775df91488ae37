"""What a text means as an answer, in two languages and any spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.domains.surveys.understanding import Meaning, understand


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4), (" 4.", 4), ("four", 4), ("Quatre", 4), ("5 merci", 5), ("5 merci bien!!", 5),
        ("4/5", 4), ("4 out of 5", 4), ("2 sur 5", 2), ("\uff14", 4), ("\u0664", 4),
        ("4\ufe0f\u20e3", 4), ("I would say 4", 4), ("je dirais 4, merci", 4), ("four stars", 4),
        ("very satisfied", 5), ("Très satisfaite", 5), ("c'était très bien", 5), ("not at all", 1),
        ("PAS DU TOUT", 1), ("5 very satisfied", 5), ("neutre", 3), ("#3", 3), ("so-so", 3),
        ("I am very satisfied, thank you", 5), ("plutôt d'accord", 4), ("insatisfait.", 2),
    ],
)  # fmt: skip
def test_an_answer_is_understood_in_any_form(text, value):
    assert understand(text, "agree").value == value
    assert understand(text, "satisfied").value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", 1), ("Oui!", 1), ("oui merci", 1), ("Y", 1), ("bien sûr", 1), ("no", 0),
     ("NON", 0), ("nope", 0), ("never", 0)],
)  # fmt: skip
def test_yes_and_no_are_understood(text, value):
    assert understand(text, "yes_no").value == value


@pytest.mark.parametrize(
    "text", ["0", "6", "10", "100", "3-4", "4.5", "2 or 3", "5 5", "yes", "non"]
)
def test_what_is_meant_as_an_answer_but_not_offered_is_off_the_scale(text):
    assert understand(text, "agree").meaning is Meaning.OFF_SCALE


@pytest.mark.parametrize("text", ["4", "very satisfied", "0", "1"])
def test_a_number_is_off_the_scale_of_yes_and_no(text):
    assert understand(text, "yes_no").meaning is Meaning.OFF_SCALE


@pytest.mark.parametrize("text", ["skip", "Passer.", "NEXT", "je passe", "pass"])
def test_skip_is_understood_on_every_scale(text):
    for scale in ("agree", "satisfied", "yes_no"):
        assert understand(text, scale).meaning is Meaning.SKIP


@pytest.mark.parametrize(
    "text",
    [
        "4 people are fighting outside", "5 minutes late", "call me at 5", "STATUS", "hello",
        "1 800 555 0100", "5555555555", "", "...", "\N{THUMBS UP SIGN}", "he is back, 2 cars",
        "il y a 3 hommes devant chez moi", "one of them is hurt", "my neighbour again",
    ],
)  # fmt: skip
def test_a_text_about_something_else_is_never_an_answer(text):
    for scale in ("agree", "satisfied", "yes_no"):
        assert understand(text, scale).meaning is Meaning.NO_ANSWER


@given(st.text(max_size=200), st.sampled_from(["agree", "satisfied", "yes_no"]))
def test_any_text_at_all_means_something(text, scale):
    found = understand(text, scale)
    assert (found.value is not None) == (found.meaning is Meaning.VALUE)
    if found.value is not None:
        assert 0 <= found.value <= 5
