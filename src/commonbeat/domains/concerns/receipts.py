"""Receipts of tips: nine short words that anybody can write down, in any language.

Each word is consonant, vowel, consonant, vowel. With 16 consonants and 5 vowels, less a few words
that are rude somewhere, nine of them hold 113 bits. The first two find the tip by a keyed index;
all nine open it and are kept as an Argon2 hash.
"""

from __future__ import annotations

import math
import re
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from commonbeat.core.sealed import blind_index

N_WORDS = 9
N_FINDING = 2
_CONSONANTS = "bdfgjklmnprstvwz"
_VOWELS = "aeiou"
_RUDE = frozenset(
    word
    for line in (
        "kaka pipi popo pute puta kuku fuka fuki suka nazi jape jude jodo kike dago paki gogo",
        "mofo bite zizi nene tete teta pepe koko fufa kulo mada poro zoze",
    )
    for word in line.split()
)
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)


@cache
def _words() -> tuple[str, ...]:
    syllables = [c + v for c in _CONSONANTS for v in _VOWELS]
    every = (first + second for first in syllables for second in syllables)
    return tuple(word for word in every if word not in _RUDE)


def bits() -> float:
    """How many bits a receipt holds."""
    return N_WORDS * math.log2(len(_words()))


def new_receipt() -> str:
    """Nine random words with spaces between."""
    return " ".join(secrets.choice(_words()) for _ in range(N_WORDS))


def normal(text: str) -> str:
    """A receipt as typed, whatever case, marks or line breaks; '' when it cannot be one."""
    folded = unicodedata.normalize("NFKD", text[:400]).lower()
    words = re.findall(r"[a-z]+", folded)
    return " ".join(words) if len(words) == N_WORDS else ""


def finder(receipt: str) -> str:
    """The keyed index by which the first words find the tip."""
    return blind_index(" ".join(receipt.split()[:N_FINDING]), "concerns.tip")


def hashed(receipt: str) -> str:
    """What is stored of a receipt."""
    return _hasher.hash(receipt)


def fits(receipt: str, stored: str) -> bool:
    """Whether the receipt is the one that was hashed."""
    try:
        return _hasher.verify(stored, receipt)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nothing() -> str:
    return hashed(new_receipt())


def waste_a_check(receipt: str) -> None:
    """Spend as long as a real check, so that a wrong receipt is not told by the clock."""
    fits(receipt, _nothing())
