"""A kind is worded and its questions are added and closed; answers keep what they answered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from commonbeat.core.models import LedgerEntry
from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.actions import kinds, questions
from commonbeat.domains.concerns.errors import NoSuchKind, NoSuchQuestion, NotAccepted
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox, whole
from commonbeat.roles import Role
from tests.domains.concerns.cases import CHO, OPERATOR, raised

HERE = "/staff/concern-kinds/noise/"
ASKED = {
    "words": "What makes the noise?",
    "words_fr": "Qu’est-ce qui fait le bruit?",
    "datatype": "singlevaluelist",
    "choices": "Music | Musique\r\n\r\nAn engine | Un moteur",
    "hint": "",
    "hint_fr": "",
}
NAMED = {
    "name": "Loud noise",
    "name_fr": "Bruit fort",
    "description": "Noise that keeps people awake.",
    "description_fr": "Le bruit qui empêche de dormir.",
}


@pytest.fixture(autouse=True)
def _kinds(noon: dt.datetime) -> None:
    """Every test starts from the shipped kinds, at noon."""
    kinds.load_shipped_kinds(by=OPERATOR)


def page(answer) -> str:
    return answer.content.decode()


def asked(kind: str = "noise") -> list[str]:
    return [question.code for question in public.questions(kind) or ()]


def test_a_kind_gets_other_words_and_keeps_its_code(signed_in):
    client: Client = signed_in(Role.COORDINATOR)
    assert client.post(f"{HERE}words/", NAMED).status_code == 302
    [kind] = [one for one in public.kinds() if one.code == "noise"]
    assert (kind.name, kind.name_fr) == ("Loud noise", "Bruit fort")
    assert "Loud noise" in page(Client().get("/report"))
    services = Client().get("/machines/open311/v2/services.json").json()
    [service] = [one for one in services if one["service_code"] == "noise"]
    assert service["service_name"] == "Loud noise"
    assert "Noise that keeps people awake." in page(client.get(HERE))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name_fr": "x" * 121}, "name_fr"),
        ({"description_fr": ""}, "description_fr"),
        ({"description": ""}, "description"),
    ],
)
def test_words_in_one_language_only_are_refused(changes, field, signed_in):
    before = public.kinds()
    answer = signed_in(Role.COORDINATOR).post(f"{HERE}words/", NAMED | changes)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page(answer)
    assert public.kinds() == before


def test_a_question_is_asked_everywhere_and_closed_everywhere_while_its_answers_stay(signed_in):
    client, before = signed_in(Role.COORDINATOR), asked()
    assert client.post(f"{HERE}ask/", ASKED).status_code == 302
    assert asked() == [*before, "what-makes-the-noise"]
    definition = Client().get("/machines/open311/v2/services/noise.json").json()
    assert [one["name"] for one in definition["attributes"][-1]["values"]] == ["Music", "An engine"]
    form = {"press": "next", "address": "by the mill"}
    assert "What makes the noise?" in page(Client().post("/report/noise", form))
    given = {
        **form, "press": "send", "q_when": "night", "q_what-makes-the-noise": "an-engine",
        "asked_as": "1", "description": "",
    }  # fmt: skip
    link = Client().post("/report/noise", given)
    assert link.status_code == 303, page(link)
    key = client.get("/staff/concerns/").context["rows"][0].line.key
    assert client.post(f"{HERE}questions/what-makes-the-noise/close/").status_code == 302
    assert asked() == before
    shown = whole(CHO, key)
    assert shown is not None
    assert ("What makes the noise?", ("An engine",)) in [(a.label, a.said) for a in shown.answers]
    assert "What makes the noise?" not in page(Client().post("/report/noise", form))
    again = client.post(f"{HERE}questions/what-makes-the-noise/close/")
    assert again.status_code == 404
    client.post(f"{HERE}questions/what-makes-the-noise/use/")
    assert asked() == [*before, "what-makes-the-noise"]
    verbs = LedgerEntry.objects.values_list("verb", flat=True)
    assert {f"concerns.{verb}" for verb in ("add_question", "close_question")} <= set(verbs)


def test_the_code_of_a_closed_question_is_not_given_again(signed_in):
    client = signed_in(Role.COORDINATOR)
    client.post(f"{HERE}ask/", ASKED)
    client.post(f"{HERE}questions/what-makes-the-noise/close/")
    client.post(f"{HERE}ask/", ASKED)
    assert asked()[-1] == "what-makes-the-noise-2"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"words_fr": ""}, "words_fr", "required"),
        ({"hint": "Only here"}, "hint_fr", "Write something here"),
        ({"datatype": "colour"}, "datatype", "valid choice"),
        ({"datatype": "text"}, "choices", "Only a list has answers"),
        ({"choices": ""}, "choices", "Write something here"),
        ({"choices": "Music\nEngine"}, "choices", "in both languages"),
        ({"choices": "Music | Musique\nmusic | Son"}, "choices", "Two answers are the same"),
        ({"choices": "\n".join(f"A{n} | B{n}" for n in range(10))}, "choices", "too many"),
        ({"choices": f"{'x' * 81} | y\nz | z"}, "choices", "too long"),
    ],
)
def test_what_a_question_may_not_be_is_refused_at_its_field(changes, field, said, signed_in):
    before = asked()
    answer = signed_in(Role.COORDINATOR).post(f"{HERE}ask/", ASKED | changes)
    text = page(answer)
    assert answer.status_code == 422
    assert said in text
    assert f'id="id_{field}_error"' in text
    assert 'value="What makes the noise?"' in text
    assert asked() == before


def test_a_kind_asks_no_more_than_twenty_things(signed_in):
    plain = {"datatype": "string", "words_fr": "Quoi?", "by": OPERATOR}
    while len(asked()) < questions.MOST_QUESTIONS:
        questions.add_question(kind="noise", words="What else?", **plain)
    answer = signed_in(Role.COORDINATOR).post(f"{HERE}ask/", ASKED)
    assert answer.status_code == 422
    assert "too many" in page(answer)


def test_the_questions_that_keep_people_from_being_described_unfairly_stay(signed_in):
    client, before = signed_in(Role.COORDINATOR), asked("suspicious")
    text = page(client.get("/staff/concern-kinds/suspicious/"))
    assert "keeps people from being described unfairly" in text
    for code in ("happening", "clothing", "ethnicity"):
        where = f"/staff/concern-kinds/suspicious/questions/{code}/close/"
        assert "Nothing was changed" in page(client.post(where, follow=True))
    assert asked("suspicious") == before


def test_unknown_kinds_and_questions_are_refused():
    with pytest.raises(NoSuchKind):
        questions.word_kind(code="dragons", by=OPERATOR, **NAMED)
    with pytest.raises(NoSuchKind):
        questions.add_question(
            kind="dragons", words="a", words_fr="b", datatype="text", by=OPERATOR
        )
    with pytest.raises(NotAccepted):
        questions.add_question(
            kind="noise", words="a", words_fr="b", datatype="colour", by=OPERATOR
        )
    with pytest.raises(NoSuchQuestion):
        questions.use_question_again(kind="noise", code="when", by=OPERATOR)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.LEADER, Role.PRIVACY_OFFICER])
def test_only_who_sets_kinds_words_them(role, signed_in):
    client, before = signed_in(role), (public.kinds(), asked())
    for where in ("words/", "ask/"):
        assert client.get(f"{HERE}{where}").status_code == 404
        assert client.post(f"{HERE}{where}", NAMED | ASKED).status_code == 404
    assert client.post(f"{HERE}questions/when/close/").status_code == 404
    assert (public.kinds(), asked()) == before
    assert raised()


def ask(kind: str, words: str, datatype: str = "string") -> str:
    """One question more; its code."""
    code: str = questions.add_question(
        kind=kind, words=words, words_fr=words, datatype=datatype, by=OPERATOR
    )
    return code


def test_questions_are_asked_earlier_or_later(signed_in):
    client: Client = signed_in(Role.COORDINATOR)
    one, two = ask("noise", "One?"), ask("noise", "Two?")
    assert asked() == ["when", one, two]
    assert client.post(f"{HERE}questions/{two}/earlier/").status_code == 302
    assert asked() == ["when", two, one]
    client.post(f"{HERE}questions/when/later/")
    assert asked() == [two, "when", one]
    for code, what in ((two, "earlier"), (one, "later")):  # at an end nothing changes
        assert client.post(f"{HERE}questions/{code}/{what}/").status_code == 302
    assert asked() == [two, "when", one]
    attributes = Client().get("/machines/open311/v2/services/noise.json").json()["attributes"]
    assert [one["code"] for one in attributes] == [two, "when", one]
    text = page(client.get(HERE))
    assert f"{two}/earlier/" not in text
    assert f"{two}/later/" in text
    assert f"{one}/later/" not in text
    assert client.post(f"{HERE}questions/nothing/later/").status_code == 404


def test_questions_about_a_person_keep_their_order(signed_in):
    client: Client = signed_in(Role.COORDINATOR)
    here = "/staff/concern-kinds/suspicious/"
    before = asked("suspicious")
    assert client.post(f"{here}questions/ethnicity/earlier/").status_code == 302
    assert asked("suspicious") == before
    assert "keep their order" in page(client.get(here))
    assert "ethnicity/earlier/" not in page(client.get(here))


def test_a_date_is_asked_on_the_page_and_kept_with_its_zone(signed_in):
    code = ask("graffiti", "When was it first there?", "datetime")
    given = {"press": "send", "address": "Mill Street"}
    wrong = Client().post("/report/graffiti", given | {f"q_{code}": "last week"})
    assert wrong.status_code == 422
    assert "2026-05-31 16:00" in page(wrong)
    assert 'type="datetime-local"' in page(wrong)
    for said in ("2026-05-10T21:30", "2026-05-10 21:30", "2026-05-10T21:30:00-04:00"):
        sent = Client().post("/report/graffiti", given | {f"q_{code}": said})
        assert sent.status_code == 303
    client: Client = signed_in(Role.COORDINATOR)
    lines = inbox(CHO, Wanted())[0]
    shown = [whole(CHO, line.key) for line in lines]
    kept = {answer.values for one in shown if one for answer in one.answers}
    assert kept == {("2026-05-10T21:30:00-04:00",)}
    assert "May 10, 2026, 21:30" in page(client.get(f"/staff/concerns/{lines[0].key}/"))
