"""Who can be drawn, and what a jury or assembly must look like: the input of every method.

A pool holds people with one value per feature and, where known, a household; quotas
say how many of each value the body must have; ``size`` how many it has in all. People
already seated count towards quotas and size and block their households.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coproduce.engines.kernel import BadInput, Place, Problem, input_digest


@dataclass(frozen=True)
class Person:
    """Someone in the pool: id, one value for each feature in the pool's order, household ("" where unknown)."""

    id: str
    values: tuple[str, ...]
    household: str = ""


@dataclass(frozen=True)
class Quota:
    """Of ``value`` in ``feature`` at least ``low`` and at most ``high`` people.

    ``least`` and ``most`` say how far the quota may be moved where no body is possible;
    None leaves it open (0, or the size of the body).
    """

    feature: str
    value: str
    low: int
    high: int
    least: int | None = None
    most: int | None = None

    @property
    def name(self) -> str:
        """Feature and value as people read them."""
        return f"{self.feature}: {self.value}"


@dataclass(frozen=True)
class Pool:
    """People in order of id, features, quotas in the order given, and the size of the body.

    Raises:
        BadInput: with every contradiction that can be seen without search.
    """

    people: tuple[Person, ...]
    features: tuple[str, ...]
    quotas: tuple[Quota, ...]
    size: int
    seated: tuple[Person, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", tuple(sorted(self.people, key=lambda person: person.id)))
        object.__setattr__(self, "seated", tuple(sorted(self.seated, key=lambda person: person.id)))
        problems = list(self._problems())
        if problems:
            raise BadInput(problems)

    def _problems(self) -> Iterator[Problem]:
        if self.size < 1:
            yield _problem("size", f"the body should have at least 1 member, not {self.size}", "size")
        for name, count in Counter(person.id for person in (*self.people, *self.seated)).items():
            if count > 1:
                yield _problem("people", f"the id {name!r} stands {count} times; each person needs an id of "
                               "their own", "id-twice")  # fmt: skip
        known = {(quota.feature, quota.value) for quota in self.quotas}
        if len(known) < len(self.quotas):
            yield _problem("features", "a value stands twice under one feature; keep one line", "quota-twice")
        for person in (*self.people, *self.seated):
            for feature, value in zip(self.features, person.values, strict=True):
                if (feature, value) not in known:
                    yield _problem("people", f"{person.id}: {feature} is {value!r}, for which there is no "
                                   "quota; add a line to the features or mend the value", "no-quota")  # fmt: skip
        yield from self._quota_problems()
        if self.size > len(self.people) + len(self.seated):
            yield _problem("people", f"{self.size} people are wanted and the pool has {len(self.people)}"
                           + (f", with {len(self.seated)} seated" if self.seated else "")
                           + "; invite more people or ask for fewer", "pool-small")  # fmt: skip
        if len(self.seated) >= self.size > 0:
            yield _problem("seated", f"{len(self.seated)} of {self.size} places are taken already; "
                           "there is nobody to draw", "all-seated")  # fmt: skip

    def _quota_problems(self) -> Iterator[Problem]:
        for quota in self.quotas:
            if not 0 <= quota.low <= quota.high:
                yield _problem("features", f"{quota.name} asks for {quota.low} to {quota.high}; give a least "
                               "number and a greatest that is not below it", "quota-order")  # fmt: skip
        for feature in self.features:
            own = [quota for quota in self.quotas if quota.feature == feature]
            low, high = sum(quota.low for quota in own), sum(quota.high for quota in own)
            if low > self.size:
                yield _problem("features", f"{feature}: the least numbers add up to {low}, more than the "
                               f"{self.size} wanted; lower some", "quota-sum")  # fmt: skip
            if high < self.size:
                yield _problem("features", f"{feature}: the greatest numbers add up to {high}, fewer than the "
                               f"{self.size} wanted; raise some", "quota-sum")  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """The canonical form, of which the digest is taken. It does not depend on the order of people."""
        return {
            "features": list(self.features),
            "people": [[person.id, list(person.values), person.household] for person in self.people],
            "quotas": [[q.feature, q.value, q.low, q.high, q.least, q.most] for q in self.quotas],
            "seated": [[person.id, list(person.values), person.household] for person in self.seated],
            "size": self.size,
        }

    @cached_property
    def sha256(self) -> str:
        """Digest of the canonical form."""
        return input_digest(self.plain())

    def counts(self, people: tuple[Person, ...]) -> list[int]:
        """How many of ``people`` each quota counts."""
        found = Counter(pair for person in people for pair in zip(self.features, person.values, strict=True))
        return [found[quota.feature, quota.value] for quota in self.quotas]


def _problem(source: str, text: str, code: str) -> Problem:
    return Problem(Place(source), text, code)
