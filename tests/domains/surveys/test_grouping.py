"""The rule of release: whatever is stored together is shared by five, whoever answers."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from commonbeat.domains.surveys.grouping import LEAST, Traits, settle

PEOPLE = st.lists(
    st.builds(
        Traits,
        st.sampled_from(["", "mill", "park", "port"]),
        st.sampled_from(["", "noise", "theft"]),
        st.sampled_from(["", "en", "fr", "es"]),
    ),
    max_size=60,
)


def covers(told, given):
    """Told is what was given, but for blanks."""
    return all(t in ("", g) for t, g in zip(told, given, strict=True))


@given(PEOPLE, st.booleans())
def test_every_combination_that_is_released_is_shared_by_at_least_five(rows, may_blank):
    told = [t for t in settle(rows, may_blank=may_blank) if t is not None]
    assert all(n >= LEAST for n in Counter(told).values())


@given(PEOPLE, st.booleans())
def test_nothing_is_told_of_anybody_that_is_not_so(rows, may_blank):
    told = settle(rows, may_blank=may_blank)
    assert len(told) == len(rows)
    assert all(covers(t, row) for t, row in zip(told, rows, strict=True) if t is not None)


@given(PEOPLE)
def test_fewer_than_five_ever_wait_when_blanks_are_allowed(rows):
    assert settle(rows, may_blank=True).count(None) < LEAST


@given(PEOPLE)
def test_without_blanks_only_whole_traits_are_told(rows):
    told = settle(rows, may_blank=False)
    assert all(t in (None, row) for t, row in zip(told, rows, strict=True))


@given(PEOPLE)
def test_whoever_knows_all_who_answered_faces_five_for_every_row(rows):
    """The attacker knows everybody's traits and the rule, and looks for the one row of one
    person: every released row could be that of at least five people, and every person released
    could have any of at least five rows."""
    told = settle(rows, may_blank=True)
    shown = [t for t in told if t is not None]
    for row, t in zip(rows, told, strict=True):
        if t is not None:
            assert sum(covers(t, other) for other in rows) >= LEAST
            assert sum(covers(other, row) for other in shown) >= LEAST


def test_language_goes_first_then_the_type_of_call_then_the_area():
    whole = [Traits("mill", "noise", "en")] * 5
    odd_language = [Traits("mill", "noise", "fr")] + [Traits("mill", "noise", "es")] * 4
    odd_group = [Traits("park", f"g{n}", "en") for n in range(5)]
    odd_area = [Traits(f"a{n}", "noise", "en") for n in range(5)]
    told = settle([*whole, *odd_language, *odd_group, *odd_area], may_blank=True)
    assert told == [
        *whole,
        *[Traits("mill", "noise", "")] * 5,
        *[Traits("park", "", "")] * 5,
        *[Traits("", "", "")] * 5,
    ]


def test_four_alone_wait():
    assert settle([Traits("mill", "noise", "en")] * 4, may_blank=True) == [None] * 4
