"""What a rule decides about, and what it answers.

A ``Contest`` is an election under options: which projects may be funded, with how
much money, beside what is funded already. A rule is a module with two functions:

* ``elect(contest) -> Run``: what it funds, in order, with every tie it met;
* ``losses(contest, run) -> {position: Loss}``: why each other project was not
  funded, and what would have changed that.

The rule's line in ``rules.RULES`` is all that the rest of the engine knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Protocol

from coproduce.engines.counting.election import Election
from coproduce.engines.counting.options import Options
from coproduce.engines.kernel import Candidate, Exact, Tie, exact


@dataclass(frozen=True)
class Purchase:
    """A project that a rule funds.

    Attributes:
        project: its position.
        stage: which part of the rule funded it: the rule's own name, or ``"greedy"`` for a completion.
        figures: exact numbers that explain it (price, people who paid …), by name.
    """

    project: int
    stage: str
    figures: Mapping[str, Exact] = field(default_factory=dict)


@dataclass(frozen=True)
class Loss:
    """Why a project is not funded.

    Attributes:
        code: a stable name of the reason; ``outcome.REASONS`` lists them.
        figures: exact numbers that belong to it.
        more_votes: fewest further people, choosing only this project, with whom it would have won.
        lower_cost: highest cost at which it would have won.
        basis: how these were found: ``"same-count"`` or ``"same-share"``; see ``explain``.
    """

    code: str
    figures: Mapping[str, Exact] = field(default_factory=dict)
    more_votes: int | None = None
    lower_cost: Exact | None = None
    basis: str = "same-count"


@dataclass(frozen=True)
class Run:
    """What a rule found.

    Attributes:
        purchases: in order of selection.
        ties: every tie met on the way to what is reported.
        completion: what was done with left-over money, in plain values; empty where nothing.
        trace: what the rule itself needs for ``losses``.
    """

    purchases: tuple[Purchase, ...]
    ties: tuple[Tie, ...] = ()
    completion: Mapping[str, Any] = field(default_factory=dict)
    trace: Any = None

    @property
    def chosen(self) -> tuple[int, ...]:
        """Positions in order of selection."""
        return tuple(purchase.project for purchase in self.purchases)


@dataclass(frozen=True)
class Paper:
    """What the ballot paper and the tally say of every project: its cost and its votes."""

    costs: tuple[Exact, ...]
    votes: tuple[int, ...]

    def changed(self, project: int, more: int, cost: Exact) -> Paper:
        """The same with so many more votes for a project, at that cost."""
        costs, votes = list(self.costs), list(self.votes)
        costs[project] = cost
        votes[project] += more
        return Paper(tuple(costs), tuple(votes))


@dataclass(frozen=True, eq=False)
class Contest:
    """An election under options.

    Attributes:
        election, options: as given; the election's budget is what this contest has to spend.
        barred: positions that may not be funded, each with its reason.
        already: positions funded before this contest, from other money.
    """

    election: Election
    options: Options
    barred: Mapping[int, Loss]
    already: tuple[int, ...] = ()

    @classmethod
    def of(cls, election: Election, options: Options, already: tuple[int, ...] = ()) -> Contest:
        """The contest in which what the options bar, or what is dearer than the budget, cannot win."""
        least = election.min_score if options.min_score is None else options.min_score
        barred: dict[int, Loss] = {}
        for project, cost in enumerate(election.costs):
            votes = election.votes[project]
            score = election.scores[project] if election.scored else votes
            if votes == 0:
                barred[project] = Loss("no-votes")
            elif score < least:
                barred[project] = Loss("below-minimum-score", {"minimum": least, "score": score})
            elif votes < options.min_votes:
                barred[project] = Loss("below-minimum-votes", {"minimum": options.min_votes, "votes": votes})
            elif cost > election.budget:
                barred[project] = Loss("costs-more-than-budget", {"budget": election.budget, "cost": cost})
        for project in already:
            barred[project] = Loss("funded")
        contest = cls(election, options, barred, already)
        return replace(contest, barred={**contest.blocked(()), **barred})

    def blocked(self, chosen: Iterable[int]) -> dict[int, Loss]:
        """What may no longer be funded beside ``chosen``: what is incompatible with it, or over a cap."""
        if not self.options.constrained:
            return {}
        election, funded = self.election, [*self.already, *chosen]
        position = {name: at for at, name in enumerate(election.project_ids)}
        found: dict[int, Loss] = {}
        for group in self.options.incompatible:
            members = [position[name] for name in group if name in position]
            taken = [project for project in members if project in funded]
            if taken:
                found |= {project: Loss("incompatible") for project in members if project not in taken}
        for cap in self.options.caps:
            covered = [project for project in range(election.projects) if cap.covers(election, project)]
            spent = sum(Fraction(election.costs[project]) for project in covered if project in funded)
            for project in covered:
                if project not in funded and spent + election.costs[project] > cap.amount:
                    found[project] = Loss(
                        "limit-reached", {"limit": cap.amount, "spent": exact(Fraction(spent))}
                    )
        return found

    @property
    def open(self) -> tuple[int, ...]:
        """Positions that may be funded."""
        return tuple(project for project in range(self.election.projects) if project not in self.barred)

    @property
    def paper(self) -> Paper:
        """Costs and votes as they are."""
        return Paper(self.election.costs, self.election.votes)

    def in_tie_order(self, tied: Sequence[int], paper: Paper) -> list[int]:
        """``tied`` in the order of the tie rule, at the costs and votes of ``paper``.

        Raises:
            TieRefused: where the rule is to refuse and there are two or more.
        """
        ids = self.election.project_ids
        candidates = {ids[at]: at for at in tied}
        ordered = self.options.tie_rule.order(
            [Candidate(ids[at], paper.votes[at], paper.costs[at]) for at in candidates.values()]
        )
        return [candidates[candidate.id] for candidate in ordered]

    def tie_ranks(self) -> list[int]:
        """Each project's place in the order of the tie rule; −1 throughout where the rule is to refuse."""
        ranks = [-1] * self.election.projects
        if self.options.ties != "refuse":
            for place, project in enumerate(self.in_tie_order(range(len(ranks)), self.paper)):
                ranks[project] = place
        return ranks

    def settle(self, tied: Sequence[int], ties: list[Tie]) -> int:
        """The first of ``tied`` (not empty) by the tie rule; a tie met is added to ``ties``."""
        ordered = self.in_tie_order(tied, self.paper)
        if len(ordered) > 1:
            ties.append(Tie(tuple(self.election.project_ids[at] for at in ordered), self.options.ties))
        return ordered[0]

    def cost(self, projects: Iterable[int]) -> Exact:
        """What projects cost together."""
        return exact(Fraction(sum(self.election.costs[project] for project in projects)))

    def left(self, projects: Iterable[int]) -> Exact:
        """What of the budget is left beside ``projects``."""
        return exact(Fraction(self.election.budget) - self.cost(projects))

    def exhaustive(self, projects: Iterable[int]) -> bool:
        """Whether nothing more that may be funded fits beside ``projects``."""
        chosen = set(projects)
        left = self.left(chosen)
        blocked = self.blocked(chosen)
        return all(
            project in chosen or project in blocked or self.election.costs[project] > left
            for project in self.open
        )


class Rule(Protocol):
    """A module in ``rules``."""

    def elect(self, contest: Contest) -> Run:
        """What the rule funds."""

    def losses(self, contest: Contest, run: Run) -> Mapping[int, Loss]:
        """Why each project that may be funded and is not lost."""
