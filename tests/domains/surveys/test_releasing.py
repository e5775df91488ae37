"""Nobody can tell who gave an answer, with the whole database and its ledger before them.

Three attacks on anonymous surveys that really happened elsewhere are tried here as well: a path
from an anonymous answer to the person's token, a crash that leaves a half-entered answer, and
answers that were kept as they were although the survey was declared anonymous.
"""

import datetime as dt
import secrets
from collections import Counter, defaultdict

import pytest
from django.apps import apps
from django.db import connection, models

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.core.models import LedgerEntry
from commonbeat.core.retention import purge
from commonbeat.domains.places.models import Area
from commonbeat.domains.surveys import queries, schedule
from commonbeat.domains.surveys.actions import answering, releasing, remarks
from commonbeat.domains.surveys.errors import NoSuchRemark
from commonbeat.domains.surveys.grouping import LEAST
from commonbeat.domains.surveys.models import (
    HeldAnswer,
    HeldRemark,
    Invitation,
    Remark,
    Response,
)
from commonbeat.domains.surveys.tokens import token_of
from tests.domains.surveys.conftest import MAY

DAY = dt.timedelta(days=1)
WHOSE = (HeldAnswer, Response, HeldRemark, Remark)  # nobody's
SHARED = {"month", "group", "language", "instrument", "state"}  # by design, and five alike


@pytest.fixture
def answer(invited, person, gateway):
    """The n-th person answers on the page."""

    def do(number, answers, *, language="en", remark="", **other):
        one = invited(person(number), **other)
        answering.answer_on_page(
            token=token_of(one.key), answers=answers, remark=remark, by=gateway, language=language
        )
        return one

    return do


def stored():
    """Rows of responses as an onlooker sees them, without their random keys."""
    return list(Response.objects.values_list("question", "month", "area_code", "group", "language"))


def test_four_answers_wait_and_the_fifth_alike_releases_all(noon, answer, the_clock):
    for number in range(1, 5):
        answer(number, {"voice": 4})
    schedule.release_answers(by=the_clock)
    assert not Response.objects.exists()
    answer(5, {"voice": 1})
    schedule.release_answers(by=the_clock)
    assert sorted(Response.objects.values_list("value", flat=True)) == [1, 4, 4, 4, 4]
    assert schedule.release_answers(by=the_clock) == 0


def test_each_question_waits_for_its_own_five(noon, answer, the_clock):
    """Else the one whole answer among half-finished ones would be known by its length."""
    for number in range(1, 5):
        answer(number, {"voice": 4})
    answer(5, {"voice": 4, "trust": 2})
    schedule.release_answers(by=the_clock)
    assert {question for question, *_ in stored()} == {"voice"}


def test_rare_traits_are_blanked_when_twenty_wait(noon, mill, answer, the_clock):
    for number in range(1, 17):
        answer(number, {"voice": 4}, area_id=mill.pk)
    schedule.release_answers(by=the_clock)
    assert len(stored()) == 16
    for number in range(20, 39):
        answer(number, {"voice": 4}, group=f"rare{number}")
    schedule.release_answers(by=the_clock)
    assert len(stored()) == 16
    answer(39, {"voice": 4}, group="rare39")
    schedule.release_answers(by=the_clock)
    assert Counter(stored())["voice", MAY, "", "", ""] == 20


def test_a_month_that_is_over_goes_with_blanks_and_its_last_few_wait_with_the_next(
    noon, answer, the_clock
):
    for number in range(1, 8):
        answer(number, {"voice": 4}, group=f"rare{number}")
    for number in range(10, 13):
        answer(number, {"overall": 2})
    with clock.moved_by(60 * DAY):
        schedule.release_answers(by=the_clock)
        assert Counter(stored()) == {("voice", MAY, "", "", ""): 7}
        june = dt.date(2026, 6, 1)
        assert set(HeldAnswer.objects.exclude(content=None).values_list("month", flat=True)) == {
            june
        }


def test_released_answers_leave_no_key_and_no_held_row(
    noon, answer, the_clock, django_capture_on_commit_callbacks
):
    for number in range(1, 6):
        answer(number, {"voice": 4}, remark="Thank you")
    refs = [*HeldAnswer.objects.values_list("key_ref", flat=True)]
    refs += HeldRemark.objects.values_list("key_ref", flat=True)
    with django_capture_on_commit_callbacks(execute=True):
        schedule.release_answers(by=the_clock)
    assert not SealedKey.objects.filter(ref__in=refs).exists()
    assert not HeldAnswer.objects.exclude(content=None).exists()
    schedule.sweep_keys(by=the_clock)
    assert not HeldAnswer.objects.exists()
    assert not HeldRemark.objects.exists()


def test_held_rows_have_one_size_and_no_word_of_what_is_in_them(noon, mill, answer):
    answer(1, {"voice": 1, "again": 0}, remark="Hi", language="fr", area_id=mill.pk)
    answer(2, {"explanation": 5}, remark="x" * 1000)
    sizes = {len(row.content) for row in HeldAnswer.objects.all()}
    assert len(sizes) == 1
    assert len({len(row.content) for row in HeldRemark.objects.all()}) == 1
    names = {field.name for field in HeldAnswer._meta.get_fields()}
    assert names == {"id", "instrument", "month", "content", "key_ref"}


def test_a_key_destroyed_by_retention_takes_its_answer_along(noon, answer, the_clock):
    answer(1, {"voice": 5})
    with clock.moved_by(500 * DAY):
        purge()
    assert not HeldAnswer.objects.exists()


# What is by structure.


def test_no_table_of_answers_has_a_path_to_a_person_or_a_time():
    """From an answer no foreign key leads to, and none comes from, an invitation or a person."""
    for model in WHOSE:
        for field in model._meta.get_fields():
            assert not isinstance(field, models.ForeignKey) or field.name == "instrument"
            assert not (field.auto_created and not field.concrete), "something points here"
            timed = isinstance(field, models.DateTimeField)
            assert not timed or field.name in {"reviewed_at", "expires_at"}
        assert model._meta.pk.get_internal_type() == "UUIDField"


def dump():
    """Every value of every table, as strings: {(table, field): [values in physical order]}."""
    found = defaultdict(list)
    for model in apps.get_models():
        if model is SealedKey or model._meta.proxy or not model._meta.managed:
            continue
        for row in whole_table(model):
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                found[model, field.name].append(
                    bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
                )
    return found


def test_no_value_of_an_answer_occurs_anywhere_else(noon, mill, answer, the_clock):
    """No token, key, number or instant joins an answer to anything: only the coarse traits."""
    for number in range(1, 13):
        answer(number, {"voice": 1 + number % 5}, remark="Thank you", area_id=mill.pk)
    schedule.release_answers(by=the_clock)
    assert Response.objects.count() == Remark.objects.count() == 12
    values = dump()
    mine = {k: v for k, v in values.items() if k[0] in WHOSE}
    others = {k: set(v) for k, v in values.items() if k[0] not in WHOSE}
    for (model, name), found in mine.items():
        if name in SHARED | {"area_code", "value", "n_struck_out", "question"}:
            continue
        for (other, field), there in others.items():
            common = (set(found) & there) - {"None", ""}
            assert not common, f"{model.__name__}.{name} meets {other.__name__}.{field}"


def in_physical_order(model):
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {model._meta.db_table} ORDER BY {order}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_order_and_time_tell_an_attacker_no_more_than_chance(noon, answer, the_clock):
    """The attacker has the whole database: who finished when (the ledger), and the answers in
    the order in which they lie in the file, or by their keys. They pair first with first."""
    truth = []
    for batch in range(10):
        with clock.held_at(noon + batch * DAY):
            for n in range(10):
                value = 1 + secrets.randbelow(5)
                truth.append(value)
                answer(100 * batch + n + 1, {"voice": value})
            schedule.release_answers(by=the_clock)
    said = LedgerEntry.objects.filter(verb="surveys.answer_on_page").order_by("position")
    assert said.count() == len(truth) == 100
    by_key = list(Response.objects.order_by("pk").values_list("value", flat=True))
    for guess in (in_physical_order(Response), by_key):
        n_right = sum(a == b for a, b in zip(guess, truth, strict=True))
        # One in five is chance; eight standard deviations of it never happen.
        assert n_right < 20 + 8 * 4


def test_copies_from_before_and_after_each_release_still_face_five(noon, mill, answer, the_clock):
    """A backup a day: what came between two of them is five or more of a kind, or nothing."""
    park = Area.objects.create(code="park", name="Park", changed_at=noon, changed_by="-")
    groups, number, before = ("noise", "theft", "parking"), 0, Counter()
    for day in range(30):
        with clock.held_at(noon + day * DAY):
            for _ in range(secrets.randbelow(6)):
                number += 1
                answer(
                    number,
                    {"voice": 3, "overall": 4} if secrets.randbelow(2) else {"voice": 2},
                    area_id=secrets.choice([mill, park]).pk,
                    group=secrets.choice(groups),
                    language=secrets.choice(["en", "en", "en", "fr"]),
                )
            schedule.release_answers(by=the_clock)
            after = Counter(stored())
            assert all(n >= LEAST for n in (after - before).values())
            before = after
    with clock.held_at(noon + 60 * DAY):
        schedule.release_answers(by=the_clock)
        assert all(n >= LEAST for n in (Counter(stored()) - before).values())


def test_the_ledger_of_a_release_says_how_many_and_nothing_else(noon, answer, the_clock):
    for number in range(1, 6):
        answer(number, {"voice": 4}, remark="Thank you")
    schedule.release_answers(by=the_clock)
    lines = LedgerEntry.objects.filter(verb__contains="release")
    assert {(line.subject, str(line.codes)) for line in lines} == {("", "{'n_released': 5}")}


def test_a_page_that_fails_half_way_leaves_nothing(noon, answer, monkeypatch):
    """The crash of another product's data entry: an answer half entered, and its token used."""

    def fail(*_args):
        raise OSError

    monkeypatch.setattr(answering, "hold_remark", fail)
    with pytest.raises(OSError):
        answer(1, {"voice": 4}, remark="Thank you")
    assert not HeldAnswer.objects.exists()
    assert Invitation.objects.get().state == "waiting"


def test_nothing_readable_is_ever_stored_before_its_release(noon, answer):
    """There is no switch by which answers are anonymous or not, and no time before it is on."""
    answer(1, {"voice": 4}, remark="Everything went well")
    assert not Response.objects.exists()
    assert not Remark.objects.exists()
    readable = "\n".join(v for values in dump().values() for v in values)
    assert "Everything went well" not in readable


# Remarks.


def test_remarks_wait_for_five_and_come_with_the_month_of_their_release(
    noon, answer, the_clock, cho
):
    for number in range(1, 5):
        answer(number, {}, remark=f"Remark {'abcd'[number - 1]}")
    schedule.release_answers(by=the_clock)
    assert queries.remarks(cho) == []
    with clock.moved_by(31 * DAY):
        answer(5, {}, remark="Remark e", language="fr")
        schedule.release_answers(by=the_clock)
        found = queries.remarks(cho)
    assert {remark.month for remark in found} == {dt.date(2026, 6, 1)}
    assert {remark.language for remark in found} == {""}


@pytest.fixture
def read(noon, answer, the_clock, cho):
    for number in range(1, 6):
        answer(number, {}, remark="They were kind")
    schedule.release_answers(by=the_clock)
    return queries.remarks(cho)


def test_the_coordinator_keeps_or_strikes_a_remark(read, cho):
    kept, struck = read[0].key, read[1].key
    remarks.keep_remark(key=kept, by=cho)
    remarks.strike_remark(key=struck, by=cho)
    assert {remark.key for remark in queries.remarks(cho)} == {r.key for r in read} - {struck}
    assert kept not in {r.key for r in queries.remarks(cho, only_unread=True)}
    assert Remark.objects.get(key=struck).text == ""
    with pytest.raises(NoSuchRemark):
        remarks.keep_remark(key=struck, by=cho)


def test_remarks_expire(read, cho):
    with clock.moved_by(90 * DAY):
        assert queries.remarks(cho) == []
        purge()
    assert not Remark.objects.exists()


def test_nobody_but_the_coordinator_reads_remarks_or_reviews_them(read, bell, diaz, eve):
    for someone in (bell, diaz, eve):
        assert queries.remarks(someone) == []
        with pytest.raises(NotPermitted):
            remarks.strike_remark(key=read[0].key, by=someone)
        with pytest.raises(NotPermitted):
            releasing.release_answers(by=someone)
