"""A map kept up to date while people vote.

One more vote touches one row: the counts of its statement change by one, and the
voter's position is computed anew from their own votes on the plane of the last map. No
other vote is looked at. ``refresh`` then draws the whole map again, starting from the
last one, so that groups keep their place and the search is short.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coproduce.engines.kernel import BadInput
from coproduce.engines.opinion.consensus import wilson
from coproduce.engines.opinion.kmeans import nearest
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.opinion_map import OpinionMap
from coproduce.engines.opinion.routing import to_ask
from coproduce.engines.opinion.votes import AGREE, DISAGREE, PASS, LongVotes, Votes
from coproduce.engines.opinion.warm import warm

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Standing:
    """Where a voter stands after a vote, and how the statement stands.

    Attributes:
        position: the voter's point on the last map.
        group: the group whose centre is nearest, or None while they have too few votes to count.
        agree, disagree, seen: everybody's votes on the statement, passes in ``seen``.
    """

    position: tuple[float, float]
    group: int | None
    agree: int
    disagree: int
    seen: int


class LiveMap:
    """The last map, and the votes cast since."""

    def __init__(self, drawn: OpinionMap) -> None:
        self._begin(drawn)

    def _begin(self, drawn: OpinionMap) -> None:
        self.drawn = drawn
        self._people = {name: at for at, name in enumerate(drawn.votes.participants)}
        self._statements = {name: at for at, name in enumerate(drawn.votes.statements)}
        self._texts = list(drawn.votes.texts)
        self._rows: dict[int, dict[int, int]] = {}
        self._rejected = drawn.votes.rejected.tolist()
        self._hidden = sum(self._rejected)
        self.counts = np.stack([drawn.counts.all_agree, drawn.counts.all_disagree, drawn.counts.all_seen])
        """Agrees, disagrees and votes of everybody on each statement, shape (3, C), always up to date."""
        self.by_group = np.stack([drawn.counts.agree, drawn.counts.disagree, drawn.counts.seen])
        """The same for each group of the last map, shape (3, k, C); who joins a group is settled at a refresh."""

    def add_statement(self, name: str, text: str = "") -> None:
        """A new statement; it moves nobody until the next refresh."""
        if name in self._statements:
            raise BadInput.one(f"statement {name!r} is there already", code="statement-twice", key=name)
        self._statements[name] = len(self._statements)
        self._texts.append(text)
        self._rejected.append(False)
        self.counts = np.concatenate([self.counts, np.zeros((3, 1), dtype=np.int64)], axis=1)
        self.by_group = np.concatenate(
            [self.by_group, np.zeros((3, self.by_group.shape[1], 1), dtype=np.int64)], axis=2
        )

    def cast(self, participant: str, statement: str, vote: int) -> Standing:
        """Count one vote, or change one; a participant who is new joins.

        Raises:
            BadInput: for a vote other than 1, 0, −1, or a statement that is not there.
        """
        if vote not in (AGREE, PASS, DISAGREE):
            raise BadInput.one(
                f"a vote is {vote}; it must be 1 (agree), 0 (pass) or -1 (disagree)", code="vote-value"
            )
        column = self._statements.get(statement)
        if column is None:
            raise BadInput.one(
                f"there is no statement {statement!r}", code="statement-unknown", key=statement
            )
        person = self._people.setdefault(participant, len(self._people))
        row = self._row(person)
        before = row.get(column)
        row[column] = vote
        self._recount(person, column, before, vote)
        place = self._place(row)
        counts = len(row) >= min(self.drawn.options.least_votes, len(self._statements))
        agree, disagree, seen = (int(number) for number in self.counts[:, column])
        group = (
            int(nearest(place.reshape(1, 2), self.drawn.grouping.partition.centres)[0]) if counts else None
        )
        return Standing((float(place[0]), float(place[1])), group, agree, disagree, seen)

    def ask(self, participant: str, pick: int = 5) -> tuple[str, ...]:
        """Statements to put to a participant next, the most useful first: those not voted on yet.

        Usefulness is the statement's priority times how little is known of the participant's group
        on it (of everybody, while they are in none). Rejected and meta statements are left out, and
        statements added since the last map come first: nothing is known of them.
        """
        person = self._people.get(participant, len(self._people))
        known = len(self.drawn.votes.statements)
        seen = self._row(person) if person < len(self._people) else {}
        label = self.drawn.label
        group = int(label[person]) if person < len(label) else -1
        counts = self.counts[:, :known] if group < 0 else self.by_group[:, group, :known]
        low, high = wilson(counts[0], counts[2], self.drawn.options.confidence)
        allowed = ~self.drawn.votes.rejected & ~self.drawn.votes.meta
        allowed[[at for at in seen if at < known]] = False
        names = list(self._statements)
        new = [names[at] for at in range(known, len(names)) if at not in seen]
        old = to_ask(self.drawn.priority, high - low, allowed, pick)
        return tuple([*new, *(names[at] for at in old)][:pick])

    def votes(self) -> Votes:
        """All votes as they stand now."""
        old = self.drawn.votes
        voter = np.repeat(np.arange(len(old.participants)), old.per_participant)
        same = ~np.isin(voter, np.fromiter(self._rows, dtype=np.int64, count=len(self._rows)))
        new = [(person, column, vote) for person, row in self._rows.items() for column, vote in row.items()]
        added = np.array(new, dtype=np.int64).reshape(-1, 3)
        arrival, stakeholders = self._joined()
        return Votes.of(
            LongVotes(
                participant_ids=tuple(self._people),
                statement_ids=tuple(self._statements),
                voter=np.concatenate([voter[same], added[:, 0]]),
                statement=np.concatenate([old.column[same], added[:, 1]]),
                vote=np.concatenate([old.value[same], added[:, 2]]),
                texts=tuple(self._texts),
                rejected=[name for name, at in self._statements.items() if self._rejected[at]],
                meta=[name for name, mark in zip(old.statements, old.meta, strict=True) if mark],
                arrival=arrival,
                stakeholders=stakeholders,
            )
        )

    def refresh(self, *, resamples: int = 0) -> OpinionMap:
        """The whole map again, from the last one; this map then goes on from it.

        Stability takes a hundred maps more, so it is left out unless ``resamples`` asks for it.
        """
        options = replace(self.drawn.options, resamples=resamples)
        drawn = draw_map(self.votes(), options, last=warm(self.drawn))
        self._begin(drawn)
        return drawn

    def _row(self, person: int) -> dict[int, int]:
        if person not in self._rows:
            old = self.drawn.votes
            if person < len(old.participants):
                here = slice(int(old.start[person]), int(old.start[person + 1]))
                self._rows[person] = dict(
                    zip(old.column[here].tolist(), old.value[here].tolist(), strict=True)
                )
            else:
                self._rows[person] = {}
        return self._rows[person]

    def _recount(self, person: int, column: int, before: int | None, vote: int) -> None:
        label = self.drawn.label
        group = int(label[person]) if person < len(label) else -1
        tables = [self.counts] if group < 0 else [self.counts, self.by_group[:, group]]
        for table in tables:
            if before is not None:
                table[:, column] -= (before == AGREE, before == DISAGREE, 1)
            table[:, column] += (vote == AGREE, vote == DISAGREE, 1)

    def _place(self, row: dict[int, int]) -> Floats:
        plane = self.drawn.plane
        known = plane.centre.size
        columns = np.array(
            [at for at in sorted(row) if at < known and not self._rejected[at]], dtype=np.int64
        )
        cast = sum(not self._rejected[at] for at in row) + self._hidden
        stretch = np.sqrt(len(self._statements) / max(cast, 1))
        apart = np.array([row[at] for at in columns.tolist()], dtype=np.float64) - plane.centre[columns]
        found: Floats = (apart * plane.components[:, columns]).sum(axis=1) * stretch
        return found

    def _joined(self) -> tuple[list[int], list[str]]:
        """Order of joining and declared groups, with those who are new at the end."""
        old = self.drawn.votes
        more = len(self._people) - len(old.participants)
        last = int(old.arrival.max()) if len(old.arrival) else -1
        arrival = [*old.arrival.tolist(), *range(last + 1, last + 1 + more)]
        return arrival, [*old.stakeholders, *([""] * more)] if old.stakeholders else []
