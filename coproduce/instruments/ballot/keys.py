"""Keys of a ballot box: made for one vote, wrapped under an officer's passphrase, written on a sheet of paper.

The box is locked with the public half, which anyone may have. The private half exists only for
the moment in which it is wrapped or used; what an officer takes home, as a file and on paper, is the
private half in a safe that her passphrase opens (argon2id of the passphrase, then secretbox).
Neither lies in the database, so that a copy of it opens no box.

A wrapped key is 80 bytes: what it is for, the salt, the safe, a checksum. On paper these are eight
lines of sixteen letters without look-alikes, each line with two letters of check, so that
whoever types them in again hears which line is wrong.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.secret import SecretBox
from nacl.utils import random

from coproduce.core import BadInput, Place, Problem

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "COPRODUCEKEY1:"
LINES, PER_LINE = 8, 16
LEAST = 12
"""Letters a passphrase must have."""

STRENGTHS = (
    (pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN),
    (pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE),
    (pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE),
)
"""Work and memory of argon2id, as libsodium names them: for tests, interactive (64 MiB), moderate (256 MiB)."""
STRONG = 2

_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", " ": "", "-": "", "\t": "", "·": ""})
_NUMBERED = re.compile(r"^\s*[1-8]\s*[:.)]\s*")


@dataclass(frozen=True)
class Pair:
    """A key pair; ``secret`` is never stored."""

    public: bytes
    secret: bytes


@dataclass(frozen=True)
class Wrapped:
    """A private key in its safe, as an officer keeps it: the key of officer ``place``, one of ``of``."""

    place: int
    of: int
    strength: int
    tag: bytes
    salt: bytes
    safe: bytes

    def fits(self, public: bytes) -> bool:
        """Whether this is the key to that lock."""
        return self.tag == tag_of(public)

    def to_bytes(self) -> bytes:
        """The 80 bytes."""
        body = bytes((1, self.place, self.of, self.strength)) + self.tag + self.salt + self.safe
        return body + hashlib.sha256(body).digest()[:4]

    def lines(self) -> list[str]:
        """The eight lines of the backup sheet: four groups of four letters, and two letters of check."""
        plain = _letters(self.to_bytes())
        found = []
        for number in range(LINES):
            line = plain[number * PER_LINE : (number + 1) * PER_LINE]
            groups = [line[at : at + 4] for at in range(0, PER_LINE, 4)]
            found.append(f"{number + 1}: {' '.join(groups)}  {_check(number, line)}")
        return found

    def compact(self) -> str:
        """The key in one word, as the square on the sheet holds it."""
        return PREFIX + _letters(self.to_bytes())


def tag_of(public: bytes) -> bytes:
    """Eight bytes by which a public key is known."""
    return hashlib.blake2b(public, digest_size=8).digest()


def new_pair() -> Pair:
    """A fresh key pair from the machine's secure random source."""
    return pair_from(bytes(PrivateKey.generate()))


def pair_from(secret: bytes) -> Pair:
    """The pair of a private key of 32 bytes."""
    return Pair(bytes(PrivateKey(secret).public_key), secret)


def wrap(pair: Pair, passphrase: str, *, place: int = 1, of: int = 1, strength: int = STRONG) -> Wrapped:
    """The private key in a safe that the passphrase opens.

    Raises:
        BadInput: for a passphrase that is too short.
    """
    if problems := check_passphrase(passphrase):
        raise BadInput(problems)
    salt = random(pwhash.argon2id.SALTBYTES)
    safe = SecretBox(_stretched(passphrase, salt, strength)).encrypt(pair.secret, _nonce(salt)).ciphertext
    return Wrapped(place, of, strength, tag_of(pair.public), salt, safe)


def unwrap(wrapped: Wrapped, passphrase: str) -> bytes:
    """The private key.

    Raises:
        BadInput: ``ballot-passphrase`` where the passphrase does not open it.
    """
    try:
        box = SecretBox(_stretched(passphrase, wrapped.salt, wrapped.strength))
        return bytes(box.decrypt(wrapped.safe, _nonce(wrapped.salt)))
    except CryptoError:
        text = "This passphrase does not open this key. Check capitals and spaces, and try again"
        raise BadInput([Problem(Place(key="passphrase"), text, "ballot-passphrase")]) from None


def check_passphrase(passphrase: str) -> list[Problem]:
    """What is wrong with a passphrase that somebody chose."""
    if len(passphrase) < LEAST or len(set(passphrase)) < LEAST // 2:
        text = f"Choose a passphrase of at least {LEAST} letters. Four or five words that nobody guesses are good"
        return [Problem(Place(key="passphrase"), text, "ballot-passphrase")]
    return []


def read(text: str) -> Wrapped:
    """A wrapped key from a key file, from what was typed off the sheet, or from the square.

    Raises:
        BadInput: names each line that is missing or has a mistake in it.
    """
    plain = _compact_in(text) or _typed(text)
    data = _bytes(plain)
    if hashlib.sha256(data[:-4]).digest()[:4] != data[-4:] or data[0] != 1 or data[3] >= len(STRENGTHS):
        raise BadInput([_problem("This is not a key of a ballot box, or its lines stand in the wrong order")])
    return Wrapped(data[1], data[2], data[3], data[4:12], data[12:28], data[28:76])


def _compact_in(text: str) -> str:
    _, found, rest = text.partition(PREFIX)
    plain = rest[: LINES * PER_LINE]
    return plain if found and len(plain) == LINES * PER_LINE and not set(plain) - set(ALPHABET) else ""


def _typed(text: str) -> str:
    lines = [_tidy(line) for line in text.splitlines() if _NUMBERED.match(line)]
    if not lines:
        lines = [plain for line in text.splitlines() if (plain := _tidy(line))]
    if len(lines) != LINES:
        raise BadInput([_problem(f"The key has {LINES} lines, numbered 1 to {LINES}. Here are {len(lines)}")])
    wrong = [number for number, line in enumerate(lines) if not _sound(number, line)]
    if wrong:
        raise BadInput(
            [
                _problem(f"Line {number + 1} has a mistake in it. Compare it with the sheet")
                for number in wrong
            ]
        )
    return "".join(line[:PER_LINE] for line in lines)


def _sound(number: int, line: str) -> bool:
    plain, check = line[:PER_LINE], line[PER_LINE:]
    return len(line) == PER_LINE + 2 and not set(line) - set(ALPHABET) and check == _check(number, plain)


def _check(number: int, line: str) -> str:
    found = int.from_bytes(hashlib.sha256(f"{number}:{line}".encode()).digest()[:2], "big")
    return ALPHABET[found >> 11] + ALPHABET[(found >> 6) & 31]


def _tidy(line: str) -> str:
    return _NUMBERED.sub("", line).upper().translate(_ALIKE).strip()


def _letters(data: bytes) -> str:
    number, length = int.from_bytes(data, "big"), len(data) * 8 // 5
    return "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(length)))


def _bytes(plain: str) -> bytes:
    number = 0
    for letter in plain:
        number = number << 5 | ALPHABET.index(letter)
    return number.to_bytes(len(plain) * 5 // 8, "big")


def _stretched(passphrase: str, salt: bytes, strength: int) -> bytes:
    work, memory = STRENGTHS[strength]
    said = " ".join(passphrase.split()).encode("utf-8", "replace")
    return pwhash.argon2id.kdf(SecretBox.KEY_SIZE, said, salt, work, memory)


def _nonce(salt: bytes) -> bytes:
    """Each salt makes a key that is used this once, so the nonce needs no randomness of its own."""
    return hashlib.blake2b(salt, digest_size=SecretBox.NONCE_SIZE).digest()


def _problem(text: str) -> Problem:
    return Problem(Place(key="key"), text, "ballot-key")
