"""Exact Equal Shares, with the add-opt completion.

As in equal shares every voter has the same share, but all who pay for a project pay
exactly the same: cost / t, where t is the largest number of supporters who each have
that much. The project bought is the one with the lowest price per gain; a supporter
who cannot pay the price pays nothing and keeps what she has.

*Add-opt* raises the shares not in fixed steps but straight to the next share at which
anything changes: some project, at some moment of the count, would have one payer more
than is needed to overtake what was bought. Between two such shares the count is the
same, so none is passed over however small the currency's unit is.

Source: S. Kraiczy, I. Robinson, E. Elkind, "Streamlining Equal Shares", arXiv 2502.11797
(2025), rules EES and add-opt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from coproduce.engines.counting.contest import Contest, Loss, Purchase, Run
from coproduce.engines.counting.options import Completion
from coproduce.engines.counting.rules import greedy, greedy_losses
from coproduce.engines.counting.rules.exact_purses import ExactPurses, Offer
from coproduce.engines.kernel import BadInput, Tie, exact

STAGE = "exact-equal-shares"


@dataclass(frozen=True, eq=False)
class Level:
    """One run at one share: what is bought by how many at which price, every tie, and the purses at the end."""

    share: Fraction
    offers: tuple[Offer, ...]
    ties: tuple[Tie, ...]
    purses: ExactPurses

    @property
    def chosen(self) -> tuple[int, ...]:
        """Positions in order of purchase."""
        return tuple(offer.project for offer in self.offers)


def elect(contest: Contest) -> Run:
    """Buy at the first share; with ``completion`` ``add-opt`` (also ``,greedy``) raise it as long as that fits."""
    if contest.options.utility == "score":
        raise BadInput.one(
            "exact equal shares knows the utilities cost and cardinality; choose one",
            code="utility",
            key="utility",
        )
    completion = Completion.parse(contest.options.completion)
    if completion.kind in {"add", "percent"}:
        raise BadInput.one(
            f"exact equal shares is completed by add-opt, not by {completion}; choose none, greedy, add-opt or "
            "add-opt,greedy",
            code="completion",
            key="completion",
        )
    if contest.election.voters == 0:
        return Run((), completion={"kind": str(completion), "stopped": "no-voters"})
    level, stopped, steps = (
        _raised(contest)
        if completion.kind == "opt"
        else (at_share(contest, _first(contest)), "not-raised", 0)
    )
    purchases = tuple(
        Purchase(
            offer.project,
            STAGE,
            {"price": exact(offer.price), "paid_in_full": offer.payers, "gave_their_last": 0},
        )
        for offer in level.offers
    )
    rest = Run(())
    if completion.greedy:
        rest = greedy.ranked(contest, greedy.merits(contest.election, contest.options.utility), level.chosen)
    report = {
        "kind": str(completion),
        "stopped": stopped,
        "steps": steps,
        "first_share": exact(_first(contest)),
        "share": exact(level.share),
    }
    return Run(purchases + rest.purchases, level.ties + rest.ties, report, trace=level)


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Why too few supporters could pay an equal price, against the last run.

    The figures give the best that was left at the end: the price at which one supporter fewer than needed
    has the money. With a greedy completion, what would have won the money left over.
    """
    level = run.trace
    found = {}
    passed: Mapping[int, Loss] = {}
    if level is not None and contest.options.completion.endswith("greedy"):
        rest = Run(tuple(entry for entry in run.purchases if entry.stage == greedy.STAGE), trace=level.chosen)
        passed = greedy_losses.did_not_fit(contest, rest, contest.options.utility)
    for project in contest.open:
        if project in run.chosen:
            continue
        if level is None:
            found[project] = Loss("no-votes")
            continue
        most = level.purses.most_raised(project)
        other = passed.get(project)
        found[project] = Loss(
            "too-few-can-pay",
            {"raised": exact(most), "cost": contest.election.costs[project]},
            _missing_at_the_end(level, project, other),
            _cost_at_the_end(most, other, contest),
            "same-share",
        )
    return found


def at_share(contest: Contest, share: Fraction) -> Level:
    """The rule itself, every voter beginning with ``share``."""
    purses = ExactPurses(contest, share)
    ties: list[Tie] = []
    offers = []
    while level := purses.cheapest():
        project = contest.settle([offer.project for offer in level], ties)
        offer = next(entry for entry in level if entry.project == project)
        purses.buy(offer)
        offers.append(offer)
        purses.rule_out(contest.blocked(entry.project for entry in offers))
    return Level(share, tuple(offers), tuple(ties), purses)


def _first(contest: Contest) -> Fraction:
    return Fraction(contest.election.budget) / contest.election.voters


def _raised(contest: Contest) -> tuple[Level, str, int]:
    level, steps = at_share(contest, _first(contest)), 0
    while True:
        if contest.options.stop == "exhaustive" and contest.exhaustive(level.chosen):
            return level, "exhaustive", steps
        if set(contest.open) <= {*level.chosen, *contest.blocked(level.chosen)}:
            return level, "everything-funded", steps
        rise = next_rise(contest, level)
        following = at_share(contest, level.share + rise)
        if contest.cost(following.chosen) > contest.election.budget:
            return level, "next-step-overspends", steps
        level, steps = following, steps + 1


def next_rise(contest: Contest, level: Level) -> Fraction:
    """The least rise of the share, above 0, at which the run is another one (in what is bought, or by whom)."""
    purses = ExactPurses(contest, level.share)
    rank = contest.tie_ranks()
    best: Fraction | None = None
    before: Offer | None = None
    blocked = contest.blocked(())
    for offer in (*level.offers, None):
        ranges = {}
        for project in contest.open:
            if project not in purses.bought and project not in blocked:
                between = _payers(contest, rank, project, before, offer)
                if between[0] <= between[1]:
                    ranges[project] = between
        for project in purses.hopeful(ranges, best):
            for rise in purses.rises(project, *ranges[project]):
                best = rise if best is None else min(best, rise)
        if offer is not None:
            before = offer
            purses.buy(offer)
            blocked = contest.blocked(purses.bought)
    if best is None:
        raise AssertionError("while something is not bought, a larger share buys it")
    return best


def _payers(
    contest: Contest, rank: list[int], project: int, before: Offer | None, offer: Offer | None
) -> tuple[int, int]:
    """Fewest and most payers with whom ``project`` would be bought in place of ``offer``, or with more than it has.

    With more payers than the most it would already overtake the purchase ``before``, where it is looked
    at with larger purses.
    """
    costs = contest.election.whole_costs
    fewest, most = 1, contest.election.votes[project]
    # Price per gain is level with another's where the payers are in the proportion of the costs, or equal.
    part = 1 if contest.options.utility == "cost" else costs[project]
    if offer is not None:
        whole = 1 if contest.options.utility == "cost" else costs[offer.project]
        fewest, rest = divmod(part * offer.payers, whole)
        wins_level = project != offer.project and 0 <= rank[project] < rank[offer.project]
        fewest += 1 if rest or not wins_level else 0
    if before is not None:
        whole = 1 if contest.options.utility == "cost" else costs[before.project]
        most = min(most, part * before.payers // whole)
    return fewest, most


def _missing_at_the_end(level: Level, project: int, other: Loss | None) -> int | None:
    """Fewest further people, with a whole share each, with whom enough could pay at the end of the run."""
    found = level.purses.missing_payers(project, level.share)
    known = other.more_votes if other else None
    return found if known is None else min(found, known)


def _cost_at_the_end(most: Fraction, other: Loss | None, contest: Contest) -> Fraction | int | None:
    unit = contest.election.unit
    found = Fraction(int(most * unit), unit)
    known = other.lower_cost if other and other.lower_cost is not None else 0
    best = exact(max(found, Fraction(known)))
    return best or None
