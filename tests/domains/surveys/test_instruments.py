"""The shipped questionnaire: its parts, its wording, and that each text is one text."""

import pytest

from commonbeat.core.errors import NotPermitted
from commonbeat.domains.contact.segments import segments
from commonbeat.domains.surveys.actions import instruments
from commonbeat.domains.surveys.instruments import AFTER_A_REPORT, DEFAULT, REPORT, SHIPPED
from commonbeat.domains.surveys.models import Instrument, Question, Scale
from commonbeat.domains.surveys.wording import opening_text, question_text, texts_in


def test_it_asks_for_every_part_of_fair_treatment_and_four_questions_by_text():
    codes = {wording.code for wording in DEFAULT}
    assert codes == {"voice", "respect", "explanation", "trust", "overall", "again", "words"}
    assert sum(wording.by_text for wording in DEFAULT) == 4
    assert not any(w.by_text for w in DEFAULT if w.scale == Scale.TEXT)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_question_fits_one_plain_text(language):
    asked = [w for shipped in SHIPPED.values() for w in shipped if w.scale != Scale.TEXT]
    for place, wording in enumerate(asked, start=1):
        question = Question(scale=wording.scale, text=wording.text, text_fr=wording.text_fr)
        text = question_text(question, language, place, 6)
        measured = segments(text)
        assert (measured.encoding, measured.n_segments) == ("GSM-7", 1), (text, measured)
        again = segments(f"{texts_in(language).again} {text}")
        assert (again.encoding, again.n_segments) == ("GSM-7", 1), again


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_text_with_its_question_takes_two_parts_and_the_last_ones_one(language):
    for code, asked in SHIPPED.items():
        question = Question(scale=asked[0].scale, text=asked[0].text, text_fr=asked[0].text_fr)
        opening = opening_text(language, "Riverbend Police", 4, questionnaire=code)
        first = segments(f"{opening}\n{question_text(question, language, 1, 4)}")
        assert (first.encoding, first.n_segments) == ("GSM-7", 2), first
        assert ("STOP" if language == "en" else "ARRET") in opening
    for text in (texts_in(language).thanks, texts_in(language).closed):
        assert (segments(text).encoding, segments(text).n_segments) == ("GSM-7", 1)


def test_after_a_report_fewer_questions_are_asked_and_each_speaks_of_the_report():
    assert [w.code for w in REPORT if w.by_text] == ["ease", "explanation", "overall"]
    assert len(REPORT) < len(DEFAULT)
    for language, word in (("en", "your report"), ("fr", "votre signalement")):
        assert word in opening_text(language, "Riverbend Police", 3, questionnaire=AFTER_A_REPORT)


def test_the_two_questionnaires_are_in_force_side_by_side(operator):
    instruments.install_default_instrument(code=AFTER_A_REPORT, by=operator)
    instruments.install_default_instrument(by=operator)
    in_force = Instrument.objects.filter(in_force=True).values_list("code", flat=True)
    assert sorted(in_force) == sorted(SHIPPED)


def test_installing_again_changes_nothing_and_other_words_are_a_new_version(operator):
    before = instruments.install_default_instrument(by=operator)
    assert not before.is_new
    Question.objects.filter(code="voice").update(text="Other words.")
    after = instruments.install_default_instrument(by=operator)
    assert (after.is_new, after.version) == (True, before.version + 1)
    assert Instrument.objects.filter(in_force=True).count() == 1
    assert Question.objects.filter(text="Other words.").exists()


def test_only_who_may_sets_questionnaires(eve, bell):
    for someone in (eve, bell):
        with pytest.raises(NotPermitted):
            instruments.install_default_instrument(by=someone)
