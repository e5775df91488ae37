"""How numbers are said in English and French.

Any language that is not written here is told in English.
"""

import math

NBSP = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"

UNITS = {
    "minutes": {"en": ("minute", "minutes"), "fr": ("minute", "minutes")},
    "hours": {"en": ("hour", "hours"), "fr": ("heure", "heures")},
    "days": {"en": ("day", "days"), "fr": ("jour", "jours")},
}


def in_french(language: str) -> bool:
    """Say whether to speak French (fr, fr-ca, fr_FR)."""
    return language.lower()[:2] == "fr"


def pick(language: str, english: str, french: str) -> str:
    """Choose between two wordings of the same thing."""
    return french if in_french(language) else english


def number(value: float, language: str = "en", digits: int = 0) -> str:
    """Say a number with thousands apart and the decimal sign of the language."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{abs(value):,.{digits}f}"
    if in_french(language):
        text = text.replace(",", THIN).replace(".", ",")
    negative = value < 0 and text.strip("0.,") != ""
    return f"−{text}" if negative else text


def percent(share: float, language: str = "en", digits: int = 0) -> str:
    """Say a share of one as a percentage: 0.62 is 62%."""
    sign = f"{NBSP}%" if in_french(language) else "%"
    return number(100 * share, language, digits) + sign


def with_unit(value: float, unit: str, language: str = "en") -> str:
    """Say a duration with its unit; under ten one decimal, otherwise none."""
    digits = 1 if abs(value) < 10 and value != round(value) else 0
    said = number(value, language, digits)
    one, many = UNITS[unit]["fr" if in_french(language) else "en"]
    singular = value < 2 if in_french(language) else said == "1"
    return f"{said}{NBSP}{one if singular else many}"


def counted(n: int, language: str, english: tuple[str, str], french: tuple[str, str]) -> str:
    """Say how many of something, in the singular or the plural of the language."""
    if in_french(language):
        return f"{number(n, language)}{NBSP}{french[0] if n < 2 else french[1]}"
    return f"{number(n, language)} {english[0] if n == 1 else english[1]}"
