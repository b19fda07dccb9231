"""Where a page stands: which joint project, which stage, who asks; or a refusal.

Every view of a tool begins with ``stage(…)``: it fetches, it asks the rule, and an id of another
joint project is as good as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coproduce.core import Actor, Refusal, Refused, now, require
from coproduce.proceedings.protocol import StepDeed
from coproduce.proceedings.queries import admission
from coproduce.proceedings.rules import Admission, check_deed
from coproduce.register.public import InitiativeView, State, StepView, initiative_by_slug, state, steps_of


@dataclass(frozen=True)
class Stage:
    """A stage as one actor meets it now."""

    initiative: InitiativeView
    step: StepView
    actor: Actor
    admission: Admission
    moment: datetime
    steps: tuple[StepView, ...] = ()
    """All stages of the joint project, in order."""

    @property
    def state(self) -> State:
        """Planned, open, paused, counting, concluded or cancelled."""
        return state(self.step, self.moment)

    def may(self, deeds: Mapping[str, StepDeed], name: str, *, owner_id: UUID | None = None) -> bool:
        """Whether this actor may do something here: for templates, which show no button that would refuse."""
        return self.refusal(deeds, name, owner_id=owner_id) is None

    def refusal(
        self, deeds: Mapping[str, StepDeed], name: str, *, owner_id: UUID | None = None
    ) -> Refusal | None:
        """Why this actor may not do something here; None where she may."""
        return check_deed(
            deeds, name, actor=self.actor, step=self.step, initiative=self.initiative,
            admission=self.admission, now=self.moment, owner_id=owner_id,
        )  # fmt: skip

    def require(self, deeds: Mapping[str, StepDeed], name: str, *, owner_id: UUID | None = None) -> None:
        """Go on where this actor may do it; raise ``Refused`` with the reason where not."""
        require(self.refusal(deeds, name, owner_id=owner_id))


def stage(actor: Actor, slug: str, step_id: UUID, instrument: str) -> Stage:
    """The stage ``step_id`` of the joint project ``slug``, run with this tool.

    Raises:
        Refused: ``not-found`` (404) where there is no such stage, it is another tool's, or the joint
            project is a draft that this actor has nothing to do with.
    """
    initiative = initiative_by_slug(slug)
    steps = tuple(steps_of([initiative.id])[initiative.id]) if initiative else ()
    step = next((one for one in steps if one.id == step_id), None)
    if initiative is None or step is None or step.instrument != instrument:
        raise Refused(Refusal("not-found", status=404))
    known = admission(actor, step)
    if initiative.visibility != "public" and not known.duties:
        raise Refused(Refusal("not-found", status=404))
    return Stage(initiative, step, actor, known, now(), steps)
