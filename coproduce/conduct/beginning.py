"""From a way of working and the wizard's answers to a joint project with its stages, dated and settled.

Everything that stands against it is told at once: an answer that is missing, a tool that is not built yet, a setting
that a tool refuses. Then nothing is made. A stage after others opens when the last of them closes, or, where they have
no last day, when they open. A stage that is held several times is made once; the team adds the others (``hold_again``).
A stage that is divided between areas is made once for each, and money is divided with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from coproduce.catalogue.public import MethodView, Recipe, RecipeStep
from coproduce.conduct.registry import exists, instrument
from coproduce.core import Actor, BadInput, Place, Problem
from coproduce.proceedings.public import Instrument
from coproduce.register.public import InitiativeView, NewInitiative, NewStep, begin_initiative


@dataclass(frozen=True)
class Beginning:
    """What the wizard knows.

    Attributes:
        method: the way of working, in the version on offer.
        answers: to its questions, by name: money in pence, yes-no as bool, an organisation or area by id.
        opens: when the first stage opens.
        without: stages that the agency leaves out.
        areas: where a stage is divided, its areas: id and name.
        shares: how much of the money each area has, by its id; equal parts where it is not said.
        label: the power-and-promise label, as ``register`` wants it.
        dates: when stages open and close, by name, where the agency says other than the recipe.
    """

    method: MethodView
    title: str
    lead_id: UUID
    opens: datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    areas: Sequence[tuple[UUID, str]] = ()
    shares: Mapping[UUID, int] = field(default_factory=dict)
    language: str = "en"
    summary: str = ""
    label: Mapping[str, Any] = field(default_factory=dict)
    area_id: UUID | None = None
    previous_id: UUID | None = None
    services: Sequence[UUID] = ()
    outcomes: Sequence[UUID] = ()
    partners: Mapping[UUID, str] = field(default_factory=dict)
    dates: Mapping[str, tuple[datetime, datetime | None]] = field(default_factory=dict)


def begin(new: Beginning, *, by: Actor) -> InitiativeView:
    """Make the joint project, a draft until it is published, led by whoever begins it.

    Raises:
        BadInput: with everything that stands against it.
    """
    steps = planned(new)
    return begin_initiative(
        NewInitiative(
            title=new.title, lead_id=new.lead_id, summary=new.summary or new.method.recipe.summary(new.language),
            method_key=new.method.key, method_version=new.method.version, method_digest=new.method.digest,
            area_id=new.area_id, previous_id=new.previous_id, series=new.method.key,
            label={"power": new.method.recipe.power, **new.label}, services=new.services, outcomes=new.outcomes,
            partners=new.partners, steps=steps,
        ),
        by=by,
    )  # fmt: skip


def planned(new: Beginning) -> list[NewStep]:
    """The stages as they would be made; nothing is changed.

    Raises:
        BadInput: with everything that stands against them.
    """
    recipe = new.method.recipe
    found: list[Problem] = []
    answers = _answers(recipe, new.answers, found)
    kept = {step.name: step for step in recipe.steps if _is_kept(step, answers, new.without)}
    found += [
        _problem(f"without.{name}", f"There is no stage “{name}” to leave out")
        for name in sorted(new.without - {step.name for step in recipe.steps})
    ]
    steps = {step.name: step for step in recipe.steps}
    opened: dict[str, datetime] = {}
    closed: dict[str, datetime | None] = {}
    made: list[NewStep] = []
    for step in _in_order(list(kept.values()), steps):
        after = _after(step, steps, kept)
        earliest = max((closed[name] or opened[name] for name in after), default=new.opens)
        closes = earliest + timedelta(hours=step.lasts.hours) if step.lasts.hours else None
        opens, closes = new.dates.get(step.name, (earliest, closes))
        found += _in_time(step, opens, closes, max((opened[name] if step.overlaps else closed[name] or opened[name]
                                                    for name in after), default=opens))  # fmt: skip
        opened[step.name], closed[step.name] = opens, closes
        takes = [
            take.plain() for take in step.takes
            if (new.previous_id is not None if take.previous else take.step in kept)
        ]  # fmt: skip
        for area_id, area in _areas(step, new, answers, found):
            settled = _settled(step, kept, _share(area_id, new, answers, found), found)
            title = step.text.get(new.language) or step.text["en"]
            made.append(
                NewStep(
                    step.name, f"{title}: {area}" if area else title, step.instrument, settled.settings,
                    settled.version, step.admits, takes, step.gives, step.promise.days, after,
                    "" if "$" in step.when else step.when, step.duty, step.decides,
                    area_id=area_id, opens=opens, closes=closes,
                )
            )  # fmt: skip
    if found:
        raise BadInput(found)
    return made


def _in_time(step: RecipeStep, opens: datetime, closes: datetime | None, earliest: datetime) -> list[Problem]:
    found = []
    if closes is not None and closes <= opens:
        found.append(_problem(f"dates.{step.name}.closes", "This stage must end after it opens"))
    if opens < earliest:
        text = "This stage cannot open before the one that it follows has ended"
        found.append(_problem(f"dates.{step.name}.opens", text))
    return found


@dataclass(frozen=True)
class _Settled:
    settings: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1


def _answers(recipe: Recipe, given: Mapping[str, Any], found: list[Problem]) -> dict[str, Any]:
    asked = {ask.name: ask for ask in recipe.questions}
    found += [
        _problem(f"answers.{name}", "This way of working does not ask that")
        for name in sorted(set(given) - set(asked))
    ]
    answers: dict[str, Any] = {}
    for ask in recipe.questions:
        value = given.get(ask.name, ask.default)
        if value is None or not _fits(value, ask.type, ask.choices):
            found.append(_problem(f"answers.{ask.name}", _WANTED[ask.type]))
        else:
            answers[ask.name] = str(value) if isinstance(value, UUID) else value
    return answers


_WANTED = {
    "text": "Write it in a sentence",
    "count": "Give a whole number",
    "money": "Give a sum above 0",
    "yes-no": "Say yes or no",
    "day": "Give a day",
    "choice": "Choose one of the list",
    "organisation": "Say which organisation",
    "area": "Say which area",
}


def _fits(value: Any, kind: str, choices: Collection[str]) -> bool:
    if kind == "yes-no":
        return isinstance(value, bool)
    if kind in ("count", "money"):
        least = 1 if kind == "money" else 0
        return isinstance(value, int) and not isinstance(value, bool) and value >= least
    if kind == "day":
        return isinstance(value, date)
    if kind in ("organisation", "area"):
        return isinstance(value, UUID)
    return isinstance(value, str) and bool(value.strip()) and (kind != "choice" or value in choices)


def _is_kept(step: RecipeStep, answers: Mapping[str, Any], without: Collection[str]) -> bool:
    if step.name in without:
        return False
    word = step.when.removeprefix("not ")
    return not word.startswith("$") or bool(answers.get(word[1:])) != step.when.startswith("not ")


def _after(step: RecipeStep, steps: Mapping[str, RecipeStep], kept: Mapping[str, RecipeStep]) -> list[str]:
    """The stages before this one; in place of one that is left out, those before that."""
    found: dict[str, None] = {}
    for name in step.after:
        found |= dict.fromkeys([name] if name in kept else _after(steps[name], steps, kept))
    return list(found)


def _in_order(waiting: list[RecipeStep], steps: Mapping[str, RecipeStep]) -> list[RecipeStep]:
    """Stages so that each comes after those it follows, else as the recipe has them. A recipe has no loops."""
    kept = {step.name: step for step in waiting}
    ordered: list[RecipeStep] = []
    placed: set[str] = set()
    while waiting:
        following = next(step for step in waiting if placed >= set(_after(step, steps, kept)))
        waiting.remove(following)
        ordered.append(following)
        placed.add(following.name)
    return ordered


def _areas(
    step: RecipeStep, new: Beginning, answers: Mapping[str, Any], found: list[Problem]
) -> Sequence[tuple[UUID | None, str]]:
    if step.split is None or (step.split.when and not answers.get(step.split.when[1:])):
        return [(None, "")]
    if not new.areas:
        found.append(_problem("areas", "Say which areas it is divided between"))
    return new.areas


def _share(
    area_id: UUID | None, new: Beginning, answers: Mapping[str, Any], found: list[Problem]
) -> Mapping[str, Any]:
    """The answers as they hold for one area: its part of each sum, in whole pence, the odd ones to the first areas."""
    sums = [ask.name for ask in new.method.recipe.questions if ask.type == "money" and ask.name in answers]
    if area_id is None or not sums:
        return answers
    parts = dict(answers)
    for name in sums:
        whole, count = answers[name], len(new.areas)
        if new.shares:
            if sum(new.shares.get(key, 0) for key, _ in new.areas) != whole:
                problem = _problem("shares", "The parts of the areas must come to the whole sum")
                found += [] if problem in found else [problem]
            parts[name] = new.shares.get(area_id, 0)
        else:
            place = [key for key, _ in new.areas].index(area_id)
            parts[name] = whole // count + (place < whole % count)
    return parts


def _settled(
    step: RecipeStep, kept: Mapping[str, RecipeStep], answers: Mapping[str, Any], found: list[Problem]
) -> _Settled:
    key = f"step.{step.name}"
    if not exists(step.instrument):
        text = f"This stage needs the tool “{step.instrument}”, which is not built yet. Leave the stage out"
        found.append(_problem(key, text))
        return _Settled()
    tool = instrument(step.instrument)
    found += _unfit(step, tool, kept, key)
    settled = tool.settle(_filled(step.set, answers), tool.version)
    if isinstance(settled, list):
        found += [
            Problem(Place(key=f"{key}.{one.place.key}"), one.text, one.code) for one in settled
        ]  # fmt: skip
        return _Settled()
    return _Settled(settled, tool.version)


def _unfit(step: RecipeStep, tool: Instrument, kept: Mapping[str, RecipeStep], key: str) -> list[Problem]:
    """What the tool cannot give or take, though the recipe says so."""
    found: list[Problem] = []
    kind = step.gives.get("items", "")
    if kind and kind not in tool.gives.get("items", frozenset()):
        found.append(_problem(f"{key}.gives.items", f"The tool “{step.instrument}” cannot give “{kind}” yet"))
    for port, need in tool.takes.items():
        givers = [kept[take.step] for take in step.takes if take.port == port and take.step in kept]
        if need.required and not givers:
            found.append(_problem(f"{key}.takes.{port}", "The stage that this one needs is left out"))
        if need.kinds and port == "items":
            found += [
                _problem(
                    f"{key}.takes.items",
                    f"The tool “{step.instrument}” cannot take “{giver.gives['items']}” yet",
                )
                for giver in givers
                if giver.gives["items"] not in need.kinds
            ]
    return found


def _filled(value: Any, answers: Mapping[str, Any]) -> Any:
    """Settings with the answers in place of ``$name``; where an answer is missing, that has been told already."""
    if isinstance(value, Mapping):
        return {key: _filled(one, answers) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, answers) for one in value]
    if isinstance(value, str) and value.startswith("$"):
        return answers.get(value[1:], value)
    return value


def _problem(key: str, text: str) -> Problem:
    return Problem(Place(key=key), text, "beginning")
