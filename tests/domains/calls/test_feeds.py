"""Opening, renewing and closing the feeds of dispatch."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError

from commonbeat.commands.feeds import feeds as command
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.calls.actions.feeds import close_feed, open_feed, renew_feed
from commonbeat.domains.calls.errors import FeedExists, NoSuchFeed
from commonbeat.domains.calls.models import Feed
from commonbeat.domains.calls.queries.feeds import feed_of_token, feeds


def test_a_feed_is_known_by_its_token_which_is_not_kept(operator):
    opened = open_feed(name="Town Dispatch", by=operator)
    assert opened.code == "town-dispatch"
    assert len(opened.token) >= 21
    assert opened.token not in str(Feed.objects.values())
    assert opened.token not in repr(opened)
    assert feed_of_token(opened.token) == "town-dispatch"


def test_a_wrong_token_belongs_to_no_feed(operator):
    opened = open_feed(name="Town", by=operator)
    for token in ("", "wrong", opened.token[:-1], opened.token.upper() + "x"):
        assert feed_of_token(token) is None


def test_opening_and_closing_are_written_down_without_the_token(operator):
    opened = open_feed(name="Town", by=operator)
    close_feed(code="town", by=operator)
    lines = list(LedgerEntry.objects.order_by("position"))
    assert [line.codes for line in lines] == [{"feed": "town"}, {"feed": "town"}]
    assert opened.token not in str([vars(line) for line in lines])


def test_a_closed_feed_opens_nothing_and_its_code_is_never_used_again(operator):
    opened = open_feed(name="Town", by=operator)
    close_feed(code="town", by=operator)
    assert feed_of_token(opened.token) is None
    with pytest.raises(FeedExists):
        open_feed(name="Town", by=operator)
    with pytest.raises(NoSuchFeed):
        close_feed(code="town", by=operator)
    with pytest.raises(NoSuchFeed):
        renew_feed(code="town", by=operator)


def test_a_new_token_ends_the_old_one(operator):
    old = open_feed(name="Town", by=operator).token
    new = renew_feed(code="town", by=operator).token
    assert (feed_of_token(old), feed_of_token(new)) == (None, "town")


def test_a_feed_needs_a_name_that_makes_a_code(operator):
    with pytest.raises(ValidationError):
        open_feed(name="!!!", by=operator)


def test_only_those_who_may_open_feeds_do_and_see_them(operator, admin, bell):
    open_feed(name="Town", by=admin)
    for act in (
        lambda: open_feed(name="County", by=bell),
        lambda: renew_feed(code="town", by=bell),
        lambda: close_feed(code="town", by=bell),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert feeds(bell) == []
    assert [feed.code for feed in feeds(operator)] == ["town"]


def test_open_feeds_are_listed_first(operator):
    for name in ("A", "B"):
        open_feed(name=name, by=operator)
    close_feed(code="a", by=operator)
    assert [(feed.code, feed.closed_at is None) for feed in feeds(operator)] == [
        ("b", True),
        ("a", False),
    ]


def test_the_command_opens_lists_renews_and_closes():
    run = CliRunner().invoke
    opened = run(command, ["open", "Town Dispatch"])
    token = opened.output.split()[-1]
    assert feed_of_token(token) == "town-dispatch"
    assert "town-dispatch" in run(command, ["list"]).output
    renewed = run(command, ["renew", "town-dispatch"]).output.split()[-1]
    assert (feed_of_token(token), feed_of_token(renewed)) == (None, "town-dispatch")
    assert run(command, ["close", "town-dispatch"]).exit_code == 0
    assert feed_of_token(renewed) is None


@pytest.mark.parametrize(
    "arguments", [["open", "Town"], ["open", "!!!"], ["close", "nowhere"], ["renew", "nowhere"]]
)
def test_the_command_says_in_a_sentence_what_cannot_be_done(operator, arguments):
    open_feed(name="Town", by=operator)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output
