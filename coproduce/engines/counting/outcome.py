"""What every count gives: one type, whichever rule counted.

An ``Outcome`` says what was funded in which order, and of every project why or why
not, with the exact figures behind it. It carries codes and figures, no prose: a page
for residents and a table for a terminal each find their own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coproduce.engines.counting.election import Election
from coproduce.engines.counting.options import Options
from coproduce.engines.kernel import Envelope, Exact, Record, Tie, decimal_text, exact, exact_text

REASONS: Mapping[str, str] = {
    "funded": "it is funded; the figures say how",
    "no-votes": "nobody chose it",
    "below-minimum-score": "its score is below the minimum",
    "below-minimum-votes": "fewer people chose it than the rules ask for",
    "incompatible": "it cannot be done beside one that is funded",
    "limit-reached": "what may be spent on its category, area or target group is spent",
    "costs-more-than-budget": "it costs more than there is",
    "too-little-left": "when its turn came, too little of the budget was left",
    "too-few-can-pay": "too few of its supporters had an equal part of its cost left",
    "time-not-come": "the count stopped before its supporters would have had its cost together",
    "supporters-short": "its supporters had too little left to pay for it together",
}
"""Every reason code, and what it means."""


@dataclass(frozen=True)
class ProjectResult:
    """One project in an outcome.

    Attributes:
        id, name, cost, votes, score, categories, targets, area: as in the election.
        funded: whether it is.
        order: its place in the order of selection from 1, or None.
        stage: the part of the rule that funded it, or None.
        code: a key of ``REASONS``.
        figures: exact numbers behind the code, by name.
        more_votes: fewest further votes with which it would have won; None where none would do.
        lower_cost: highest lower cost at which it would have won; None where none would do.
        basis: what "would have won" keeps fixed; see ``Loss``.
    """

    id: str
    name: str
    cost: Exact
    votes: int
    score: Exact
    categories: tuple[str, ...]
    targets: tuple[str, ...]
    area: str
    funded: bool
    order: int | None
    stage: str | None
    code: str
    figures: Mapping[str, Exact]
    more_votes: int | None = None
    lower_cost: Exact | None = None
    basis: str | None = None

    @property
    def granted(self) -> Exact:
        """The money it gets: its cost, a part of it, or 0."""
        return self.figures.get("granted", self.cost) if self.funded else 0

    def to_plain(self) -> dict[str, Any]:
        """For JSON: exact numbers as they are; ``price`` also rounded for people."""
        changed = None
        if not self.funded and self.basis is not None:
            changed = {"more_votes": self.more_votes, "lower_cost": self.lower_cost, "basis": self.basis}
        price = self.figures.get("price")
        return {
            "id": self.id,
            "name": self.name,
            "cost": self.cost,
            "votes": self.votes,
            "score": self.score,
            "categories": list(self.categories),
            "targets": list(self.targets),
            "area": self.area,
            "funded": self.funded,
            "granted": self.granted,
            "order": self.order,
            "stage": self.stage,
            "price": None if price is None else decimal_text(price, 2),
            "reason": {
                "code": self.code,
                **{name: _figure(value) for name, value in self.figures.items()},
            },
            "would_have_won": changed,
        }


@dataclass(frozen=True)
class Outcome:
    """The outcome of a count.

    Attributes:
        election, options: what was counted, and how.
        selected: ids in order of selection.
        projects: one entry per project, in the order of the election's ids.
        cost: what the selected cost together.
        ties: every tie met, in order.
        completion: what was done with money left over; empty where the rule has none.
        comparison: the comparison step's figures; empty where it was not asked for.
        properties: what can be said of the outcome as a whole, in plain values.
    """

    election: Election = field(repr=False)
    options: Options
    selected: tuple[str, ...]
    projects: tuple[ProjectResult, ...] = field(repr=False)
    cost: Exact
    ties: tuple[Tie, ...]
    completion: Mapping[str, Any]
    comparison: Mapping[str, Any]
    properties: Mapping[str, Any]

    def to_plain(self) -> dict[str, Any]:
        """The ``result`` of the JSON envelope."""
        election = self.election
        return {
            "rule": self.options.rule,
            "utility": self.options.utility,
            "budget": election.budget,
            "cost": self.cost,
            "left": exact(election.budget - self.cost),
            "currency": election.currency,
            "ballot_type": election.ballot_type,
            "voters": election.voters,
            "selected": list(self.selected),
            "projects": [project.to_plain() for project in self.projects],
            "ties": [{"tied": list(tie.tied), "rule": tie.rule} for tie in self.ties],
            "completion": {name: _figure(value) for name, value in self.completion.items()},
            "comparison": dict(self.comparison),
            "properties": dict(self.properties),
        }

    @property
    def record(self) -> Record:
        """Enough to count again: the canonical election, the options, and every exact price."""
        steps = [
            {
                "project": project.id,
                "stage": project.stage,
                "price": exact_text(project.figures["price"]) if "price" in project.figures else None,
            }
            for project in sorted(
                (entry for entry in self.projects if entry.order), key=lambda at: at.order or 0
            )
        ]
        return Record(
            method=f"counting/{self.options.rule}",
            options=self.options.to_plain(),
            seed=self.options.seed,
            input_sha256=self.election.sha256,
            data={"election": self.election.to_plain(), "steps": steps},
        )

    def envelope(self, warnings: tuple[str, ...] = ()) -> Envelope:
        """The JSON envelope of the command's contract."""
        return Envelope.of(self.record, self.to_plain(), warnings)


def _figure(value: Any) -> Any:
    # A price can have hundreds of digits: the record keeps it exact, people read it rounded.
    if isinstance(value, (int, str)) or value is None:
        return value
    return decimal_text(value, 4)
