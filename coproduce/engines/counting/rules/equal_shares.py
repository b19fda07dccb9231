"""The Method of Equal Shares.

The budget is shared equally among voters. A project is bought by its supporters
when they can pay for it together; each time the project bought is the one that
costs its supporters least per unit of gain (rate ρ: each pays ρ · gain, or all
she has left). What the voters cannot spend together is left over; a *completion*
raises the shares step by step, or hands the rest to the greedy rule.

Sources: D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory
Budgeting with Additive Utilities", NeurIPS 2021 (the rule, section 3); for
completions and their stop rules P. Faliszewski et al., arXiv 2305.11035.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coproduce.engines.counting import certified
from coproduce.engines.counting.contest import Contest, Loss, Purchase, Run
from coproduce.engines.counting.options import Completion
from coproduce.engines.counting.purses import Payment, Price, Purses
from coproduce.engines.counting.rules import greedy
from coproduce.engines.kernel import BadInput, Tie, exact

STAGE = "equal-shares"


@dataclass(frozen=True)
class Level:
    """One run at one share: what it buys, what that costs, and every tie."""

    step: int
    share: Fraction
    payments: tuple[Payment, ...]
    ties: tuple[Tie, ...]

    @property
    def chosen(self) -> tuple[int, ...]:
        """Positions in order of purchase."""
        return tuple(payment.project for payment in self.payments)


def elect(contest: Contest) -> Run:
    """Buy at the first share, complete as the options say."""
    completion = Completion.parse(contest.options.completion)
    if completion.kind == "opt":
        raise BadInput.one(
            "add-opt completes exact equal shares only; choose add-one, add:K or percent:P",
            code="completion",
            key="completion",
        )
    if contest.election.voters == 0:
        return Run((), completion={"kind": str(completion), "stopped": "no-voters"})
    level, stopped = raised(contest, completion)
    purchases = tuple(_purchase(payment) for payment in level.payments)
    rest = greedy.ranked(contest, greedy.merits(contest.election, contest.options.utility), level.chosen)
    if not completion.greedy:
        rest = Run(())
    first = first_share(contest)
    report = {
        "kind": str(completion),
        "stopped": stopped,
        "steps": level.step,
        "first_share": exact(first),
        "share": exact(level.share),
    }
    return Run(purchases + rest.purchases, level.ties + rest.ties, report, trace=level)


def losses(contest: Contest, run: Run) -> Mapping[int, Loss]:
    """Why supporters could not pay, against the last run."""
    from coproduce.engines.counting.rules import equal_shares_losses

    return equal_shares_losses.losses(contest, run)


def first_share(contest: Contest) -> Fraction:
    """Budget over voters, exact."""
    return Fraction(contest.election.budget) / contest.election.voters


def raised(contest: Contest, completion: Completion) -> tuple[Level, str]:
    """The level to report, and why the raising stopped.

    Until the share reaches cost / votes of some project that is not bought, nothing
    outside the present purchases can be bought; such steps can neither overspend nor
    make the outcome exhaustive, and are passed over.
    """
    share = first_share(contest)
    rise = completion.rise(share)
    if rise is None:
        return at_share(contest, share, 0), "not-raised"
    runs = Runs(contest)
    step, chosen = 0, runs.chosen(share)
    while True:
        if contest.options.stop == "exhaustive" and contest.exhaustive(chosen):
            return at_share(contest, share + step * rise, step), "exhaustive"
        outside = set(contest.open).difference(chosen, contest.blocked(chosen))
        if not outside:
            return at_share(contest, share + step * rise, step), "everything-funded"
        needed = min(Fraction(contest.election.costs[at]) / contest.election.votes[at] for at in outside)
        following = max(step + 1, -((share - needed) // rise))
        chosen = runs.chosen(share + following * rise)
        if contest.cost(chosen) > contest.election.budget:
            return at_share(contest, share + (following - 1) * rise, following - 1), "next-step-overspends"
        step = following


class Runs:
    """What runs at many shares buy, in floats where these are certain, in whole numbers where not."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        purses = opened(contest, Fraction(1))
        rank = np.array(contest.tie_ranks(), dtype=np.int64)
        self._compiled = certified.Contest(
            purses.indptr, purses.groups, purses.points, purses.people,
            purses.people[purses.groups].astype(np.float64),
            purses.costs, purses.float_worth, purses.least_rates, purses.alive, rank,
        )  # fmt: skip

    def chosen(self, share: Fraction) -> tuple[int, ...]:
        """Positions bought at that share, in order."""
        if not self._contest.options.constrained:
            count, order = certified.certified_run(float(share * self._contest.election.unit), self._compiled)
            if count >= 0:
                return tuple(order.tolist())
        return at_share(self._contest, share, 0).chosen


def at_share(contest: Contest, share: Fraction, step: int) -> Level:
    """The method itself, every voter beginning with ``share``."""
    purses = opened(contest, share)
    ties: list[Tie] = []
    payments: list[Payment] = []
    while offers := purses.cheapest():
        payments.append(purses.buy(pick(contest, offers, ties)))
        purses.alive[list(contest.blocked(payment.project for payment in payments))] = False
    return Level(step, share, tuple(payments), tuple(ties))


def opened(contest: Contest, share: Fraction) -> Purses:
    """Every voter's purse with ``share`` in it; projects that may not be funded are out of the running."""
    election = contest.election
    purses = Purses(election, election.utility(contest.options.utility), share * election.unit)
    for project in contest.barred:
        purses.alive[project] = False
    return purses


def pick(contest: Contest, offers: list[Price], ties: list[Tie]) -> Price:
    """The offer to take among equally cheap ones."""
    project = contest.settle([offer.project for offer in offers], ties)
    return next(offer for offer in offers if offer.project == project)


def _purchase(payment: Payment) -> Purchase:
    return Purchase(
        payment.project,
        STAGE,
        {
            "price": exact(payment.rate),
            "paid_in_full": payment.in_full,
            "gave_their_last": payment.last_coins,
            "last_coins": exact(payment.last_sum),
        },
    )
