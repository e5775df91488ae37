"""A real Kannel carries our texts out, brings reports and texts in, and outlives an outage."""

from collections.abc import Iterator
from typing import Literal

import pytest

from tests.peers.http_ear import Ear, listening_ear
from tests.peers.kannel import UNREACHABLE_PREFIX, RunningKannel, running_kannel
from tests.peers.phone_network import GSM7, UCS2

pytestmark = pytest.mark.peers

ANA, US = "+15145550101", "55500"
ACCEPTED = (202, "0: Accepted for delivery")
INBOUND = ["STOP", "ARRÊT", "J'ai été très  bien reçu & merci + 100 % à l'œil ’", "日本語 😀"]


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening_ear() as made:
        yield made


@pytest.fixture(scope="module")
def shared_kannel(ear: Ear) -> Iterator[RunningKannel]:
    with running_kannel(delivered_to=f"{ear.url}/inbound") as made:
        yield made


@pytest.fixture
def kannel(shared_kannel: RunningKannel, ear: Ear) -> RunningKannel:
    ear.requests.clear()
    return shared_kannel


def send(kannel: RunningKannel, text: str, *, to: str = ANA, **more: str) -> tuple[int, str]:
    return kannel.send(**{"from": US, "to": to, "text": text, "charset": "UTF-8", **more})


def reported(kannel: RunningKannel, ear: Ear, key: str) -> dict[str, str]:
    url = kannel.report_url(f"{ear.url}/report", key=key)
    return {"dlr-mask": "31", "dlr-url": url}


def test_a_text_reaches_the_phone_with_the_letters_of_the_7_bit_alphabet(
    kannel: RunningKannel,
) -> None:
    n_before = len(kannel.network.texts)
    assert send(kannel, "Été à 5 € [ok]\nÇa va") == ACCEPTED
    text = kannel.network.wait_for(n_before + 1)[-1]
    assert (text.sender, text.receiver) == (US, ANA)
    assert (text.text, text.coding, text.n_parts) == ("Été à 5 € [ok]\nÇa va", GSM7, 1)


def test_letters_that_the_7_bit_alphabet_lacks_come_out_wrong_unless_ucs2_is_asked(
    kannel: RunningKannel,
) -> None:
    n_before = len(kannel.network.texts)
    send(kannel, "forêt")
    assert kannel.network.wait_for(n_before + 1)[-1].text == "for?t"
    send(kannel, "Reçu : forêt ’ 😀", coding="2")
    text = kannel.network.wait_for(n_before + 2)[-1]
    assert (text.text, text.coding, text.n_parts) == ("Reçu : forêt ’ 😀", UCS2, 1)


@pytest.mark.parametrize(
    ("text", "coding", "n_parts"),
    [
        ("a" * 160, 0, 1),
        ("a" * 161, 0, 2),
        ("é" * 307, 0, 3),
        ("ê" * 70, 2, 1),
        ("ê" * 135, 2, 3),
    ],
)
def test_a_long_text_is_split_and_put_together_again(
    kannel: RunningKannel, text: str, coding: int, n_parts: int
) -> None:
    n_before = len(kannel.network.texts)
    send(kannel, text, coding=str(coding))
    came = kannel.network.wait_for(n_before + 1)[-1]
    assert (came.text, came.coding, came.n_parts) == (text, coding, n_parts)


def test_delivery_reports_come_back_with_our_own_key_once_a_state_even_for_a_long_text(
    kannel: RunningKannel, ear: Ear
) -> None:
    send(kannel, "a" * 200, **reported(kannel, ear, "message-1"))
    reports = ear.wait_for(2, path="/report")
    assert {report.query["key"] for report in reports} == {"message-1"}
    assert sorted(report.query["status"] for report in reports) == ["1", "8"]
    assert {report.query["secret"] for report in reports} == {kannel.secret}


@pytest.mark.parametrize(("text", "coding"), [("Été € [x]\nligne", 0), ("forêt ’ 😀 " * 12, 2)])
def test_a_text_can_be_handed_over_by_post_with_nothing_in_the_url(
    kannel: RunningKannel, ear: Ear, text: str, coding: int
) -> None:
    n_before = len(kannel.network.texts)
    report = {"DLR_Mask": "19", "DLR_Url": kannel.report_url(f"{ear.url}/report", key="k")}
    assert kannel.post(text, To=ANA, From=US, Coding=str(coding), **report) == ACCEPTED
    came = kannel.network.wait_for(n_before + 1)[-1]
    assert (came.sender, came.receiver, came.text, came.coding) == (US, ANA, text, coding)
    [delivered] = ear.wait_for(1, path="/report")
    assert delivered.query["status"] == "1"


def test_a_number_that_no_network_carries_is_refused_at_once_and_reported_too(
    kannel: RunningKannel, ear: Ear
) -> None:
    more = reported(kannel, ear, "message-2")
    status, answer = send(kannel, "Hello", to=UNREACHABLE_PREFIX, **more)
    assert (status, answer) == (403, "Not routable. Do not try again.")
    [report] = ear.wait_for(1, path="/report")
    assert (report.query["key"], report.query["status"]) == ("message-2", "16")


def test_a_wrong_password_is_refused(kannel: RunningKannel) -> None:
    assert send(kannel, "Hello", password="wrong")[0] == 403


def test_texts_come_in_as_utf8_with_who_and_where_from(kannel: RunningKannel, ear: Ear) -> None:
    for text in INBOUND:
        kannel.network.say(sender=ANA, receiver=US, text=text)
    came = [each.query for each in ear.wait_for(len(INBOUND), path="/inbound")]
    assert sorted(each["text"] for each in came) == sorted(INBOUND)
    assert {(each["sender"], each["receiver"]) for each in came} == {(ANA, US)}
    assert {(each["charset"], each["secret"]) for each in came} == {("UTF-8", kannel.secret)}
    assert len({each["message_id"] for each in came}) == len(INBOUND)


def test_a_text_that_we_answered_with_an_error_is_brought_again_with_the_same_identifier(
    kannel: RunningKannel, ear: Ear
) -> None:
    ear.status = 503
    kannel.network.say(sender=ANA, receiver=US, text="CALL ME")
    first, *_ = ear.wait_for(1, path="/inbound")
    ear.status = 200
    again = ear.wait_for(2, path="/inbound")[-1]
    assert again.query == first.query


def test_texts_wait_in_kannel_while_the_network_is_down(kannel: RunningKannel, ear: Ear) -> None:
    n_before = len(kannel.network.texts)
    kannel.network.disconnect()
    status, answer = send(kannel, "Later", **reported(kannel, ear, "message-3"))
    assert (status, answer) == (202, "3: Queued for later delivery")
    kannel.network.connect()
    assert kannel.network.wait_for(n_before + 1)[-1].text == "Later"
    reports = ear.wait_for(2, path="/report")
    assert sorted(report.query["status"] for report in reports) == ["1", "8"]


@pytest.mark.parametrize("recoded", [True, False])
def test_texts_can_come_in_as_a_post_that_keeps_numbers_and_words_out_of_the_url(
    ear: Ear, recoded: bool
) -> None:
    method: Literal["POST"] = "POST"
    url = f"{ear.url}/posted"
    ear.requests.clear()
    with running_kannel(delivered_to=url, method=method, recoded=recoded) as kannel:
        kannel.network.say(sender=ANA, receiver=US, text="Où en est-ce ? forêt")
        [came] = ear.wait_for(1, path="/posted")
    assert came.body.decode(came.query["charset"]) == "Où en est-ce ? forêt"
    assert came.query["charset"] == ("UTF-8" if recoded else "UTF-16BE")
    assert (came.headers["X-Kannel-From"], came.headers["X-Kannel-To"]) == (ANA, US)
    assert set(came.query) == {"secret", "coding", "charset", "message_id", "smsc_id"}
