"""How a vote stands, and what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from coproduce.core import Actor
from coproduce.engines.kernel import parse_canonical
from coproduce.instruments.ballot.actions import voter_of
from coproduce.instruments.ballot.boxes import tidy_receipt
from coproduce.instruments.ballot.models import Listing, Mark, Opening, Receipt, Slip, TurnedDown
from coproduce.instruments.ballot.published import Published, publishable
from coproduce.instruments.ballot.rules import Choice
from coproduce.instruments.ballot.settings import settings_of
from coproduce.proceedings.public import ResultView, results, results_of
from coproduce.register.public import StepView

KIND, SIMPLE = "selection", "simple-count"


@dataclass(frozen=True)
class Turnout:
    """How many have voted, by which way, and how many votes were turned down and why."""

    by_channel: Mapping[str, int]
    turned_down: Mapping[str, int]

    @property
    def total(self) -> int:
        """All who have voted."""
        return sum(self.by_channel.values())


def turnout(step: StepView) -> Turnout:
    """How a vote stands: from the marks while it is open, from the slips once it is counted."""
    table = Slip if step.concluded_at else Mark
    rows = table.objects.filter(step_id=step.id).values("channel").annotate(n=Count("id")).order_by("channel")
    refused = (
        TurnedDown.objects.filter(step_id=step.id)
        .values("reason")
        .annotate(n=Sum("count"))
        .order_by("reason")
    )
    return Turnout({row["channel"]: row["n"] for row in rows}, {row["reason"]: row["n"] for row in refused})


def has_voted(step: StepView, actor: Actor) -> bool:
    """Whether this person or code has voted here."""
    if not (actor.code or actor.person_id):
        return False
    return Mark.objects.filter(step_id=step.id, voter=voter_of(step, actor)).exists()


@dataclass(frozen=True)
class Found:
    """The published result with both envelopes in plain values."""

    view: ResultView
    envelope: dict[str, Any]
    simple: dict[str, Any]


def found(step: StepView) -> Found | None:
    """The result of a vote; None before it is counted."""
    by_kind = {result.kind: result for result in results(results_of([step.id])[step.id]).values()}
    if KIND not in by_kind or SIMPLE not in by_kind:
        return None
    return Found(
        by_kind[KIND], parse_canonical(by_kind[KIND].record), parse_canonical(by_kind[SIMPLE].record)
    )


def choices_of(step: StepView) -> Iterator[tuple[Choice, str]]:
    """Every counted vote with the way it came, in an order that says nothing; streamed."""
    rows = Slip.objects.filter(step_id=step.id).order_by("id").values_list("choice", "channel")
    for choice, channel in rows.iterator(chunk_size=5_000):
        yield Choice.from_plain(choice), channel


def told_choices(step: StepView) -> Published:
    """Every counted vote as it may be published, in an order that says nothing."""
    return publishable([choice for choice, _ in choices_of(step)], settings_of(step.settings))


def withheld(step: StepView) -> int:
    """How many ballots of a counted vote could be recognised by what they say; only long ones are looked at."""
    if settings_of(step.settings).kind not in {"ordinal", "cumulative"}:
        return 0
    return told_choices(step).cut


def votes_in(told: Found) -> dict[str, int]:
    """How many voters chose each idea, by its number."""
    return {str(project["id"]): int(project["votes"]) for project in told.simple["result"]["projects"]}


def labels_of(step: StepView) -> dict[UUID, str]:
    """How the ballot paper of a vote held elsewhere names each item."""
    return dict(Listing.objects.filter(step_id=step.id).values_list("item_id", "label"))


@dataclass(frozen=True)
class OpeningView:
    """That a box was opened: how many slips came out, when, what was wiped, whether the keys are destroyed."""

    slips: int
    on: date
    wiped_on: date | None
    destroyed_on: date | None


def opening_of(step_id: UUID) -> OpeningView | None:
    """How the box of a vote was opened; None while it is closed."""
    row = Opening.objects.filter(step_id=step_id).first()
    return OpeningView(row.slips, row.on, row.wiped_on, row.destroyed_on) if row else None


def receipt_counted(step_id: UUID, typed: str) -> bool:
    """Whether a receipt stands in the list of counted votes."""
    return Receipt.objects.filter(step_id=step_id, code=tidy_receipt(typed)).exists()


def receipts_of(step_id: UUID) -> Iterator[str]:
    """All receipts of a counted vote, sorted; without choices."""
    rows = Receipt.objects.filter(step_id=step_id).order_by("code").values_list("code", flat=True)
    return rows.iterator(chunk_size=5_000)
