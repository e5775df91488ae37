"""What the groups and planning themes of the code lists are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Mapping[str, str | Promise] = {
    # The 27 categories of risk factors.
    "alcohol": _("Alcohol"),
    "antisocial": _("Antisocial behaviour"),
    "needs": _("Basic needs"),
    "cognitive": _("Cognitive functioning"),
    "crime_victim": _("Victim of crime"),
    "crime": _("Involved in crime"),
    "drugs": _("Drugs"),
    "elder_abuse": _("Elder abuse"),
    "emotional": _("Emotional violence"),
    "gambling": _("Gambling"),
    "gangs": _("Gangs"),
    "housing": _("Housing"),
    "mental": _("Mental health"),
    "missing": _("Missing"),
    "school": _("Missing school"),
    "peers": _("Negative peers"),
    "parenting": _("Parenting"),
    "physical": _("Physical health"),
    "violence": _("Physical violence"),
    "poverty": _("Poverty"),
    "self_harm": _("Self-harm"),
    "sexual": _("Sexual violence"),
    "surroundings": _("Surroundings"),
    "suicide": _("Suicide"),
    "supervision": _("Supervision"),
    "public_threat": _("Danger to the public"),
    "unemployment": _("Unemployment"),
    # The eight groups of protective factors.
    "education": _("Education"),
    "family": _("Family"),
    "money": _("Money and work"),
    "home": _("Home and neighbourhood"),
    "mind": _("Strength of mind"),
    "body": _("Good physical health"),
    "conduct": _("Good conduct"),
    "support": _("Support by others"),
    # Reasons and outcomes.
    "rejected": _("Not taken up"),
    "lowered": _("Risk lowered"),
    "still_elevated": _("Risk still elevated"),
    "other": _("Another reason"),
    "met": _("They met"),
    "not_met": _("They did not meet"),
    "coercive": _("Ended by force of law"),
}

THEMES: Mapping[str, str | Promise] = {
    "behaviour": _("Problem behaviour that is no crime"),
    "crime": _("Involved in crime"),
    "work": _("School and work"),
    "emotional": _("Emotional violence"),
    "family": _("Family circumstances"),
    "gangs": _("Gangs"),
    "housing": _("Housing"),
    "mental": _("Mental health and cognitive functioning"),
    "neighbourhood": _("Neighbourhood"),
    "peers": _("Peers"),
    "health": _("Physical health"),
    "substances": _("Alcohol and drugs"),
    "victim": _("Victims"),
}


def group_label(code: str) -> str:
    """A group of a code list in the reader's language; the code itself for a local one."""
    return str(GROUPS.get(code, code))


def theme_label(code: str) -> str:
    """A planning theme in the reader's language; the code itself for a local one."""
    return str(THEMES.get(code, code))
