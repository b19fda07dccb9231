"""How the stages of a recipe hang together: what comes after what, what takes what, what stands behind each ``$``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coproduce.catalogue.recipe import words as w
from coproduce.catalogue.recipe.faults import Faults
from coproduce.catalogue.recipe.values import Ask, Recipe, RecipeStep, Take
from coproduce.formats.toml_places import Path


def hang_together(recipe: Recipe, table: Mapping[str, Any], faults: Faults) -> None:
    """Every fault that lies between stages, or between a stage and the questions."""
    asked = _unique(recipe, faults)
    steps = {step.name: step for step in recipe.steps}
    before = {name: _before(name, steps) for name in steps}
    for place, step in enumerate(recipe.steps):
        path = ("step", place)
        _order(step, path, steps, before, faults)
        for count, take in enumerate(step.takes):
            _taken(take, step, (*path, "takes", count), steps, faults, before=before[step.name])
        _admitted(step, path, steps, before, faults)
        _promised(step, path, steps, asked, faults)
        _rest(step, path, recipe, steps, faults)
        if step.when.removeprefix("not ").startswith("$"):
            _yes_no(step.when.removeprefix("not "), (*path, "when"), asked, faults)
        if step.split and step.split.when:
            _yes_no(step.split.when, (*path, "split", "when"), asked, faults)
    raw = table.get("step", [])
    for at, value in _references(raw if isinstance(raw, list) else [], ("step",)):
        if value.removeprefix("$") not in asked:
            faults.add(at, "unknown-question", f"“{value}” stands for no [[ask]]; add one of that name")


def _unique(recipe: Recipe, faults: Faults) -> dict[str, Ask]:
    asked: dict[str, Ask] = {}
    for place, ask in enumerate(recipe.questions):
        if ask.name in asked:
            faults.add(("ask", place, "name"), "twice", f"“{ask.name}” is asked twice; give it another name")
        asked[ask.name] = ask
    seen: set[str] = set()
    for place, step in enumerate(recipe.steps):
        if step.name in seen:
            faults.add(
                ("step", place, "name"), "twice", f"“{step.name}” stands here twice; give it another name"
            )
        seen.add(step.name)
    return asked


def _before(name: str, steps: Mapping[str, RecipeStep]) -> frozenset[str]:
    """Every stage that comes before ``name``; with itself among them where the stages run in a loop."""
    found: set[str] = set()
    waiting = list(steps[name].after)
    while waiting:
        other = waiting.pop()
        if other in steps and other not in found:
            found.add(other)
            waiting += steps[other].after
    return frozenset(found)


def _order(
    step: RecipeStep, path: Path, steps: Mapping[str, RecipeStep], before: Mapping[str, frozenset[str]],
    faults: Faults,
) -> None:  # fmt: skip
    for place, other in enumerate(step.after):
        if other not in steps:
            faults.add((*path, "after", place), "no-such-stage", f"there is no stage “{other}”")
    if step.name in before[step.name]:
        faults.add((*path, "after"), "loop", f"“{step.name}” comes after itself; the stages run in a loop")
    if step.when and not step.when.removeprefix("not ").startswith("$") and not step.after:
        text = f"“{step.when}” asks what an earlier stage brought; name that stage under after"
        faults.add((*path, "when"), "when-of-what", text)


def _taken(
    take: Take, step: RecipeStep, path: Path, steps: Mapping[str, RecipeStep], faults: Faults, *,
    before: frozenset[str],
) -> None:  # fmt: skip
    giver = steps.get(take.step)
    if not take.step:
        return
    if giver is None:
        faults.add((*path, "from"), "no-such-stage", f"there is no stage “{take.step}”")
    elif not take.previous and take.step not in before:
        text = f"“{take.step}” does not come before “{step.name}”; name it, or a stage after it, under after"
        faults.add((*path, "from"), "not-before", text)
    if giver is not None and take.port in w.PORTS and take.port not in giver.gives:
        text = f"“{take.step}” gives no {take.port}; add it to what that stage gives, or take something else"
        faults.add((*path, "port"), "nobody-gives", text)


def _admitted(
    step: RecipeStep, path: Path, steps: Mapping[str, RecipeStep], before: Mapping[str, frozenset[str]],
    faults: Faults,
) -> None:  # fmt: skip
    roll = step.admits.removeprefix("roll:")
    if roll == step.admits:
        return
    if roll not in {steps[name].gives.get("roll") for name in before[step.name]}:
        text = f"no stage before this one gives a roll called “{roll}”"
        faults.add((*path, "admits"), "no-such-roll", text)


def _promised(
    step: RecipeStep, path: Path, steps: Mapping[str, RecipeStep], asked: Mapping[str, Ask], faults: Faults
) -> None:
    for stage, value in step.promise.days.items():
        if (match := w.END_OF.fullmatch(value)) and match[1] not in steps:
            faults.add((*path, "promise", stage), "no-such-stage", f"there is no stage “{match[1]}”")
    by = step.promise.by
    found = asked.get(by.removeprefix("$")) if by.startswith("$") else None
    if found and found.type != "organisation":
        text = f"“{by}” must stand for a question of type organisation"
        faults.add((*path, "promise", "by"), "not-an-organisation", text)


def _rest(
    step: RecipeStep, path: Path, recipe: Recipe, steps: Mapping[str, RecipeStep], faults: Faults
) -> None:  # fmt: skip
    if step.lasts.hours is None and recipe.ends != "yearly-look":
        text = 'a stage without an end needs ends = "yearly-look" at the top, so that every input is answered'
        faults.add((*path, "lasts"), "never-ends", text)
    if step.inside:
        event = steps.get(step.inside)
        if event is None:
            faults.add((*path, "inside"), "no-such-stage", f"there is no stage “{step.inside}”")
        elif event.instrument != "gathering":
            faults.add((*path, "inside"), "not-an-event", f"“{step.inside}” is no event (tool gathering)")
        elif step.lasts.hours and event.lasts.hours and step.lasts.hours > event.lasts.hours:
            faults.add((*path, "lasts"), "longer-than-event", f"is longer than the event “{step.inside}”")
    if step.protects and "roll" not in step.gives:
        faults.add((*path, "protects"), "protects-nothing", "goes with a stage that gives a roll only")
    elif step.protects and not any(
        other.instrument == "draw" and any(take.step == step.name for take in other.takes)
        for other in recipe.steps
    ):
        text = "these answers are erased when a draw is concluded, and no draw takes this roll"
        faults.add((*path, "protects"), "never-erased", text)
    if step.gives.get("items") == "candidate" and not step.fates:
        text = 'who stands is elected, not elected or stands down: add fates = ["elected", "not-elected", "stood-down"]'
        faults.add((*path, "gives", "items"), "fates-of-people", text)


def _yes_no(value: str, path: Path, asked: Mapping[str, Ask], faults: Faults) -> None:
    if not value.startswith("$"):
        faults.add(path, "not-a-question", f"“{value}” must be a question of the wizard, written $name")
        return
    found = asked.get(value.removeprefix("$"))
    if found and found.type != "yes-no":
        faults.add(path, "not-yes-no", f"“{value}” must stand for a question of type yes-no")


def _references(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every ``$name`` anywhere in the stages, with its place."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in ("text", "about"):
                yield from _references(one, (*path, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _references(one, (*path, place))
    elif isinstance(value, str) and w.REFERENCE.fullmatch(value.removeprefix("not ")):
        yield path, value.removeprefix("not ")
