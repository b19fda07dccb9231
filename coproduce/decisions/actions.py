"""Recording decisions: who decided, why, what it means for each item; and that those affected hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coproduce.core import Actor
from coproduce.core.acting import acting, signature
from coproduce.core.models import Text
from coproduce.decisions.models import Decision, Ruling
from coproduce.proceedings.public import make_promise, record_fate
from coproduce.register.public import StepView

GOES_AHEAD = frozenset({"accepted", "partly"})


@dataclass(frozen=True)
class NewRuling:
    """The answer on one item.

    Attributes:
        item_id: which item.
        outcome: accepted, partly, declined, referred, not-funded, elected …
        reason: in words that those who supported it can read.
        amount: money that goes to it, in minor units, where there is any.
        next_step: what happens next, and who will be in touch.
        due_on: by when it is done; a promise of the organisation that answers.
        organisation_id: who does it.
        voted: whether the vote had chosen it; None where there was no vote.
    """

    item_id: UUID
    outcome: str
    reason: str
    amount: int | None = None
    next_step: str = ""
    due_on: date | None = None
    organisation_id: UUID | None = None
    voted: bool | None = None

    @property
    def against_the_vote(self) -> bool:
        """Whether this is not what the vote had said."""
        return self.voted is not None and self.voted != (self.outcome in GOES_AHEAD)


@dataclass(frozen=True)
class NewDecision:
    """A decision with its reasons, the view that lost, and interests declared.

    Attributes:
        equality: whom it touches, and what was checked.
        limits: what the law, the money or a rule leaves no choice about.
        minutes: where the minutes are: an address, or an item of an agenda.
        look_again_on: when it is looked at again.
    """

    decided_on: date
    reasons: str
    rulings: Sequence[NewRuling]
    body_id: UUID | None = None
    dissent: str = ""
    interests: str = ""
    valid_until: date | None = None
    equality: str = ""
    limits: str = ""
    minutes: str = ""
    look_again_on: date | None = None


def decide(step: StepView, new: NewDecision, *, by: Actor) -> UUID:
    """Record a decision and its answers: each item gets its fate and, where something is promised, its date.

    Whether a result was not followed is worked out and recorded, never asked.
    """
    with acting("decisions.decide", by=by, initiative_id=step.initiative_id) as doing:
        decision = Decision.objects.create(
            initiative_id=step.initiative_id, step_id=step.id, decided_on=new.decided_on, body_id=new.body_id,
            reasons=Text.objects.create(body=new.reasons), dissent=_text(new.dissent), interests=_text(new.interests),
            against_the_vote=any(one.against_the_vote for one in new.rulings), valid_until=new.valid_until,
            equality=_text(new.equality), limits=_text(new.limits), minutes=_text(new.minutes),
            look_again_on=new.look_again_on,
            **signature(by),
        )  # fmt: skip
        for one in new.rulings:
            ruling = Ruling.objects.create(
                decision=decision, item_id=one.item_id, outcome=one.outcome, amount=one.amount,
                reason=Text.objects.create(body=one.reason), next_step=_text(one.next_step), due_on=one.due_on,
                organisation_id=one.organisation_id,
            )  # fmt: skip
            said = f"{one.reason} {one.next_step}".strip()
            record_fate(
                "decided", items=[one.item_id], outcome=one.outcome, reason=said,
                source=f"decisions.ruling:{ruling.pk}", by=by,
            )  # fmt: skip
            if one.due_on and one.outcome in GOES_AHEAD:
                make_promise(
                    "delivered", one.due_on, items=[one.item_id], organisation_id=one.organisation_id, by=by
                )
        doing.subject = f"decisions.decision:{decision.pk}"
        doing.codes = {"rulings": len(new.rulings), "against_the_vote": decision.against_the_vote}
    return decision.pk


def _text(body: str) -> Text | None:
    return Text.objects.create(body=body) if body else None
