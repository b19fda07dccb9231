"""Results, rolls, and handing over: how a stage leaves something and the next one takes it, frozen."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from coproduce.core import Actor, now
from coproduce.core.acting import acting, signature
from coproduce.engines.kernel import canonical, digest
from coproduce.proceedings.items import at_versions
from coproduce.proceedings.models import HandOver, HandOverItem, ItemResult, Result, Roll, RollEntry
from coproduce.proceedings.values import Inflow, ItemOutcome, ItemView, ResultView, RollMember, RollView
from coproduce.register.public import StepView


def record_result(
    step: StepView, kind: str, *, method: str, engine_version: str, input_digest: str, record: bytes, seed: str = "",
    items: Sequence[ItemOutcome] = (), by: Actor,
) -> UUID:  # fmt: skip
    """Write what a stage found, with the record from which anyone can derive it again. Twice is once per kind."""
    with acting("proceedings.result", by=by, initiative_id=step.initiative_id) as doing:
        there = Result.objects.filter(step_id=step.id, kind=kind, superseded_by__isnull=True).first()
        if there:
            return there.pk
        row = Result.objects.create(
            step_id=step.id, kind=kind, method=method, engine_version=engine_version, seed=seed,
            input_digest=input_digest, record=zlib.compress(record, 6), published_at=now(), **signature(by),
        )  # fmt: skip
        ItemResult.objects.bulk_create(
            ItemResult(
                result=row, item_id=one.item_id, item_version=one.item_version, selected=one.selected, rank=one.rank,
                amount=one.amount, score=one.score, why=dict(one.why),
            )
            for one in items
        )  # fmt: skip
        doing.subject, doing.codes = f"proceedings.result:{row.pk}", {"kind": kind, "method": method}
    return row.pk


def give_roll(step: StepView, name: str, members: Collection[RollMember], *, by: Actor) -> UUID:
    """Leave a list of people or codes for later stages; a second roll of the same name is its next version."""
    with acting("proceedings.roll", by=by, initiative_id=step.initiative_id) as doing:
        version = Roll.objects.filter(step_id=step.id, name=name).count() + 1
        row = Roll.objects.create(step_id=step.id, name=name, version=version, frozen_at=now())
        RollEntry.objects.bulk_create(
            RollEntry(
                roll=row, person_id=one.person_id, voter_code_hash=one.voter_code_hash, role=one.role, group=one.group,
                area_id=one.area_id, weight=one.weight,
            )
            for one in members
        )  # fmt: skip
        doing.subject, doing.codes = f"proceedings.roll:{row.pk}", {"name": name, "count": len(members)}
    return row.pk


def freeze(step: StepView, inflow: Inflow, sources: Mapping[str, UUID], *, by: Actor) -> None:
    """Write down what a stage takes over. Twice is once.

    ``sources`` maps port and stage name (``items:costing``) to the stage.
    """
    with acting("proceedings.hand-over", by=by, initiative_id=step.initiative_id) as doing:
        doing.subject = step.subject
        if HandOver.objects.filter(step_id=step.id).exists():
            return
        for key, source in sorted(sources.items()):
            port, _, name = key.partition(":")
            roll, result = inflow.rolls.get(name), inflow.results.get(name)
            items = inflow.items if port == "items" else ()
            row = HandOver.objects.create(
                step_id=step.id, port=port, from_step_id=source, at=now(),
                digest=inflow_digest(port, items, roll, result),
                roll_id=roll.id if roll and port == "roll" else None,
                result_id=result.id if result and port == "result" else None,
            )  # fmt: skip
            if port == "items":
                HandOverItem.objects.bulk_create(
                    HandOverItem(handover=row, item_id=item.id, version=item.version, position=position)
                    for position, item in enumerate(items)
                )
        doing.codes = {"took": sorted(sources)}


def inflow_digest(
    port: str, items: Sequence[ItemView], roll: RollView | None, result: ResultView | None
) -> str:
    """What was handed over, as a digest that anyone with the same data gets too."""
    said = {
        "port": port,
        "items": [[str(item.id), item.version] for item in items],
        "roll": str(roll.id) if roll else None,
        "result": str(result.id) if result else None,
    }
    return digest(canonical(said))


def taken(step_id: UUID) -> Inflow:
    """What a stage took over when it started; empty where it has not."""
    rows = list(HandOver.objects.filter(step_id=step_id).order_by("id"))
    versions = dict(
        HandOverItem.objects.filter(handover__step_id=step_id)
        .order_by("position")
        .values_list("item_id", "version")
    )
    items = at_versions(versions)
    found_rolls = rolls([row.roll_id for row in rows if row.roll_id])
    found_results = results([row.result_id for row in rows if row.result_id])
    return Inflow(
        tuple(items[key] for key in versions if key in items),
        {roll.name: roll for roll in found_rolls.values()},
        {str(result.step_id): result for result in found_results.values()},
    )


def rolls(ids: Collection[UUID]) -> dict[UUID, RollView]:
    """Rolls with their members, by id."""
    members: dict[UUID, list[RollMember]] = {key: [] for key in ids}
    for row in RollEntry.objects.filter(roll_id__in=ids, left_on__isnull=True).order_by("id"):
        members[row.roll_id].append(
            RollMember(
                row.pk, row.person_id, row.voter_code_hash, row.role, row.group, row.area_id, row.weight
            )
        )
    return {
        row.pk: RollView(row.pk, row.step_id, row.name, row.version, tuple(members[row.pk]))
        for row in Roll.objects.filter(pk__in=ids)
    }


def latest_roll(step_id: UUID, name: str) -> RollView | None:
    """The newest version of a roll that a stage left."""
    row = Roll.objects.filter(step_id=step_id, name=name).order_by("-version").first()
    return rolls([row.pk])[row.pk] if row else None


def results(ids: Collection[UUID]) -> dict[UUID, ResultView]:
    """Results with what they say of each item, by id."""
    said: dict[UUID, list[ItemOutcome]] = {key: [] for key in ids}
    for row in ItemResult.objects.filter(result_id__in=ids).order_by("rank", "item_id"):
        score = None if row.score is None else float(row.score)
        said[row.result_id].append(
            ItemOutcome(row.item_id, row.item_version, row.selected, row.rank, row.amount, score, row.why)
        )
    return {
        row.pk: ResultView(
            row.pk, row.step_id, row.kind, row.method, row.engine_version, row.seed, row.input_digest,
            zlib.decompress(row.record), row.at, tuple(said[row.pk]),
        )
        for row in Result.objects.filter(pk__in=ids)
    }  # fmt: skip


def results_of(step_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Ids of the results of each stage that no later one supersedes."""
    found: dict[UUID, list[UUID]] = {key: [] for key in step_ids}
    for row in (
        Result.objects.filter(step_id__in=step_ids, superseded_by__isnull=True)
        .order_by("at", "id")
        .only("id", "step_id")
    ):
        found[row.step_id].append(row.pk)
    return found
