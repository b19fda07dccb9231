"""Who may see and change a trial, and when. Values in, a refusal or None out; no database, no request.

Whoever may not see a trial is told that there is none: even that it exists is
its owner's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coproduce.core import Actor, Refusal

ABSENT = Refusal("trial-absent", status=404)


@dataclass(frozen=True)
class TrialView:
    """What the rules need to know of a trial. ``visitor`` empty: shown to everyone, and stays."""

    id: UUID
    visitor: str
    gone_at: datetime | None

    @property
    def shown(self) -> bool:
        """Whether it belongs to the site and not to a visitor."""
        return not self.visitor


def check_see(actor: Actor, trial: TrialView, now: datetime) -> Refusal | None:
    """Everyone sees what is shown; a visitor sees her own until its end."""
    if trial.shown:
        return None
    if not actor.known or actor.visitor != trial.visitor:
        return ABSENT
    if trial.gone_at is not None and trial.gone_at <= now:
        return ABSENT
    return None


def check_change(actor: Actor, trial: TrialView, now: datetime) -> Refusal | None:
    """Only a visitor's own trial is counted again or removed by her; what is shown stays as it is."""
    refusal = check_see(actor, trial, now)
    if refusal is None and trial.shown:
        return Refusal("trial-shown")
    return refusal
