"""Codes on slips and cards: short enough to read out, long enough that nobody guesses one.

Twelve characters of a 32-letter alphabet without look-alikes are 60 bits. Only a keyed
digest is stored, so a copy of the database opens nobody's slip. What people type is
forgiven: case, spaces, dashes, and the look-alikes I, L, O, U.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", " ": "", "-": "", "·": ""})


def new_code() -> str:
    """A fresh code of 60 random bits, in groups of four: ``4R7K 2MQX 09TD``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(code: str) -> str:
    """A code as it is printed, in groups of four."""
    plain = tidy(code)
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def tidy(typed: str) -> str:
    """What somebody typed, without spaces and dashes, look-alikes put right."""
    return typed.upper().translate(_ALIKE).strip()


def code_digest(code: str, purpose: str) -> str:
    """The keyed digest under which a code is stored; differs for each purpose (``"claim"``, ``"vote"``)."""
    key = f"{settings.SECRET_KEY}\x00{purpose}".encode()
    return hmac.new(key, tidy(code).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
