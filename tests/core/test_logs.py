"""No log line holds a number, an address or a token, whoever wrote it."""

import logging

import pytest

from commonbeat.core.logs import NoPersonalData, struck_out


@pytest.mark.parametrize(
    "said",
    ["call +1 514 555 0101 back", "ana@example.org wrote", "at /c/bcdfghjkmnpqrstvwxz23 now"],
)
def test_what_looks_like_a_person_is_struck_out(said):
    kept = struck_out(said)
    for secret in ("514", "ana@", "bcdfghjk"):
        assert secret not in kept


def test_an_exception_is_named_by_its_kind_and_place_only():
    try:
        raise ValueError("Ana said +15145550101")
    except ValueError as error:
        record = logging.LogRecord(
            "x", 40, "f", 1, "failed", (), (ValueError, error, error.__traceback__)
        )
    NoPersonalData().filter(record)
    assert "ValueError at" in record.msg
    assert "Ana" not in record.msg
    assert record.exc_info is None
