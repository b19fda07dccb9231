"""Public randomness that anyone can repeat.

A seed is words (a lottery number read out in public, say). Two kinds of numbers
come from it:

* ``Draws`` for lotteries and ties: SHA-256 in counter mode (FIPS 180-4), whole
  numbers without bias by rejection. The same bytes on any machine, for ever.
* ``uniforms`` for simulation: the Philox 4x64-10 counter
  generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"),
  whose raw output numpy keeps stable; the step to floats is done here, so that
  no change in numpy's distributions can move a result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
_DOMAIN = b"coproduce.seed.1\x00"


@dataclass(frozen=True)
class Seed:
    """A seed in words, e.g. ``Seed("lottery 14-27-33, 3 May 2026")``.

    A whole number is taken as its decimal text, so ``Seed.of(7) == Seed("7")``.
    """

    words: str

    @classmethod
    def of(cls, value: str | int | Seed) -> Seed:
        """``value`` as a seed, whichever way it was given."""
        return value if isinstance(value, Seed) else cls(str(value))

    def child(self, *names: str | int) -> Seed:
        """An independent seed for one part of a computation.

        Parts named differently never share numbers, so work may be split over
        any number of threads without changing a result.
        """
        return Seed(_join(self.words, *(str(name) for name in names)))

    def key(self) -> bytes:
        """The 32 bytes from which all numbers of this seed come."""
        return hashlib.sha256(_DOMAIN + self.words.encode("utf-8", "surrogatepass")).digest()

    def draws(self) -> Draws:
        """A fresh stream of exact draws, from its beginning."""
        return Draws(self.key())

    def order(self, ids: Sequence[str]) -> list[str]:
        """``ids`` in a random order that depends on the set of ids and the seed, not on the order given.

        Each id's place comes from SHA-256 of seed and id alone, so a person can
        check her own without the rest. Ids must differ from one another.
        """
        if len(set(ids)) != len(ids):
            raise ValueError("ids to be put in random order must differ from one another")
        key = self.key()
        return sorted(ids, key=lambda name: (_place(key, name), name))

    def uniforms(self, *shape: int) -> NDArray[np.float64]:
        """Numbers in the open interval (0, 1), of the given shape: (raw >> 11 + ½) / 2⁵³."""
        import numpy as np

        size = int(np.prod(shape, dtype=np.int64)) if shape else 1
        generator = np.random.Philox(key=np.frombuffer(self.key()[:16], dtype="<u8").astype(np.uint64))
        raw = np.asarray(generator.random_raw(size), dtype=np.uint64)
        np.right_shift(raw, np.uint64(11), out=raw)
        values = raw.astype(np.float64)
        # The half keeps 0 out; the top value would round to 1, so it is taken one step down.
        values += 0.5
        values *= 2.0**-53
        np.minimum(values, np.nextafter(1.0, 0.0), out=values)
        return values.reshape(shape)


class Draws:
    """Whole numbers from one seed, one after another, each fair.

    Block *i* of the stream is SHA-256(key ‖ *i* as 8 bytes, big-endian). A number below *n*
    takes as many whole bytes as *n* − 1 needs, and again when the value would favour some.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._block = 0
        self._left = b""

    def _bytes(self, count: int) -> bytes:
        while len(self._left) < count:
            self._left += hashlib.sha256(self._key + self._block.to_bytes(8, "big")).digest()
            self._block += 1
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def below(self, n: int) -> int:
        """A whole number from 0 to ``n`` − 1, each equally likely. ``n`` must be 1 or more."""
        if n < 1:
            raise ValueError(f"cannot draw below {n}")
        size = max(1, ((n - 1).bit_length() + 7) // 8)
        limit = (256**size // n) * n
        while True:
            value = int.from_bytes(self._bytes(size), "big")
            if value < limit:
                return value % n

    def choose(self, values: Sequence[T]) -> T:
        """One of ``values`` (not empty), each equally likely."""
        return values[self.below(len(values))]

    def weighted(self, weights: Sequence[int]) -> int:
        """A position in ``weights`` (whole, not negative, sum above 0), in exact proportion to its weight."""
        if any(weight < 0 for weight in weights):
            raise ValueError("weights of a draw must not be negative")
        point = self.below(sum(weights))
        for position, weight in enumerate(weights):
            if point < weight:
                return position
            point -= weight
        raise AssertionError("a point below the sum of weights lies in one of them")

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """``values`` in random order (Fisher and Yates), every order equally likely."""
        found = list(values)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found


def _join(*parts: str) -> str:
    return "\x1f".join(part.replace("\x1b", "\x1b\x1b").replace("\x1f", "\x1bu") for part in parts)


def _place(key: bytes, name: str) -> bytes:
    return hashlib.sha256(key + b"order\x00" + name.encode("utf-8", "surrogatepass")).digest()
