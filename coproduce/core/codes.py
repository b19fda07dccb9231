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
    return hmac.new(key_for(purpose), tidy(code).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def key_for(purpose: str) -> bytes:
    """The site's key for one purpose, from which its secret key cannot be worked out.

    A laptop in a hall without internet holds a few of the site's keys instead of its secret key.
    """
    lent: dict[str, str] = settings.COPRODUCE_LENT_KEYS
    if purpose in lent:
        return bytes.fromhex(lent[purpose])
    return hmac.new(
        settings.SECRET_KEY.encode(), b"coproduce key\x00" + purpose.encode(), hashlib.sha256
    ).digest()
