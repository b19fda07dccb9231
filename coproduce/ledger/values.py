"""What goes into the book, as values: gifts, records, claims, promises. Rows are never handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Gift:
    """One input: so much of a kind, from one side.

    Attributes:
        kind: key of a kind of input (``catalogue.public.KINDS``).
        quantity: whole number of the unit's smallest part (minutes, pence, pieces, sessions), 1 or more.
        side: resident, public or partner. Volunteers that a charity brings are residents.
        paid_for_by: what paid for a partner's input: ``own``, ``public-grant`` or ``volunteers``; else empty.
        currency: three letters where the kind is money, else empty.
        person_id: who gave it, where she wishes to be named.
        organisation_id: which organisation gave it.
        people: how many people it came from; names are optional, “eleven came” is a full record.
        service_id: the service that received it.
        stage: in which of the four Co's (``catalogue.public.Stage``).
        outcome_id: the outcome it is applied to; None leaves it unattributed, in plain sight.
    """

    kind: str
    quantity: int
    side: str
    paid_for_by: str = ""
    currency: str = ""
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    people: int = 1
    service_id: UUID | None = None
    stage: str = ""
    outcome_id: UUID | None = None


@dataclass(frozen=True)
class Record:
    """What happened once: one entry with its gifts. The same source and key is the same record.

    Attributes:
        source: who brings it: ``"ledger.form"``, ``"import.sheet"``; at most 40 characters.
        key: the source's own key for it, at most 120 characters.
        evidence: said by the giver, confirmed, measured or estimated.
    """

    source: str
    key: str
    occurred_on: date
    gifts: Sequence[Gift]
    initiative_id: UUID | None = None
    step_id: UUID | None = None
    evidence: str = "self"


@dataclass(frozen=True)
class NewClaim:
    """What somebody says was given, to be confirmed. ``source`` names where it comes from, once."""

    source: str
    initiative_id: UUID
    occurred_on: date
    gift: Gift
    step_id: UUID | None = None


@dataclass(frozen=True)
class EntryView:
    """An entry as it stands. ``written`` is False where the same record had been written before."""

    id: UUID
    seq: int
    digest: str
    occurred_on: date
    initiative_id: UUID | None
    corrects_id: UUID | None
    written: bool = True


@dataclass(frozen=True)
class ClaimView:
    """A claim as it stands: open, confirmed or refused."""

    id: UUID
    source: str
    initiative_id: UUID
    occurred_on: date
    gift: Gift
    state: str
    entry_id: UUID | None
    step_id: UUID | None = None


@dataclass(frozen=True)
class Planned:
    """What a side promises to put in by a day, and the promise that it replaces, if any."""

    initiative_id: UUID
    side: str
    kind: str
    quantity: int
    due_on: date
    currency: str = ""
    organisation_id: UUID | None = None
    replaces_id: UUID | None = None


@dataclass(frozen=True)
class Balance:
    """What stands on one account, and what the account is."""

    account_id: UUID
    side: str
    role: str
    unit: str
    service_id: UUID | None
    outcome_id: UUID | None
    total: int
