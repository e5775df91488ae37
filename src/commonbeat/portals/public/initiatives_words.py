"""Plain words for the codes of the public log."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

ISSUES: Words = {
    "open": _("open"),
    "resolved": _("resolved"),
    "set aside": _("set aside"),
}
STATES: Words = {
    "proposed": _("waits for an answer"),
    "accepted": _("accepted"),
    "partly": _("accepted in part"),
    "declined": _("declined"),
    "implemented": _("done"),
    "superseded": _("replaced"),
}
LEVELS: Words = {
    "local": _("Local"),
    "regional": _("Regional"),
    "provincial": _("Provincial"),
}
ORIGINS: Words = {
    "hub": _("Seen in the figures of the agencies’ table, which name nobody"),
    "survey": _("Seen in what residents answered"),
    "meeting": _("Raised at a meeting with residents"),
    "problem": _("Seen while working on a problem at a place"),
}
AFFECTED: Words = {
    "children": _("Children"),
    "youth": _("Young people"),
    "young adults": _("Young adults"),
    "older adults": _("Older adults"),
    "families": _("Families"),
    "parents": _("Parents"),
    "indigenous people": _("Indigenous people"),
    "newcomers": _("Newcomers"),
    "people without housing": _("People without housing"),
    "people with mental illness": _("People with mental illness"),
    "people who use substances": _("People who use substances"),
    "people with disabilities": _("People with disabilities"),
    "victims of violence": _("People who suffered violence"),
    "everybody": _("Everybody"),
}
