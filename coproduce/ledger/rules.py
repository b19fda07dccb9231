"""What may be written into the book, by whom, and how a record becomes balanced lines. Nothing here reads a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from coproduce.catalogue.public import KINDS, Kind, Side
from coproduce.core import Actor, Refusal
from coproduce.engines.kernel import digest
from coproduce.ledger.models import LARGEST, Account, PaidForBy
from coproduce.ledger.values import Gift, Record

KIND: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}
ON_CALL = "on-call"
"""The unit of minutes on call: never added to minutes given."""

DAY = 24 * 60
TEAM = frozenset({"lead", "facilitator", "clerk"})
KEEPERS = frozenset({"lead", "administrator"})
ACTIVE = ("time-active", "skill", "peer-support")
"""Kinds that count as residents' hours beside the public side's. Travel and time on call do not."""
PUBLIC_HOURS = ("staff-time", "facilitation-and-support")


def unit_of(kind: Kind, currency: str) -> str:
    """The unit in which a kind is booked: its own, the currency, or the unit of time on call."""
    if kind.may_be_on_call:
        return ON_CALL
    return currency if kind.unit == "money" else kind.unit


# --- who may ---------------------------------------------------------------------------------


def check_record(actor: Actor, duties: frozenset[str], *, closed: bool) -> Refusal | None:
    """Whether somebody may write what happened straight into the book: the team of the joint project."""
    if closed:
        return Refusal("initiative-closed", status=409)
    return None if duties & TEAM or actor.channel in {"system", "import"} else Refusal("ledger-team-only")


def check_claim(actor: Actor, person_id: UUID | None, duties: frozenset[str]) -> Refusal | None:
    """Whether somebody may say what was given: her own, or anybody's where she is of the team."""
    if duties & TEAM or actor.channel in {"system", "import"}:
        return None
    own = actor.person_id is not None and actor.person_id == person_id
    return None if own else Refusal("ledger-own-only")


def check_confirm(actor: Actor, giver_id: UUID | None, duties: frozenset[str]) -> Refusal | None:
    """Whether somebody may confirm what another says: the team, but nobody her own."""
    if not duties & TEAM and actor.channel != "system":
        return Refusal("ledger-team-only")
    own = actor.person_id is not None and actor.person_id == giver_id
    return Refusal("ledger-own-word", status=409) if own else None


def check_keeper(duties: frozenset[str]) -> Refusal | None:
    """Whether somebody may close a period or switch on a view of money: the agency's lead or administrator."""
    return None if duties & KEEPERS else Refusal("ledger-keepers-only")


# --- what may be written --------------------------------------------------------------------


def check_gifts(gifts: Sequence[Gift]) -> Refusal | None:
    """Whether every gift makes sense by itself; the refusal names the first that does not."""
    if not gifts:
        return Refusal("ledger-empty", status=422)
    if len(gifts) > 400:
        return Refusal("ledger-too-many", {"most": 400}, status=422)
    return next((found for gift in gifts if (found := _check_gift(gift))), None)


def _check_gift(gift: Gift) -> Refusal | None:
    kind = KIND.get(gift.kind)
    if kind is None:
        return Refusal("ledger-kind", {"kind": gift.kind}, status=422)
    if not 0 < gift.quantity <= LARGEST:
        return Refusal("ledger-quantity", {"kind": kind.name}, status=422)
    if gift.side not in Side.values:
        return Refusal("ledger-side", {"kind": kind.name}, status=422)
    if (gift.side == Side.PARTNER) != (gift.paid_for_by in PaidForBy.values):
        return Refusal("ledger-paid-for-by", {"kind": kind.name}, status=422)
    if (kind.unit == "money") != (len(gift.currency) == 3):
        return Refusal("ledger-currency", {"kind": kind.name}, status=422)
    if not 0 < gift.people < 1_000_000 or (gift.person_id and gift.people != 1):
        return Refusal("ledger-people", {"kind": kind.name}, status=422)
    if kind.daily_cap and gift.side == Side.RESIDENT and gift.quantity > kind.daily_cap * gift.people:
        return Refusal("ledger-daily-cap", {"kind": kind.name, "hours": kind.daily_cap // 60}, status=422)
    return None


def check_day(given: Mapping[str, int], kinds: Sequence[str]) -> Refusal | None:
    """Whether one person can have given that much in one day, by kind and in all (24 hours).

    ``given`` maps a kind to minutes of that day, what is new included; ``kinds`` are the new ones.
    """
    for key in kinds:
        cap = KIND[key].daily_cap
        if cap and given.get(key, 0) > cap:
            return Refusal("ledger-daily-cap", {"kind": KIND[key].name, "hours": cap // 60}, status=422)
    minutes = sum(
        much for key, much in given.items() if KIND[key].unit == "minute" and not KIND[key].may_be_on_call
    )
    return Refusal("ledger-whole-day", status=422) if minutes > DAY else None


def check_day_open(occurred_on: date, locked_through: date | None, today: date) -> Refusal | None:
    """Whether the books take an entry of this day: not closed, and not in the future."""
    if locked_through and occurred_on <= locked_through:
        return Refusal("ledger-locked", {"through": locked_through}, status=409)
    return Refusal("ledger-future", status=422) if occurred_on > today else None


# --- a record as balanced lines --------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One posting before it has an account row. ``account`` is (service, outcome, side, role, unit)."""

    account: tuple[UUID | None, UUID | None, str, str, str]
    gift: Gift
    quantity: int
    party_id: UUID | None = None
    people: int | None = None


def lines_of(gift: Gift, party_id: UUID | None) -> Iterator[Line]:
    """A gift as four lines that come to zero: given → received → applied to an outcome, or unattributed."""
    unit = unit_of(KIND[gift.kind], gift.currency)
    role = Account.Role
    received = (gift.service_id, None, gift.side, role.RECEIVED.value, unit)
    end = role.APPLIED if gift.outcome_id else role.UNATTRIBUTED
    yield Line(
        (gift.service_id, None, gift.side, role.GIVEN.value, unit),
        gift,
        -gift.quantity,
        party_id,
        gift.people,
    )
    yield Line(received, gift, gift.quantity)
    yield Line(received, gift, -gift.quantity)
    yield Line((gift.service_id, gift.outcome_id, gift.side, end.value, unit), gift, gift.quantity)


GIVEN_FIELDS = (
    "kind_id", "quantity", "unit", "side", "paid_for_by", "party_id", "people", "service_id", "stage", "outcome_id",
)  # fmt: skip
"""What an entry's digest covers of each line that says what was given."""


def content_digest(
    *, initiative_id: Any, step_id: Any, occurred_on: Any, evidence: str, corrects_id: Any,
    given: Sequence[Sequence[Any]],
) -> str:  # fmt: skip
    """The digest of an entry's content: equal for a retry, whoever sends it and whenever.

    ``given`` holds ``GIVEN_FIELDS`` of each line on a *given* account; their order does not matter.
    """
    head = said((initiative_id, step_id, occurred_on, evidence, corrects_id))
    return digest_of(head, (said(row) for row in given))


FIELD, ROW = "\x1f", "\x1e"
"""What stands between fields and between rows of the text that a digest is of (ASCII's own signs for it)."""


def said(row: Sequence[Any]) -> str:
    """A row as text, the same whichever database it came from: ids as 32 hexadecimal digits, nothing for null."""
    return FIELD.join("" if one is None else one.hex if isinstance(one, UUID) else str(one) for one in row)


def digest_of(head: str, rows: Iterable[str]) -> str:
    """The digest of an entry's content, of rows that are text already."""
    return digest(ROW.join([head, *sorted(rows)]).encode())


def check_same(digest_there: str, digest_new: str, record: Record) -> Refusal | None:
    """A key that was used stands for the same record for ever; for another one it is refused."""
    return None if digest_there == digest_new else Refusal("ledger-key-used", {"key": record.key}, status=409)
