"""Small filters: times, durations and shares in the words of the reader's language.

Nothing, or the empty text that an input left out of an include becomes, stays empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import phonenumbers
from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from commonbeat.core import clock
from commonbeat.ui.table import Cell, Column, cells_of, columns_of

register = template.Library()


@register.filter
def local_time(value: dt.datetime | str | None) -> str | SafeString:
    """A `<time>` element in the town's zone: "today 14:05", "yesterday 9:30", "March 3, 9:30".

    Takes an aware instant; nothing for None.
    """
    if value is None or isinstance(value, str):
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), _in_words(local)
    )


def _in_words(local: dt.datetime) -> str:
    today = timezone.localtime(clock.now()).date()
    time = date_format(local, pgettext("format of a clock time", "G:i"))
    days = (local.date() - today).days
    if days == 0:
        return gettext("today %(time)s") % {"time": time}
    if days == -1:
        return gettext("yesterday %(time)s") % {"time": time}
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": time}
    same_year = local.year == today.year
    day = date_format(local, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")
    return gettext("%(day)s, %(time)s") % {"day": day, "time": time}


@register.filter
def duration_words(value: dt.timedelta | float | str | None) -> str:
    """A duration for reading: "12 minutes", "1 h 5 min", "2 days"; seconds or a timedelta.

    Rounded to the minute below a day and to the day from two days on; nothing for None.
    """
    if value is None or isinstance(value, str):
        return ""
    seconds = value.total_seconds() if isinstance(value, dt.timedelta) else float(value)
    minutes = int(seconds / 60 + 0.5)
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return _hours_and_minutes(*divmod(minutes, 60))
    days = int(minutes / (24 * 60) + 0.5)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _hours_and_minutes(hours: int, minutes: int) -> str:
    if minutes == 0:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


@register.filter
def percent(share: float | str | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as a percentage, written as the language does; "" for None."""
    if share is None or isinstance(share, str):
        return ""
    number = number_format(share * 100, decimal_pos=decimals)
    return pgettext("a share, as in 64%", "%(number)s%%") % {"number": number}


@register.filter
def phone_words(value: str | None) -> str:
    """An E.164 number as people read it, "+1 819-555-0110"; what is none stays as it is."""
    try:
        number = phonenumbers.parse(value or "")
    except phonenumbers.NumberParseException:
        return value or ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def columns(headers: Iterable[str | Column]) -> list[Column]:
    """The columns of a table, for its head."""
    return columns_of(headers)


@register.filter
def cells(row: Sequence[object], headers: Iterable[str | Column]) -> list[Cell]:
    """A row's values with their columns, so that each cell can name its own on a phone."""
    return cells_of(row, headers)
