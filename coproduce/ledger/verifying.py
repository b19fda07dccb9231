"""Whether the book still holds: read whole, trusting nothing that the database should have seen to.

Whoever owns a database can take its triggers off and write what he likes. So everything is worked out again:
that each entry comes to zero in each unit, is what its digest says and has its lines; that no line is without a
header; that closed periods are what they were when they were closed; that checkpoints add up; that the
triggers are on.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from coproduce.core.soundness import trigger_faults
from coproduce.ledger.models import Account, Checkpoint, Entry, PeriodLock
from coproduce.ledger.rules import digest_of
from coproduce.ledger.walking import Orphan, Walked, add_to_period, chained, walk

_MOST = 20


@dataclass(frozen=True)
class Verified:
    """What was looked at, and what is broken, in sentences."""

    entries: int
    postings: int
    closed_periods: int
    checkpoints: int
    totals: dict[str, int]
    faults: tuple[str, ...]


class _Faults:
    """Sentences, at most so many of one sort; the rest are counted."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = defaultdict(list)
        self._more: dict[str, int] = defaultdict(int)

    def add(self, sort: str, sentence: str) -> None:
        if len(self._found[sort]) < _MOST:
            self._found[sort].append(sentence)
        else:
            self._more[sort] += 1

    def all(self) -> tuple[str, ...]:
        return tuple(
            sentence
            for sort, sentences in self._found.items()
            for sentence in [
                *sentences,
                *([f"and {self._more[sort]} more of this sort"] if self._more[sort] else []),
            ]
        )


def verify() -> Verified:
    """Read the whole book and say what is broken. Changes nothing."""
    faults = _Faults()
    for sentence in trigger_faults():
        faults.add("trigger", sentence)
    accounts = {
        key.hex: (unit, side, service.hex if service else "", role)
        for key, unit, side, service, role in Account.objects.values_list(
            "id", "unit", "side", "service_id", "role"
        )
    }
    locks = list(PeriodLock.objects.order_by("through"))
    hashers = [hashlib.sha256() for _ in locks]
    through = Checkpoint.objects.aggregate(last=Max("through_seq"))["last"] or 0
    months: dict[tuple[str, str, str], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    orphans: list[str] = []
    entries = postings = 0
    for one in walk():
        if isinstance(one, Orphan):
            orphans.append(one.entry_id)
            continue
        entries += 1
        postings += len(one.lines)
        _check_entry(one, accounts, faults)
        add_to_period(locks, hashers, one)
        for line in one.lines:
            if isinstance(line.quantity, int):
                totals[line.unit] += line.quantity
                if one.seq <= through:
                    months[line.account, line.unit, one.occurred_on[:7]] += line.quantity
    _check_orphans(orphans, faults)
    for unit, total in sorted(totals.items()):
        if total:
            faults.add("trial", f"all accounts together come to {total} in {unit}, not to zero")
    for lock, (said, should) in zip(locks, chained(locks, hashers), strict=True):
        if said != should:
            faults.add(
                "period", f"the period closed through {lock.through} is not what it was when it was closed"
            )
    marks = _check_checkpoints(months, through, faults)
    return Verified(entries, postings, len(locks), marks, dict(sorted(totals.items())), faults.all())


def _check_entry(one: Walked, accounts: dict[str, tuple[str, str, str, str]], faults: _Faults) -> None:
    sums: dict[str, int] = defaultdict(int)
    given = []
    name = f"entry {UUID(one.id)}"
    for line in one.lines:
        if not isinstance(line.quantity, int):
            faults.add("whole", f"{name} has a quantity that is no whole number")
            continue
        sums[line.unit] += line.quantity
        unit, side, service, role = accounts.get(line.account, ("", "", "", ""))
        if (line.unit, line.side, line.service) != (unit, side, service):
            faults.add("astray", f"{name} has a posting on an account of another unit, side or service")
        if role == Account.Role.GIVEN:
            given.append(line.text)
    if any(sums.values()):
        faults.add("balance", f"{name} does not come to zero")
    if len(one.lines) != one.lines_said:
        faults.add("lines", f"{name} has {len(one.lines)} postings and says {one.lines_said}")
    if digest_of(one.head, given) != one.digest:
        faults.add("digest", f"{name} is not what its digest says")


def _check_orphans(orphans: list[str], faults: _Faults) -> None:
    # While we read, an entry may have come whose lines we met without its header.
    for key in orphans:
        if not Entry.objects.filter(pk=UUID(key)).exists():
            faults.add("orphan", f"postings of {UUID(key)} have no header")


def _check_checkpoints(months: dict[tuple[str, str, str], int], through: int, faults: _Faults) -> int:
    rows = Checkpoint.objects.values_list("account_id", "unit", "month", "through_seq", "total")
    said: dict[tuple[str, str, str], int] = {}
    for account, unit, month, seq, total in rows:
        if seq != through:
            faults.add("checkpoint", f"a checkpoint of account {account} ends elsewhere than the others")
        said[account.hex, unit, month.isoformat()[:7]] = total
    right = {key: total for key, total in months.items() if total} if said else {}
    for key in sorted(said.keys() | right.keys()):
        if said.get(key, 0) != right.get(key, 0):
            text = f"the checkpoint of account {UUID(key[0])} for {key[2]} says {said.get(key, 0)}"
            faults.add("checkpoint", f"{text}, not {right.get(key, 0)}: rebuild the checkpoints")
    return len(said)
