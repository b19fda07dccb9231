"""What was given, in the smallest pieces that are ever published.

A *granule* is one kind of input to one service in one joint project and one stage, in one quarter. Whatever
is published is a sum of granules. A granule that fewer than five people gave is pooled with the others of its
joint project, service, quarter and unit; where the pool has fewer than five as well, it is left out, and said
to be. So nothing can be worked out by taking one published total from another: the difference is again a sum of
what was published.

Public staff and organisations are no private persons: the rule is for residents, volunteers of charities among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

FEWEST = 5
OTHER = "other"
"""The kind under which small granules are pooled."""


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, ``number`` 1 to 4."""

    year: int
    number: int

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def until(self) -> date:
        """The day after its last."""
        return self.next().since

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.until - timedelta(days=1)

    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True)
class Granule:
    """A piece of what was given: ``quantity`` net of corrections, in the unit's smallest part.

    ``party_ids`` are the keys of those who are named, ``unnamed`` the largest number of people behind one record
    without names: together they say how many people it came from at least. ``records`` counts what it is made of.
    """

    initiative_id: str
    service_id: str
    quarter: Quarter
    side: str
    paid_for_by: str
    kind: str
    unit: str
    stage: str
    quantity: int
    party_ids: frozenset[str]
    unnamed: int
    records: int

    @property
    def people(self) -> int:
        """How many people it came from at least."""
        return max(len(self.party_ids), self.unnamed)

    @property
    def of_residents(self) -> bool:
        """Whether private persons gave it."""
        return self.side == "resident" or self.paid_for_by == "volunteers"


def granules(
    *, initiative_ids: Collection[UUID] | None = None, service_id: UUID | None = None,
    since: date | None = None, until: date | None = None,
) -> list[Granule]:  # fmt: skip
    """What was given, by granule; of some joint projects, of a service, of a period (``since`` ≤ day < ``until``).

    With a service, records that belong to no joint project are in it too.
    """
    where, values = _where(initiative_ids, service_id, since, until)
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor].format(where=where), values)
        rows = cursor.fetchall()
    return _folded(rows)


def _where(
    initiative_ids: Collection[UUID] | None, service_id: UUID | None, since: date | None, until: date | None
) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if initiative_ids is not None:
        marks = ", ".join(["%s"] * len(initiative_ids)) or "NULL"
        alone = " OR e.initiative_id IS NULL" if service_id else ""
        parts.append(f"(e.initiative_id IN ({marks}){alone})")
        values += [_key(one) for one in initiative_ids]
    if service_id is not None:
        parts.append("p.service_id = %s")
        values.append(_key(service_id))
    for sign, day in ((">=", since), ("<", until)):
        if day is not None:
            parts.append(f"e.occurred_on {sign} %s")
            values.append(day if connection.vendor == "postgresql" else day.isoformat())
    return "".join(f" AND {part}" for part in parts), values


def _key(one: UUID) -> Any:
    return one if connection.vendor == "postgresql" else one.hex


_INNER = """
SELECT e.initiative_id AS initiative, p.service_id AS service, {year} AS year, {quarter} AS quarter,
  p.side AS side, p.paid_for_by AS paid, p.kind_id AS kind, p.unit AS unit, p.stage AS stage,
  p.party_id AS party, COALESCE(e.corrects_id, e.id) AS root, -SUM(p.quantity) AS net, MAX(p.people) AS people
FROM ledger_posting p
JOIN ledger_account a ON a.id = p.account_id
JOIN ledger_entry e ON e.id = p.entry_id
WHERE a.role = 'given'{{where}}
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
HAVING SUM(p.quantity) <> 0
"""
_OUTER = """
SELECT initiative, service, year, quarter, side, paid, kind, unit, stage, party, SUM(net), MAX(people), COUNT(*)
FROM ({inner}) given GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
_SQL = {
    "sqlite": _OUTER.format(inner=_INNER.format(
        year="CAST(substr(e.occurred_on, 1, 4) AS INTEGER)",
        quarter="(CAST(substr(e.occurred_on, 6, 2) AS INTEGER) + 2) / 3",
    )),
    "postgresql": _OUTER.format(inner=_INNER.format(
        year="EXTRACT(YEAR FROM e.occurred_on)::int", quarter="EXTRACT(QUARTER FROM e.occurred_on)::int",
    )),
}  # fmt: skip


def _folded(rows: Iterable[Sequence[Any]]) -> list[Granule]:
    """Rows per giver as granules."""
    sums: dict[tuple[Any, ...], list[Any]] = {}
    for *key, party, net, people, records in rows:
        found = sums.setdefault(tuple(key), [0, set(), 0, 0])
        found[0] += int(net)
        if party is None:
            found[2] = max(found[2], people or 0)
        else:
            found[1].add(str(party))
        found[3] += records
    made = [
        Granule(
            _text(initiative), _text(service), Quarter(year, quarter), side, paid, kind, unit, stage,
            net, frozenset(parties), unnamed, records,
        )
        for (initiative, service, year, quarter, side, paid, kind, unit, stage), (net, parties, unnamed, records)
        in sums.items()
    ]  # fmt: skip
    return sorted(made, key=_place)


def _text(key: Any) -> str:
    return "" if key is None else str(key).replace("-", "")


def _place(one: Granule) -> tuple[Any, ...]:
    return (
        one.initiative_id, one.service_id, one.quarter, one.side, one.paid_for_by, one.kind, one.unit, one.stage,
    )  # fmt: skip


def publishable(found: Iterable[Granule]) -> tuple[list[Granule], list[Granule]]:
    """What may be published, and what is left out because fewer than five people gave it.

    Small granules of residents are pooled within a joint project, service, quarter and unit, under the kind
    ``other`` and without a stage.
    """
    out: list[Granule] = []
    small: dict[tuple[Any, ...], list[Granule]] = defaultdict(list)
    for one in found:
        if one.of_residents and one.people < FEWEST:
            small[one.initiative_id, one.service_id, one.quarter, one.unit].append(one)
        else:
            out.append(one)
    left: list[Granule] = []
    for pool in small.values():
        together = _pooled(pool)
        if together.people < FEWEST:
            left += pool
        else:
            out.append(together)
    return sorted(out, key=_place), left


def _pooled(pool: Sequence[Granule]) -> Granule:
    first = pool[0]
    return Granule(
        first.initiative_id, first.service_id, first.quarter, "resident", "", OTHER, first.unit, "",
        sum(one.quantity for one in pool), frozenset[str]().union(*(one.party_ids for one in pool)),
        max(one.unnamed for one in pool), sum(one.records for one in pool),
    )  # fmt: skip
