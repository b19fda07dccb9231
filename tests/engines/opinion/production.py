"""Five conversations with what the production engine of Polis made of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coproduce.engines.opinion.votes import LongVotes, Votes
from coproduce.formats.polis.conversation import JOINED_WITH

NAMES = (
    "150ptpt-3gp-no-strict-no-meta",
    "25ptpt-3gp-no-strict-with-meta",
    "50ptpt-3gp-strict-no-meta",
    "above-100-ptpts",
    "below-100-ptpts",
)


@dataclass(frozen=True)
class Production:
    """Votes, and the production engine's own output."""

    votes: Votes
    math: dict[str, Any]
    groups: dict[str, int]

    @property
    def counted(self) -> tuple[str, ...]:
        return tuple(str(person) for person in self.math["in-conv"])


def load(folder: Path) -> Production:
    math = json.loads((folder / "math-pca2.json").read_text("utf-8"))
    rows = json.loads((folder / "votes.json").read_text("utf-8"))
    place = {statement: at for at, statement in enumerate(math["tids"])}
    found = [
        (
            row["participant_id"] if "participant_id" in row else row["pid"],
            place[statement],
            row["vote"],
            float(row["modified"]),
        )
        for row in rows
        if (statement := row["statement_id"] if "statement_id" in row else row["tid"]) in place
    ]
    people = sorted({row[0] for row in found})
    person_at = {person: at for at, person in enumerate(people)}
    table = LongVotes(
        participant_ids=[str(person) for person in people],
        statement_ids=[str(statement) for statement in math["tids"]],
        voter=np.array([person_at[row[0]] for row in found]),
        statement=np.array([row[1] for row in found]),
        vote=np.array([row[2] for row in found]),
        rejected=[str(statement) for statement in math["mod-out"]],
        meta=[str(statement) for statement in math["meta-tids"]],
        arrival=_arrival(people, found),
    )
    base = math["base-clusters"]
    members = dict(zip(base["id"], base["members"], strict=True))
    groups = {
        str(person): group["id"]
        for group in math["group-clusters"]
        for cluster in group["members"]
        for person in members[cluster]
    }
    return Production(Votes.of(table), math, groups)


def _arrival(people: list[int], rows: list[tuple[int, int, int, float]]) -> list[int]:
    """Each participant's place in the order of joining: by the time of their third vote, as the reader has it."""
    times: dict[int, list[float]] = {}
    for person, _, _, time in rows:
        times.setdefault(person, []).append(time)
    joined = {person: sorted(when)[min(JOINED_WITH, len(when)) - 1] for person, when in times.items()}
    order = sorted(people, key=lambda person: (joined[person], person))
    place = {person: at for at, person in enumerate(order)}
    return [place[person] for person in people]


def adjusted_rand(left: Any, right: Any) -> float:
    """Agreement of two partitions beyond chance (Hubert and Arabie 1985)."""
    _, one = np.unique(left, return_inverse=True)
    _, other = np.unique(right, return_inverse=True)
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: Any) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / pairs(np.array([len(one)]))
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
