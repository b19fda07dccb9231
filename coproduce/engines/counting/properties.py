"""What can be said of an outcome as a whole.

How many voters got something they chose, how much each got, and how spending
compares with votes in each category and area.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from coproduce.engines.counting.deserved import deserved
from coproduce.engines.counting.election import Election
from coproduce.engines.kernel import Exact, decimal_text, exact


def properties(
    election: Election, chosen: Sequence[int], utility: str = "cost", fundable: Sequence[int] = ()
) -> dict[str, Any]:
    """The properties of funding ``chosen`` (positions), in plain values.

    ``fundable`` are the positions that might have been funded: what is not, among them, is tried for
    groups of voters who deserved it by that utility.
    """
    counts = _funded_on_ballots(election, chosen)
    people = election.ballots.multiplicity
    distribution: Any = (
        np.bincount(counts, weights=people, minlength=1).astype(np.int64) if len(counts) else []
    )
    voters = election.voters
    content = int(people[counts > 0].sum()) if len(counts) else 0
    return {
        "voters_with_a_funded_project": content,
        "share_with_a_funded_project": share(content, voters),
        "voters_by_funded_projects": [int(count) for count in distribution],
        "mean_funded_projects": share(int((people * counts).sum()) if len(counts) else 0, voters),
        "deserved": deserved(election, chosen, utility, fundable),
        "by_category": _compared(election, chosen, [entry or ("",) for entry in election.categories]),
        "by_area": _compared(election, chosen, [(area,) for area in election.areas]),
    }


def share(part: Exact, whole: Exact) -> str:
    """``part`` of ``whole`` with four decimals; ``"0.0000"`` of nothing."""
    return decimal_text(Fraction(part) / Fraction(whole) if whole else 0, 4)


def _funded_on_ballots(election: Election, chosen: Sequence[int]) -> Any:
    """Per group, how many of its projects are funded."""
    flags = np.zeros(max(election.projects, 1), dtype=np.int64)
    flags[list(chosen)] = 1
    totals = np.concatenate([[0], np.cumsum(flags[election.ballots.indices])])
    return totals[election.ballots.indptr[1:]] - totals[election.ballots.indptr[:-1]]


def _compared(
    election: Election, chosen: Sequence[int], labels: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    """Spending beside votes per label; a project with several labels counts in equal parts for each."""
    names = sorted({name for entry in labels for name in entry})
    if names in ([], [""]):
        return []
    rows: dict[str, list[Fraction]] = {name: [Fraction(0)] * 4 for name in names}
    for project, entry in enumerate(labels):
        for name in entry:
            part = Fraction(1, len(entry))
            rows[name][0] += part * election.votes[project]
            rows[name][1] += part
            if project in chosen:
                rows[name][2] += part * election.costs[project]
                rows[name][3] += part
    votes, spent = sum(row[0] for row in rows.values()), sum(row[2] for row in rows.values())
    return [
        {
            "name": name,
            "projects": exact(row[1]) if row[1].denominator == 1 else decimal_text(row[1], 2),
            "funded": exact(row[3]) if row[3].denominator == 1 else decimal_text(row[3], 2),
            "vote_share": share(row[0], exact(Fraction(votes))),
            "spending_share": share(row[2], exact(Fraction(spent))),
            "spent": decimal_text(row[2], 2),
        }
        for name, row in rows.items()
    ]
