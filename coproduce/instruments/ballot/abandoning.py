"""Giving a vote up whose box nobody can open any more: with the reason, to be told to everybody who voted.

Without key or passphrase the votes on screen are lost. What is left is to say so: the stage is called
off, the reason stands as a decision on the page and with each voter's reference, and the button that
tells everyone tells it. The envelopes, which nobody can open, go.
"""

from __future__ import annotations

from coproduce.core import Actor, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.decisions.public import NewDecision, decide
from coproduce.instruments.ballot.models import Box, Envelope, Opening
from coproduce.proceedings.public import record_fate, today
from coproduce.register.public import StepView, move_step


def give_up(step: StepView, reason: str, *, by: Actor) -> None:
    """Call the vote off, with the reason; its envelopes and its box are destroyed. Marks stay: who voted can be told.

    Raises:
        Refused: ``ballot-box-open`` where the votes are out of the box.
    """
    with acting("ballot.give-up", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        boxes = Box.objects.select_for_update().filter(step_id=step.id)
        list(boxes)
        if Opening.objects.filter(step_id=step.id).exists():
            raise Refused(Refusal("ballot-box-open", status=409))
        lost, _ = Envelope.objects.filter(step_id=step.id).delete()
        boxes.delete()
        key = decide(step, NewDecision(today(), reason, ()), by=by)
        record_fate(
            "decided", step_id=step.id, outcome="unknown", reason=reason,
            source=f"decisions.decision:{key}", by=by,
        )  # fmt: skip
        move_step(step.id, "cancel", reason=reason, by=by)
        doing.codes = {"envelopes": lost}
