"""Telephone numbers."""

import pytest

from commonbeat.domains.contact.models import Reach
from commonbeat.domains.contact.numbers import (
    NotANumber,
    e164,
    line_reach,
    masked_address,
    masked_number,
)


@pytest.mark.parametrize(
    "text", ["514 555-0101", "(514) 555-0101", "+1 514-555-0101", "1-514-555-0101"]
)
def test_a_number_as_people_write_it_becomes_e164(text):
    assert e164(text, "CA") == "+15145550101"


@pytest.mark.parametrize(
    "text", ["", "911", "55500", "abc", "+1000", "+10005550101", "12345678901234567"]
)
def test_what_cannot_be_dialled_is_refused_without_repeating_it(text):
    with pytest.raises(NotANumber) as refused:
        e164(text, "CA")
    assert not text or text not in str(refused.value)


def test_north_american_lines_are_unknown_and_others_are_told_apart():
    assert line_reach("+15145550101") is Reach.UNKNOWN
    assert line_reach("+18005550101") is Reach.LANDLINE
    assert line_reach("+33612345678") is Reach.MOBILE


def test_a_masked_number_shows_its_country_and_two_digits():
    assert masked_number("+15145550101") == "+1 ••• ••• ••01"
    assert masked_address("ana@example.org") == "a•••@•••.org"
