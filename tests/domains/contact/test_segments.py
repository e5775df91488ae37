"""Parts of a text, counted against an independent library."""

import smsutil
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.domains.contact.segments import GSM, fits_gsm, segments

GSM_TEXTS = st.text(alphabet=sorted(GSM), min_size=1, max_size=700)
ANY_TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aé ç’€{🙂👮ê"),
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\x1b"),
    ),
    min_size=1,
    max_size=400,
)


@given(GSM_TEXTS)
def test_a_text_of_the_7_bit_alphabet_counts_as_an_independent_library_counts_it(text):
    counted = segments(text)
    theirs = smsutil.split(text)
    assert counted.encoding == "GSM-7"
    assert counted.forcing == ()
    assert counted.n_segments == len(theirs.parts)


@given(ANY_TEXTS)
def test_any_text_counts_as_an_independent_library_counts_it(text):
    theirs = smsutil.split(text)
    counted = segments(text)
    assert (counted.encoding == "GSM-7") == (theirs.encoding == "gsm0338") == fits_gsm(text)
    assert counted.n_segments == len(theirs.parts)


def test_one_text_holds_160_septets_or_70_units_and_several_hold_153_or_67_each():
    for text, n_segments in [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ç" * 70, 1),
        ("ç" * 71, 2),
        ("ç" * 134, 2),
        ("ç" * 135, 3),
        ("", 1),
    ]:
        assert segments(text).n_segments == n_segments


def test_an_escaped_letter_costs_two_and_is_not_cut_in_half():
    assert segments("€" * 80).n_segments == 1
    assert segments("€" * 81).n_units == 162
    # 152 septets are taken: the euro needs two and only one is left, so it moves on.
    assert segments("a" * 152 + "€" + "b" * 152).n_segments == 3


def test_an_emoji_costs_two_units_and_is_not_cut_in_half():
    assert segments("🙂" * 35).n_segments == 1
    # 67 is odd: 33 emoji a part.
    assert segments("🙂" * 66).n_segments == 2
    assert segments("🙂" * 67).n_segments == 3


def test_the_letters_that_force_the_costly_alphabet_are_named_once_in_order():
    assert segments("Reçu : l’arrêt, ça va").forcing == ("ç", "’", "ê")
    assert segments("Reçu").encoding == "UCS-2"
    assert segments("à é è ù ì ò ü ä ö æ Ç É Æ Ü").encoding == "GSM-7"
