"""Which ballots count, and why the others do not: how a British vote is run.

People name at most, or exactly, so many projects; one of them may carry a *boost*, which
counts double or triple. Some votes ask for a least age. A person has one vote, or one in
each channel (in the hall and online). Whatever is turned down is counted with its reason,
and nothing else is kept of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coproduce.engines.kernel import BadInput, Place, Problem

REASONS: Mapping[str, str] = {
    "too-many": "it names more projects than allowed",
    "too-few": "it names fewer projects than asked for",
    "named-twice": "it names a project twice",
    "unknown-project": "it names a project that is not on the list",
    "boost-elsewhere": "its boost is on a project that it does not name",
    "too-young": "the voter is younger than the rules ask for, or gave no age",
    "voted-already": "the voter had voted before",
}
"""Every reason for turning a ballot down. The first that applies, in this order, is the one given."""


@dataclass(frozen=True)
class Cast:
    """A ballot as it was handed in.

    Attributes:
        voter: who cast it; any text that tells voters apart.
        channel: where, e.g. ``"hall"`` or ``"online"``.
        projects: ids named.
        boost: the id that carries the boost, or None.
        age: the voter's age in years, or None where it was not given.
    """

    voter: str
    projects: tuple[str, ...]
    channel: str = ""
    boost: str | None = None
    age: int | None = None


@dataclass(frozen=True)
class BallotRules:
    """What a ballot must keep to.

    Attributes:
        most: projects at most; None for no limit.
        exactly: whether it must be that many.
        boost: what a boost counts: 1 (none), 2 or 3.
        least_age: in years; None asks for no age.
        per_channel: one vote in each channel instead of one in all.
    """

    most: int | None = None
    exactly: bool = False
    boost: int = 1
    least_age: int | None = None
    per_channel: bool = False

    def __post_init__(self) -> None:
        problems = []
        if self.boost not in (1, 2, 3):
            problems.append(("boost", f"a boost of {self.boost} is not known; it counts 1, 2 or 3"))
        if self.most is not None and self.most < 1:
            problems.append(("most", "a ballot that may name no project is no vote; allow 1 or more"))
        if self.exactly and self.most is None:
            problems.append(("exactly", "say how many projects a ballot must name exactly"))
        if problems:
            raise BadInput([Problem(Place(key=key), text, "ballot-rules") for key, text in problems])


@dataclass(frozen=True)
class Admitted:
    """The ballots that count, as {position: points} for ``table.rows``, and how many were turned down and why."""

    ballots: tuple[Mapping[int, int], ...]
    turned_down: Mapping[str, int]

    @property
    def counted(self) -> int:
        """How many ballots count."""
        return len(self.ballots)


def admit(cast: Sequence[Cast], project_ids: Sequence[str], rules: BallotRules) -> Admitted:
    """The ballots of ``cast`` that keep to ``rules``, in the order cast.

    Of several by one voter (in one channel) the first that is otherwise sound counts. A project with the boost
    has ``rules.boost`` points, every other one: count such an election with ballots of type ``scoring`` and
    utility ``score``, or by votes with type ``approval``.
    """
    position = {name: at for at, name in enumerate(project_ids)}
    seen: set[tuple[str, str]] = set()
    ballots: list[Mapping[int, int]] = []
    turned_down: dict[str, int] = {}
    for ballot in cast:
        voter = (ballot.voter, ballot.channel if rules.per_channel else "")
        reason = _fault(ballot, position, rules) or ("voted-already" if voter in seen else None)
        if reason:
            turned_down[reason] = turned_down.get(reason, 0) + 1
            continue
        seen.add(voter)
        ballots.append(
            {position[name]: rules.boost if name == ballot.boost else 1 for name in ballot.projects}
        )
    return Admitted(tuple(ballots), {name: turned_down[name] for name in REASONS if name in turned_down})


def _fault(ballot: Cast, position: Mapping[str, int], rules: BallotRules) -> str | None:
    named = len(ballot.projects)
    faults = {
        "too-many": rules.most is not None and named > rules.most,
        "too-few": named == 0 or (rules.exactly and rules.most is not None and named < rules.most),
        "named-twice": len(set(ballot.projects)) != named,
        "unknown-project": any(name not in position for name in ballot.projects),
        "boost-elsewhere": ballot.boost is not None and ballot.boost not in ballot.projects,
        "too-young": rules.least_age is not None and (ballot.age is None or ballot.age < rules.least_age),
    }
    return next((reason for reason, found in faults.items() if found), None)
