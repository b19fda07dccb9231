"""Closing and opening envelopes: the one door to what somebody voted while a vote is open.

An envelope is a sealed box of libsodium (X25519 and XSalsa20-Poly1305, a fresh key for each): whoever
has the public key can close it, only the private key opens it. With two officers one box lies in
the other, and both must come. What is in it (the choice, the way it came, a receipt) is filled
up to one length for all ballots of a vote, so that no envelope tells by its size what it holds.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from coproduce.core import BadInput, Place, Problem
from coproduce.engines.kernel import canonical, parse_canonical

STEP = 128
_LETTERS = "234679ACDEFGHJKMNPQRTVWXYZ"
_GROUPS, _PER_GROUP = 3, 3


@dataclass(frozen=True)
class Content:
    """What an envelope holds: the choice in plain values, the way it came, and the voter's receipt."""

    choice: dict[str, Any]
    channel: str
    receipt: str


def new_receipt() -> str:
    """A receipt: nine letters without look-alikes, ``4R7-K2M-Q9T``."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_PER_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def tidy_receipt(typed: str) -> str:
    """A receipt as somebody typed it, in the groups in which it is kept."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(plain[at : at + _PER_GROUP] for at in range(0, len(plain), _PER_GROUP))


def length_for(longest: Content) -> int:
    """The length to which all contents of a vote are filled up, from the longest one there can be."""
    return -(-(len(_written(longest)) + 1) // STEP) * STEP


def close(content: Content, publics: Sequence[bytes], length: int) -> bytes:
    """An envelope, locked with each of the public keys, the last one outermost.

    Raises:
        ValueError: for a content that is longer than ``length``.
    """
    data = _written(content)
    if len(data) > length:
        raise ValueError(f"a choice of {len(data)} bytes does not fit into an envelope of {length}")
    sealed = data + b" " * (length - len(data))
    for public in publics:
        sealed = SealedBox(PublicKey(public)).encrypt(sealed)
    return sealed


def open_all(envelopes: Collection[bytes], private: Sequence[bytes]) -> list[Content]:
    """What is in the envelopes, in random order: their own order is lost here.

    Raises:
        BadInput: where a key does not open an envelope; none is then told.
    """
    locks = [SealedBox(PrivateKey(key)) for key in reversed(private)]
    found = []
    for envelope in envelopes:
        data = bytes(envelope)
        try:
            for lock in locks:
                data = lock.decrypt(data)
        except CryptoError:
            text = "An envelope in the box does not open with this key. Nothing was changed"
            raise BadInput([Problem(Place(key="key"), text, "ballot-envelope")]) from None
        plain = parse_canonical(data.rstrip(b" "))
        found.append(Content(plain["choice"], plain["channel"], plain["receipt"]))
    secrets.SystemRandom().shuffle(found)
    return found


def _written(content: Content) -> bytes:
    return canonical({"choice": content.choice, "channel": content.channel, "receipt": content.receipt})
