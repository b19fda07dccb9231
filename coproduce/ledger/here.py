"""A stage's own block: what it asks of each side, and what was put in at it so far; with the way to write more down.

Hours of the public side stand as a whole, never by whoever worked them; a few residents are not counted out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse

from coproduce.core import Actor
from coproduce.ledger.models import Account, Posting
from coproduce.ledger.rules import TEAM
from coproduce.ledger.words import amount, kind_name
from coproduce.register.public import InitiativeView, StepView, duties
from coproduce.ui.values import Part

FEW = 5
_SIDES = (
    ("residents", "resident", "Residents"),
    ("public", "public", "Public side"),
    ("partner", "partner", "Partners"),
)


@dataclass(frozen=True)
class PutIn:
    """The block as a page shows it; ``link`` is empty where whoever asks has nothing to write down."""

    asks: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    whole: str
    link: str
    link_words: str


def parts_here(
    initiative: InitiativeView, step: StepView, asks: Sequence[tuple[str, str]], *, by: Actor
) -> PutIn:
    """What one stage asks and what was put in at it."""
    rows = (
        Posting.objects.filter(entry__step_id=step.id, account__role=Account.Role.GIVEN)
        .values("side", "kind_id", "unit")
        .annotate(total=Sum("quantity"), people=Sum("people"))
        .order_by("side", "kind_id", "unit")
    )
    found: dict[str, list[tuple[str, str, str]]] = {side: [] for _, side, _ in _SIDES}
    for row in rows:
        if row["total"]:
            found[row["side"]].append(
                _row(row["side"], row["kind_id"], -row["total"], row["unit"], row["people"] or 0)
            )
    team = bool(duties(by.person_id, initiative.id) & TEAM)
    link, words = "", ""
    if by.person_id and not initiative.closed_at and (team or step.started_at):
        link = f"{reverse('ledger:record', args=[initiative.slug])}?stage={step.id}"
        words = "Write down what was put in at this stage" if team else "Write down the time I gave here"
    parts = tuple(
        Part(title, look, found[side] or [("Time or money", "", "")])
        for look, side, title in _SIDES
        if side != "partner" or found[side]
    )
    return PutIn(tuple(asks), parts, reverse("ledger:initiative", args=[initiative.slug]), link, words)


def _row(side: str, kind: str, quantity: int, unit: str, people: int) -> tuple[str, str, str]:
    if side == "resident" and people < FEW:
        return (kind_name(kind), "recorded", "From fewer than 5 people, so no figure stands here.")
    note = f"{people:,} people" if side == "resident" else ""
    return (kind_name(kind), amount(quantity, unit), note)
