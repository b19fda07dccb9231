"""The engine's methods, as the check suite tries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from coproduce.engines.kernel import Record, Seed
from coproduce.engines.kernel.checks import Rename, Subject
from coproduce.engines.kernel.seed import Draws
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.opinion_map import OpinionMap
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.replay import replay
from coproduce.engines.opinion.votes import LongVotes, Votes


def planted(people: int, statements: int, camps: int, *, seed: str, share: float = 0.7) -> LongVotes:
    """Votes of people in ``camps`` who mostly vote as their camp does; ``share`` of the cells are filled."""
    chance = Seed(seed).uniforms(3, people, statements)
    leaning = np.where(Seed(seed).child("camps").uniforms(camps, statements) > 0.5, 1, -1)
    own = leaning[np.arange(people) % camps]
    vote = np.where(chance[0] < 0.85, own, np.where(chance[1] < 0.5, 0, -own))
    voter, statement = np.nonzero(chance[2] < share)
    return LongVotes(
        participant_ids=[f"p{at}" for at in range(people)],
        statement_ids=[f"s{at}" for at in range(statements)],
        voter=voter,
        statement=statement,
        vote=vote[voter, statement],
        texts=[f"Statement number {at}." for at in range(statements)],
        rejected=["s1"],
        meta=["s2"],
        arrival=list(range(people))[::-1],
        stakeholders=[("carers", "staff", "")[at % 3] for at in range(people)],
    )


def subjects() -> list[Subject[Any, Any]]:
    """Both modes, each also with the one-group and the refused inputs."""
    return [
        _subject("coproduce", MapOptions(resamples=10, seed="check")),
        _subject("polis", MapOptions(mode="polis", seed="check")),
    ]


def _subject(mode: str, options: MapOptions) -> Subject[LongVotes, OpinionMap]:
    return Subject(
        name=f"opinion/{mode}",
        samples=_samples(),
        run=partial(_drawn, options=options),
        result=OpinionMap.result,
        record=_record,
        replay=replay,
        reordered=_reordered,
        relabelled=_relabelled,
        renamed=_renamed,
        breaches=_breaches,
        chance=True,
    )


def _samples() -> dict[str, LongVotes]:
    nothing = np.zeros(0, dtype=np.int64)
    small = planted(6, 5, 2, seed="small")
    return {
        "empty": LongVotes((), (), nothing, nothing, nothing),
        "single": LongVotes(("p1",), ("s1",), np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1, np.int64)),
        "typical": planted(60, 14, 3, seed="typical"),
        "few": small,
        "of one mind": replace(small, vote=np.ones_like(small.vote)),
        "passes only": replace(small, vote=np.zeros_like(small.vote)),
        "voted twice": replace(
            small, voter=np.r_[small.voter, small.voter[:1]],
            statement=np.r_[small.statement, small.statement[:1]], vote=np.r_[small.vote, small.vote[:1]],
        ),
    }  # fmt: skip


def _drawn(table: LongVotes, *, options: MapOptions) -> OpinionMap:
    return draw_map(Votes.of(table), options)


def _record(drawn: OpinionMap) -> Record:
    return drawn.record


def _reordered(table: LongVotes, draws: Draws) -> LongVotes:
    people = np.array(draws.shuffled(range(len(table.participant_ids))), dtype=np.int64)
    statements = np.array(draws.shuffled(range(len(table.statement_ids))), dtype=np.int64)
    rows = np.array(draws.shuffled(range(len(table.voter))), dtype=np.int64)
    person_at, statement_at = np.argsort(people), np.argsort(statements)
    if not len(rows):
        return table
    return replace(
        table,
        participant_ids=[table.participant_ids[at] for at in people],
        statement_ids=[table.statement_ids[at] for at in statements],
        voter=person_at[table.voter][rows],
        statement=statement_at[table.statement][rows],
        vote=np.asarray(table.vote)[rows],
        texts=[table.texts[at] for at in statements] if len(table.texts) else (),
        arrival=[table.arrival[at] for at in people] if len(table.arrival) else (),
        stakeholders=[table.stakeholders[at] for at in people] if len(table.stakeholders) else (),
    )


def _relabelled(table: LongVotes, rename: Rename) -> LongVotes:
    return replace(
        table,
        participant_ids=[rename(name) for name in table.participant_ids],
        statement_ids=[rename(name) for name in table.statement_ids],
        rejected=[rename(name) for name in table.rejected],
        meta=[rename(name) for name in table.meta],
    )


_NAMES: dict[str, Callable[[Rename, Any], Any]] = {
    "statement": lambda rename, value: rename(value),
    "members": lambda rename, value: [rename(name) for name in value],
    "ask_next": lambda rename, value: [rename(name) for name in value],
    "id": lambda rename, value: rename(value) if isinstance(value, str) else value,
}


def _renamed(result: Any, rename: Rename) -> Any:
    if isinstance(result, list):
        return [_renamed(entry, rename) for entry in result]
    if isinstance(result, dict):
        return {
            key: _NAMES[key](rename, value) if key in _NAMES else _renamed(value, rename)
            for key, value in result.items()
        }
    return result


def _breaches(table: LongVotes, drawn: OpinionMap) -> Iterable[str]:
    smallest = drawn.options.smallest_group or 1
    if drawn.k > 1 and int(drawn.sizes.min()) < smallest:
        yield f"a group has fewer than {smallest} people"
    if int(drawn.sizes.sum()) != len(drawn.counting):
        yield "somebody who counts is in no group"
    if not bool(np.isfinite(drawn.positions).all()):
        yield "a position is not a number"
    if int(drawn.counts.all_seen.sum()) != len(table.vote):
        yield "votes were lost in counting"
    if drawn.stability is not None and not bool(
        ((drawn.stability.groups >= 0) & (drawn.stability.groups <= 1)).all()
    ):
        yield "a stability lies outside 0 to 1"
