"""What texted words ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.domains.contact.keywords import Keyword, understand, understood

STOPS = """STOP|stop.|Stop!!|  stop  |S T O P|ARRET|Arrêt|ARRÊT|arret.|STOPALL|Stop all|END|Quit
CANCEL|REVOKE|OPTOUT|Opt-out|opt out|REMOVE|UNSUBSCRIBE|TD|fin|Annuler|🛑|stop stop STOP
stop please|Please stop texting me|stop sending me these messages|don't text me anymore
no more texts|remove me from your list|Can you please stop messaging me, thanks
I want to opt out of these texts|I don't want any more texts|do not contact me|leave me alone
arrêtez de m'écrire|Arrête de m'envoyer des textos|ne m'écrivez plus|m'écrivez plus svp
n'envoyez plus de messages|je ne veux plus recevoir de messages|désabonnez-moi|stop svp"""

NOT_STOPS = """stop the noise on Oak St|stop my ex from texting me|he won't stop texting me
arrêtez mon ex de m'envoyer des messages|take me to the hospital|enlevez la voiture
envoyez-moi plus de police|je veux pas de visite|there is no stop sign|5|yes|no|ok thanks||!!!
can you end the party next door|cancel my complaint about the dog please, it is back"""

OTHERS = {
    Keyword.START: "START|unstop|Commencer|départ|DEPART|start please",
    Keyword.HELP: "HELP|help!|AIDE|Info|help me|aidez-moi",
    Keyword.STATUS: "STATUS|status?|Statut|ÉTAT|etat",
    Keyword.CALL_ME: "CALL ME|callme|Call me back please|Rappelez-moi|RAPPELEZ MOI s.v.p.",
    Keyword.FRENCH: "FR|Français|francais|French",
    Keyword.ENGLISH: "EN|English|anglais",
}


def _lines(words: str) -> list[str]:
    return words.replace("\n", "|").split("|")


@pytest.mark.parametrize("text", _lines(STOPS))
def test_any_reasonable_wording_of_stop_is_understood(text):
    assert understand(text) is Keyword.STOP


@pytest.mark.parametrize("text", _lines(NOT_STOPS))
def test_words_about_something_else_are_no_stop(text):
    assert understand(text) is Keyword.NONE


@pytest.mark.parametrize(
    ("keyword", "text"), [(k, text) for k, words in OTHERS.items() for text in _lines(words)]
)
def test_the_other_keywords_are_understood_in_both_languages(keyword, text):
    assert understand(text) is keyword


@pytest.mark.parametrize(
    "text", ["Stop. No officer ever came!", "stop my ex from texting me", "stop\nI mean it"]
)
def test_what_perhaps_asks_to_stop_is_flagged_for_a_person(text):
    assert understood(text).perhaps_stop


def test_a_report_with_the_word_stop_in_it_is_not_flagged():
    assert not understood("stop the noise on Oak St").perhaps_stop


def test_a_word_of_one_language_tells_the_language_of_the_reply():
    assert understood("ARRÊT").language == "fr"
    assert understood("aide").language == "fr"
    assert understood("stop").language == ""


@given(st.sampled_from(["stop", "arrêt", "unsubscribe"]), st.data())
def test_case_accents_marks_and_spaces_change_nothing(word, data):
    letters = [data.draw(st.sampled_from([c, c.upper()])) for c in word]
    marks = st.text(alphabet=" .!?*\"'\n\t", max_size=4)
    text = data.draw(marks) + "".join(letters) + data.draw(marks)
    assert understand(text) is Keyword.STOP


@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_understanding(text):
    assert understood(text).keyword in Keyword
