"""Ballot as a tool of the house."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from secrets import token_hex
from typing import Any
from uuid import UUID

from coproduce.core import Actor, Problem
from coproduce.core.acting import acting
from coproduce.engines.kernel import Envelope as Told
from coproduce.engines.kernel import TieRefused
from coproduce.instruments.ballot.actions import (
    MarkedOff,
    Voted,
    bring_in,
    cast,
    mark_paper,
    unmark_paper,
    voter_of,
)
from coproduce.instruments.ballot.compute import Counted, counted
from coproduce.instruments.ballot.models import Envelope, Mark
from coproduce.instruments.ballot.opening import KeyInHand, open_box, open_demo_box, opened, wipe_due
from coproduce.instruments.ballot.preparing import (
    DEMO_PASSPHRASE,
    check_box,
    demo_keys,
    make_key,
    prepare_demo_box,
    try_key,
)
from coproduce.instruments.ballot.queries import (
    KIND,
    SIMPLE,
    choices_of,
    found,
    labels_of,
    told_choices,
    turnout,
)
from coproduce.instruments.ballot.rules import DEEDS, VERSION, Choice
from coproduce.instruments.ballot.settings import Settings, problem, settings_of, settle
from coproduce.proceedings.public import (
    Card,
    Concluded,
    DataTable,
    Forgotten,
    Inflow,
    Instrument,
    ItemOutcome,
    ItemView,
    Need,
    of_handover,
    record_fate,
    record_result,
)
from coproduce.register.public import StepView, steps


class Ballot:
    """People decide together, by a secret vote."""

    key = "ballot"
    name = "Vote"
    version = VERSION
    deeds = DEEDS
    takes: Mapping[str, Need] = {
        "items": Need(required=True, kinds=frozenset({"project", "offer"})),
        "roll": Need(),
    }
    gives: Mapping[str, frozenset[str]] = {"result": frozenset({KIND})}
    asks: Mapping[str, str] = {"resident": "three minutes", "public": "two people who count"}

    def settle(self, raw: Mapping[str, Any], version: int) -> Mapping[str, Any] | list[Problem]:
        """See ``settings.settle``; there is only one version so far."""
        del version
        return settle(raw)

    def ready(self, step: StepView, inflow: Inflow) -> list[Problem]:
        """There must be projects with a price to vote on, and a box whose keys were tried."""
        if not inflow.items:
            return [
                problem(
                    "items", f"There is nothing to vote on in “{step.title}”: no project has come from before"
                )
            ]
        priceless = [
            problem(f"{item.number}", f"“{item.title}” has no price yet")
            for item in inflow.items
            if not item.cost_central
        ]
        return priceless + check_box(step)

    def start(self, step: StepView, inflow: Inflow, *, by: Actor) -> None:
        """Nothing to prepare: the ballot paper is the hand-over, frozen."""

    def conclude(self, step: StepView, *, by: Actor) -> Concluded | list[Problem]:
        """Count what came out of the box, outside any transaction; publish both counts. Repeatable after a crash.

        The box itself is opened before, by the officers with their keys (``opening.open_box``); here only
        one that needs no key: nothing lies in it, or the vote has none.
        """
        items, settings = of_handover(step.id), settings_of(step.settings)
        if not opened(step.id) and Envelope.objects.filter(step_id=step.id).exists():
            return [problem("box", "The ballot box is locked. The officers open it with their keys first")]
        if settings.box != "elsewhere":
            open_box(step, by=by)
        choices = [choice for choice, _ in choices_of(step)]
        try:
            told = counted(items, choices, settings)
        except TieRefused as refused:
            names = [item.title for item in items if str(item.number) in refused.tied]
            return [
                problem(
                    "ties", f"These are tied, and the rules leave it to people to decide: {', '.join(names)}"
                )
            ]
        with acting("ballot.conclude", by=by, subject=step.subject, initiative_id=step.initiative_id):
            key = _publish(step, told, items, by=by)
            record_fate(
                "considered",
                step_id=step.id,
                reason=_sentence(step),
                source=f"proceedings.result:{key}",
                by=by,
            )
        return Concluded((key,))

    def cards(self, refs: Collection[str], viewer: Actor) -> Mapping[str, Card]:
        """A vote is nobody's to see."""
        del refs, viewer
        return {}

    def open_data(self, step: StepView) -> Iterator[DataTable]:
        """Every slip, without anything of its voter and without signatures (``published``); only once counted."""
        current = steps([step.id])[step.id]
        if not current.concluded_at:
            return
        channels = [channel for _, channel in choices_of(step)]
        rows = [
            (
                channel,
                " ".join(map(str, choice.points)),
                " ".join(map(str, choice.points.values())),
                choice.boost,
            )
            for choice, channel in zip(told_choices(step).choices, channels, strict=True)
        ]
        yield DataTable("votes", ("channel", "numbers", "points", "boost"), rows)

    def personal(self, person_id: UUID) -> Iterator[DataTable]:
        """That she has voted, never what."""
        rows = [(mark.on, mark.channel) for step, mark in _marks(person_id)]
        yield DataTable("votes", ("on", "channel"), rows)

    def forget(self, person_id: UUID, *, by: Actor) -> Forgotten:
        """Before the count her envelope goes with her mark, and her vote with them; after it no slip can be hers.

        After it her mark stays, so that as many marks as votes are told, and points to nobody.
        """
        del by
        erased = 0
        for step, mark in _marks(person_id):
            if opened(step.id):
                mark.voter = token_hex(32)
                mark.save(update_fields=["voter"])
            else:
                Envelope.objects.filter(step_id=step.id, voter=mark.voter).delete()
                mark.delete()
            erased += 1
        return Forgotten(
            {"ballot.mark": erased}, ("Votes that were counted stay: nobody can tell whose is whose.",)
        )


def _publish(step: StepView, told: Counted, items: Collection[ItemView], *, by: Actor) -> UUID:
    by_number = {str(item.number): item for item in items}
    outcomes = [
        ItemOutcome(
            by_number[project["id"]].id, by_number[project["id"]].version, selected=bool(project["funded"]),
            rank=project["order"], amount=by_number[project["id"]].cost_central if project["funded"] else None,
            score=float(project["votes"]), why={"code": project["reason"]["code"]},
        )
        for project in told.result["projects"]
    ]  # fmt: skip
    _record(step, SIMPLE, told.simple, (), by=by)
    return _record(step, KIND, told.envelope, outcomes, by=by)


def _record(step: StepView, kind: str, envelope: Told, outcomes: Sequence[ItemOutcome], *, by: Actor) -> UUID:
    return record_result(
        step, kind, method=envelope.method, engine_version=envelope.version, input_digest=envelope.input_sha256,
        record=envelope.to_bytes(), seed=envelope.seed or "", items=outcomes, by=by,
    )  # fmt: skip


def _sentence(step: StepView) -> str:
    count = turnout(step).total
    return f"{count:,} votes were counted." if count != 1 else "One vote was counted."


def _marks(person_id: UUID) -> list[tuple[StepView, Mark]]:
    """Her marks: the digest under which she votes is another one in each vote, so it is worked out vote by vote."""
    ids = list(Mark.objects.order_by().values_list("step_id", flat=True).distinct())
    actors = [Actor(person_id=person_id), Actor(person_id=person_id, channel="paper")]
    voters = {voter_of(step, actor): step for step in steps(ids).values() for actor in actors}
    return [(voters[mark.voter], mark) for mark in Mark.objects.filter(voter__in=voters)]


INSTRUMENT: Instrument = Ballot()

__all__ = [
    "DEMO_PASSPHRASE",
    "INSTRUMENT",
    "Ballot",
    "Choice",
    "KeyInHand",
    "MarkedOff",
    "Settings",
    "Voted",
    "bring_in",
    "cast",
    "choices_of",
    "demo_keys",
    "found",
    "labels_of",
    "make_key",
    "mark_paper",
    "open_box",
    "open_demo_box",
    "prepare_demo_box",
    "settings_of",
    "settle",
    "told_choices",
    "try_key",
    "turnout",
    "unmark_paper",
    "wipe_due",
]
