"""What the answers come to: with intervals, with who was asked, and nothing too small."""

import datetime as dt

import pytest

from commonbeat.domains.places.models import Area
from commonbeat.domains.surveys import public, queries, schedule
from commonbeat.domains.surveys.actions import answering, instruments
from commonbeat.domains.surveys.instruments import AFTER_A_REPORT
from commonbeat.domains.surveys.models import Response
from commonbeat.domains.surveys.tokens import token_of
from tests.domains.surveys.conftest import MAY

JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def park(noon):
    return Area.objects.create(code="park", name="Park", changed_at=noon, changed_by="-")


@pytest.fixture
def answers(person, invited, gateway, the_clock):
    """So many people answer 'overall' so; they are released."""
    numbers = iter(range(1, 5_000))

    def give(values, **other):
        for value in values:
            one = invited(person(next(numbers)), **other)
            answering.answer_on_page(
                token=token_of(one.key), answers={"overall": value}, remark="", by=gateway
            )
        schedule.release_answers(by=the_clock)

    return give


def overall(found):
    return next(q for q in found.questions if q.code == "overall")


def test_a_question_has_its_share_its_mean_and_their_intervals(
    noon, answers, person, invited, the_clock, diaz
):
    answers([5] * 12 + [4] * 6 + [1] * 6)
    for number in range(6_000, 6_012):
        invited(person(number))
    schedule.ask_due(by=the_clock)
    found = queries.results(diaz, MAY, MAY)
    figure = overall(found)
    assert (figure.n, figure.share.n_marked, round(figure.share.estimate, 2)) == (24, 18, 0.75)
    assert figure.share.lower < 0.75 < figure.share.upper
    assert figure.mean.estimate == pytest.approx((60 + 24 + 6) / 24)
    assert (found.asking.n_asked, found.asking.n_answered) == (36, 24)
    assert found.asking.response_rate.estimate == pytest.approx(24 / 36)
    assert "not a margin of error" in figure.share.sentence("en")


def test_who_could_not_be_asked_is_counted_by_reason(noon, answers, invited, diaz):
    answers([5] * 8)
    invited(None)
    invited(None, reason_not="sensitive type")
    asking = queries.results(diaz, MAY, MAY).asking
    assert [(row.reason, row.n) for row in asking.not_asked] == [
        ("no number", 1), ("sensitive type", 1),
    ]  # fmt: skip
    assert asking.share_not_asked.estimate == pytest.approx(2 / 10)
    assert all(row.words for row in asking.not_asked)


def test_fewer_than_five_answers_are_not_shown(noon, answers, diaz):
    answers([5] * 5)
    assert overall(queries.results(diaz, MAY, MAY)).is_shown
    hidden = overall(queries.results(diaz, MAY, MAY, minimum=6))
    assert (hidden.n, hidden.share, hidden.mean) == (None, None, None)


@pytest.mark.parametrize("by", ["area", "group", "month", "language"])
def test_results_by_a_trait_hide_two_when_one_is_too_small(noon, mill, park, answers, diaz, by):
    answers([5] * 30, area_id=mill.pk, group="noise")
    answers([1] * 6, area_id=park.pk, group="theft", month=JUNE)
    found = queries.results(diaz, MAY, JUNE, by, minimum=10)
    assert overall(found).n == 36
    if by != "language":
        assert len(found.groups) == 2
        assert not any(overall(group).is_shown for group in found.groups)
    shown = queries.results(diaz, MAY, JUNE, by)
    assert all(overall(group).is_shown for group in shown.groups)
    assert sum(overall(group).n for group in shown.groups) == 36


def test_groups_know_how_many_were_asked(noon, mill, answers, person, invited, the_clock, diaz):
    answers([5] * 6, area_id=mill.pk)
    invited(person(7_000), area_id=mill.pk)
    schedule.ask_due(by=the_clock)
    (group,) = queries.results(diaz, MAY, MAY, "area").groups
    assert (group.value, group.n_asked, group.n_answered) == ("old-mill", 7, 6)


def test_yes_and_no_have_a_share_and_no_mean(noon, person, invited, gateway, the_clock, diaz):
    for number in range(1, 11):
        one = invited(person(number))
        answering.answer_on_page(
            token=token_of(one.key), answers={"again": number % 2}, remark="", by=gateway
        )
    schedule.release_answers(by=the_clock)
    again = next(q for q in queries.results(diaz, MAY, MAY).questions if q.code == "again")
    assert (again.share.n_marked, again.mean) == (5, None)


def test_without_the_right_there_are_no_results(noon, answers, bell, eve, gateway):
    answers([5] * 6)
    for someone in (bell, eve, gateway):
        assert queries.results(someone, MAY, MAY) is None


def test_results_cost_a_fixed_number_of_queries(
    noon, mill, park, answers, diaz, django_assert_num_queries
):
    answers([5] * 6, area_id=mill.pk)
    answers([5] * 6, area_id=park.pk)
    with django_assert_num_queries(3):
        queries.results(diaz, MAY, JUNE, "area")


def test_no_answer_knows_an_officer_or_an_agency():
    names = {field.name for field in Response._meta.get_fields()}
    assert names == {
        "id", "instrument", "question", "month", "area_code", "group", "language", "value",
    }  # fmt: skip


# In public.


def test_the_public_sees_satisfaction_by_month_and_area_over_ten(noon, mill, park, answers):
    for month in (MAY, JUNE):
        answers([5] * 20 + [1] * 5, area_id=mill.pk, month=month)
        answers([4] * 10 + [2] * 10, area_id=park.pk, month=month)
    found = public.satisfaction(MAY, JUNE)
    assert found.by_month_and_area[MAY, "old-mill"].estimate == pytest.approx(0.8)
    assert found.by_area["park"].estimate == pytest.approx(0.5)
    assert found.by_month[JUNE].n == found.overall.n / 2 == 45
    assert found.response_rate.n == 90


def test_the_public_cannot_work_out_a_small_cell(noon, mill, park, answers):
    answers([5] * 30, area_id=mill.pk)
    answers([1] * 6, area_id=park.pk)
    answers([5] * 30, area_id=mill.pk, month=JUNE)
    answers([1] * 30, area_id=park.pk, month=JUNE)
    found = public.satisfaction(MAY, JUNE)
    assert (MAY, "park") not in found.by_month_and_area
    # A second one in its row and its column goes too, or the totals would tell it.
    assert len(found.by_month_and_area) == 0
    assert found.overall.n == 96


def test_with_few_answers_the_public_sees_nothing(noon, answers):
    assert public.satisfaction(MAY, JUNE).overall is None
    answers([5] * 6)
    found = public.satisfaction(MAY, JUNE)
    assert (found.overall, found.by_area, found.response_rate) == (None, {}, None)


def test_answers_about_reports_are_never_counted_with_those_about_calls(
    noon, answers, operator, diaz
):
    instruments.install_default_instrument(code=AFTER_A_REPORT, by=operator)
    answers([5] * 12)
    answers([1] * 12, questionnaire=AFTER_A_REPORT)
    calls = queries.results(diaz, MAY, MAY)
    reports = queries.results(diaz, MAY, MAY, "group", questionnaire=AFTER_A_REPORT)
    assert (overall(calls).mean.estimate, overall(reports).mean.estimate) == (5, 1)
    assert (calls.asking.n_asked, reports.asking.n_asked) == (12, 12)
    assert [question.code for question in reports.questions] == [
        "ease", "explanation", "overall", "again",
    ]  # fmt: skip
    found = public.satisfaction(MAY, MAY)
    assert (found.overall.n, found.overall.estimate, found.response_rate.n) == (12, 1.0, 12)
