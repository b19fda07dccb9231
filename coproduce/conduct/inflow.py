"""What a stage takes, gathered from the stages before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coproduce.proceedings.public import (
    FATE_ORDER,
    Inflow,
    ItemView,
    ResultView,
    RollView,
    Story,
    current,
    is_final,
    latest_roll,
    of_handover,
    of_step,
    results,
    results_of,
    stories,
)
from coproduce.register.public import StepView, initiatives, steps_of

WHERE = ("not-withdrawn", "eligible", "selected", "accepted", "delivered")
"""The closed list of conditions on items that a recipe may name."""


@dataclass(frozen=True)
class Gathered:
    """What would be handed over, from which stages, and what is not there though it was asked for."""

    inflow: Inflow
    sources: Mapping[str, UUID]
    missing: tuple[str, ...]


def gather(step: StepView) -> Gathered:
    """What ``step`` takes as things stand. Reads only; ``start`` freezes it."""
    here = steps_of([step.initiative_id])[step.initiative_id]
    before = _previous_steps(step.initiative_id) if any(_is_previous(need) for need in step.takes) else []
    items: dict[UUID, ItemView] = {}
    found_rolls: dict[str, RollView] = {}
    found_results: dict[str, ResultView] = {}
    sources: dict[str, UUID] = {}
    missing: list[str] = []
    for need in step.takes:
        name = str(need["from"]).removeprefix("previous:")
        givers = _givers(name, before if _is_previous(need) else here, step)
        if not givers:
            missing.append(f"{need['port']}:{name}")
        for giver in givers:
            sources[f"{need['port']}:{name}"] = giver.id
            if need["port"] == "items":
                items |= {item.id: item for item in _passing(giver, str(need.get("where", "")), step.area_id)}
            elif need["port"] == "roll" and (
                roll := latest_roll(giver.id, (giver.gives or {}).get("roll", name))
            ):
                found_rolls[name] = roll
            elif need["port"] == "result":
                kind = (giver.gives or {}).get("result", "")
                for result in results(results_of([giver.id])[giver.id]).values():
                    if kind in ("", result.kind):
                        found_results[name] = result
    ordered = tuple(sorted(items.values(), key=lambda item: item.number))
    return Gathered(Inflow(ordered, found_rolls, found_results), sources, tuple(missing))


def passed_through(step: StepView) -> list[ItemView]:
    """Every item that a stage took over or gave rise to, as it stands now."""
    ids = [item.id for item in (*of_handover(step.id), *of_step(step.id))]
    found = current(dict.fromkeys(ids))
    return sorted(found.values(), key=lambda item: item.number)


def _passing(giver: StepView, where: str, area_id: UUID | None) -> Iterable[ItemView]:
    candidates = [item for item in passed_through(giver) if item.visibility == "public"]
    if area_id:
        candidates = [item for item in candidates if item.area_id in (None, area_id)]
    told = stories([item.id for item in candidates])
    chosen = _selected(giver) if where == "selected" else frozenset()
    kind = (giver.gives or {}).get("items", "")
    return [item for item in candidates if _meets(item, told[item.id], where, kind, chosen)]


def _meets(item: ItemView, story: Story, where: str, kind: str, chosen: frozenset[UUID]) -> bool:
    latest = story.latest
    outcome = latest.outcome if latest else ""
    if where == "selected":
        return item.id in chosen
    if where == "accepted":
        return outcome in {"accepted", "partly"}
    if where == "delivered":
        return latest is not None and FATE_ORDER[latest.stage] >= FATE_ORDER["delivered"]
    if story.heirs or outcome in {"withdrawn", "merged", "split"}:
        return False
    if where == "eligible":
        return (not kind or item.kind == kind) and not (latest and is_final(latest.stage, outcome))
    return True


def _selected(giver: StepView) -> frozenset[UUID]:
    here = steps_of([giver.initiative_id])[giver.initiative_id]
    ids = [key for keys in results_of([step.id for step in here]).values() for key in keys]
    return frozenset(one.item_id for result in results(ids).values() for one in result.items if one.selected)


def _givers(name: str, steps: Sequence[StepView], taker: StepView) -> list[StepView]:
    named = [step for step in steps if step.name == name and not step.cancelled_at]
    same_area = [step for step in named if step.area_id == taker.area_id]
    return same_area or named


def _previous_steps(initiative_id: UUID) -> list[StepView]:
    previous = initiatives([initiative_id])[initiative_id].previous_id
    return steps_of([previous])[previous] if previous else []


def _is_previous(need: Mapping[str, Any]) -> bool:
    return str(need["from"]).startswith("previous:")
