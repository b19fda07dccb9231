"""One election under many rules: what differs, and who gains and who loses by it.

Every rule counts the same election; the first is the one the others are set beside. For
each area and each category the spending under every rule stands beside its share of the
votes; for each rule, how many voters would rather have its outcome than the first one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from coproduce.engines.counting.count import count, preferences
from coproduce.engines.counting.election import Election
from coproduce.engines.counting.options import Completion, Options
from coproduce.engines.counting.outcome import Outcome
from coproduce.engines.counting.rules import RULES
from coproduce.engines.kernel import BadInput, Envelope, Record, exact

METHOD = "counting/compare"


@dataclass(frozen=True)
class Comparison:
    """The outcomes of one election under several rules, the first being what the others are set beside."""

    options: Options
    outcomes: tuple[Outcome, ...]

    @property
    def election(self) -> Election:
        """What was counted."""
        return self.outcomes[0].election

    def to_plain(self) -> dict[str, Any]:
        """The ``result`` of the JSON envelope."""
        election, first = self.election, self.outcomes[0]
        funded = {outcome.options.rule: set(outcome.selected) for outcome in self.outcomes}
        everywhere = set.intersection(*funded.values())
        anywhere = set.union(*funded.values())
        return {
            "budget": election.budget,
            "currency": election.currency,
            "voters": election.voters,
            "rules": [self._told(outcome) for outcome in self.outcomes],
            "funded_by_all": [name for name in election.project_ids if name in everywhere],
            "funded_by_some": [name for name in election.project_ids if name in anywhere - everywhere],
            "projects": [
                {
                    "id": project.id,
                    "name": project.name,
                    "cost": project.cost,
                    "votes": project.votes,
                    "categories": list(project.categories),
                    "area": project.area,
                    "funded_by": [rule for rule, names in funded.items() if project.id in names],
                }
                for project in first.projects
            ],
            "by_area": self._spending("by_area"),
            "by_category": self._spending("by_category"),
        }

    @property
    def record(self) -> Record:
        """Enough to count again under every rule."""
        return Record(
            method=METHOD,
            options={**self.options.to_plain(), "rules": [outcome.options.rule for outcome in self.outcomes]},
            seed=self.options.seed,
            input_sha256=self.election.sha256,
            data={"election": self.election.to_plain()},
        )

    def envelope(self, warnings: tuple[str, ...] = ()) -> Envelope:
        """The JSON envelope of the command's contract."""
        return Envelope.of(self.record, self.to_plain(), warnings)

    def _told(self, outcome: Outcome) -> dict[str, Any]:
        election = self.election
        position = {name: at for at, name in enumerate(election.project_ids)}
        first, other = ([position[name] for name in entry.selected] for entry in (self.outcomes[0], outcome))
        prefer_first, prefer_this = preferences(election, first, other)
        return {
            "rule": outcome.options.rule,
            "options": outcome.options.to_plain(),
            "cost": outcome.cost,
            "left": exact(election.budget - outcome.cost),
            "selected": list(outcome.selected),
            "gained": [name for name in outcome.selected if name not in self.outcomes[0].selected],
            "lost": [name for name in self.outcomes[0].selected if name not in outcome.selected],
            "prefer_this": prefer_this,
            "prefer_first": prefer_first,
            **{
                name: outcome.properties[name]
                for name in (
                    "voters_with_a_funded_project",
                    "share_with_a_funded_project",
                    "mean_funded_projects",
                )
            },
        }

    def _spending(self, by: str) -> list[dict[str, Any]]:
        rows = []
        for place, label in enumerate(self.outcomes[0].properties[by]):
            parts = {outcome.options.rule: outcome.properties[by][place] for outcome in self.outcomes}
            rows.append(
                {
                    "name": label["name"],
                    "vote_share": label["vote_share"],
                    "spent": {rule: part["spent"] for rule, part in parts.items()},
                    "spending_share": {rule: part["spending_share"] for rule, part in parts.items()},
                }
            )
        return rows


def compare(election: Election, options: Options, rules: Sequence[str] = ()) -> Comparison:
    """``election`` counted under ``options.rule`` first and then every other of ``rules`` (all where none are named).

    Options that a rule does not know are left out for it: points for exact equal shares, completions for the
    rules that have none of that kind.

    Raises:
        BadInput, TieRefused: as ``count``.
    """
    names = [options.rule, *(rule for rule in (rules or RULES) if rule != options.rule)]
    return Comparison(options, tuple(count(election, fitted(options, rule)) for rule in names))


def fitted(options: Options, rule: str) -> Options:
    """``options`` for another rule, without what that rule does not know."""
    if rule == options.rule:
        return options
    completion = Completion.parse(options.completion)
    changed = replace(options, rule=rule, compare_greedy=False)
    if rule == "exact-equal-shares":
        utility = "cardinality" if options.utility == "score" else options.utility
        return replace(changed, utility=utility, completion="greedy" if completion.greedy else "none")
    if rule == "equal-shares" and completion.kind == "opt":
        return replace(changed, completion="add-one,greedy" if completion.greedy else "add-one")
    return changed


def replay_comparison(record: Record) -> Comparison:
    """The comparison that ``record`` derives, from the record alone.

    Raises:
        BadInput: where the record is not one of a comparison, or its election was changed.
    """
    if record.method != METHOD:
        raise BadInput.one(f"this is a record of {record.method}, not of a comparison", code="record-method")
    election = Election.from_plain(record.data.get("election", {}))
    if election.sha256 != record.input_sha256:
        raise BadInput.one(
            "the election in this record is not the one that was counted: its digest differs; "
            "take the record as it was written",
            code="record-digest",
        )
    options = {name: value for name, value in record.options.items() if name != "rules"}
    return compare(election, Options.from_plain(options), record.options.get("rules", ()))
