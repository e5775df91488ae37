"""The sectors that agencies come from: what the Hub's record keeps of who brought a situation.

The codes stand in records for ever: add codes, never change or reuse one.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER = "other"
TOWN_POLICE = "police_municipal"
POLICE = "police_"  # how the codes of police services begin

SECTORS: Mapping[str, str | Promise] = {
    TOWN_POLICE: _("Municipal police"),
    "police_provincial": _("Provincial police"),
    "police_first_nation": _("First Nation police"),
    "police_federal": _("Federal police (RCMP)"),
    "probation": _("Probation and parole"),
    "youth_justice": _("Youth justice"),
    "victim_services": _("Victim services"),
    "mental_health": _("Mental health"),
    "addictions": _("Addictions"),
    "hospital": _("Hospital and primary care"),
    "public_health": _("Public health"),
    "home_care": _("Home and community care"),
    "ems": _("Ambulance and paramedics"),
    "fire": _("Fire service"),
    "school_public": _("Public school board"),
    "school_catholic": _("Catholic school board"),
    "school_french": _("French school board"),
    "child_protection": _("Child protection"),
    "youth_services": _("Child and youth services"),
    "social_assistance": _("Social assistance"),
    "housing": _("Housing and shelter"),
    "developmental": _("Developmental services"),
    "seniors": _("Services for older people"),
    "indigenous": _("Indigenous organization"),
    "newcomer": _("Settlement of newcomers"),
    "gender_violence": _("Shelter and help against gender-based violence"),
    "legal_aid": _("Legal aid"),
    "bylaw": _("Bylaw and municipal services"),
    "animal_control": _("Animal control"),
    "employment": _("Employment services"),
    "food": _("Food bank and food security"),
    "faith": _("Faith community"),
    OTHER: _("Another sector"),
}


def sector_label(code: str) -> str:
    """The sector in the reader's language; the code itself when it is not known."""
    return str(SECTORS.get(code, code))


def is_police(code: str) -> bool:
    """Whether agencies of this sector are police services."""
    return code.startswith(POLICE)
