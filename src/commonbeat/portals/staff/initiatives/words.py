"""Plain words for the codes of initiatives, at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from commonbeat.portals.staff.words import Words

ISSUE_STATES: Words = {
    "draft": _("draft"),
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
STATE_KINDS: Mapping[str, str] = {
    "proposed": "info",
    "accepted": "info",
    "partly": "info",
    "declined": "neutral",
    "implemented": "success",
    "superseded": "neutral",
}
ANSWERS: Words = {
    "accepted": _("Accepted"),
    "partly": _("Accepted in part"),
    "declined": _("Declined"),
}
LEVELS: Words = {
    "local": _("Local"),
    "regional": _("Regional"),
    "provincial": _("Provincial"),
}
ORIGINS: Words = {
    "hub": _("A pattern in the Hub’s figures"),
    "survey": _("A survey"),
    "meeting": _("A meeting with residents"),
    "problem": _("A problem worked through at a place"),
}
KINDS: Words = {
    "hub figure": _("Hub figure"),
    "indicator": _("Indicator"),
    "document": _("Document"),
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
STALE: Words = {
    "past due": _("past its day"),
    "quiet": _("nothing heard for 60 days"),
}
TRACES: Words = {
    "link": _("a web address"),
    "mail": _("a mail address"),
    "phone": _("a telephone number"),
    "postal code": _("a postal code"),
    "date": _("a date"),
    "address": _("an address"),
    "plate": _("a plate or file number"),
    "name": _("a name"),
}
