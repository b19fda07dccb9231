"""Who may put forward, support, remark and moderate, and what a stage's settings may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from coproduce.core import Place, Problem, Refusal
from coproduce.proceedings.public import ItemDraft, StepDeed
from coproduce.register.public import State

VERSION = 1
OPEN = frozenset({State.OPEN})
SHOWN = frozenset({State.OPEN, State.PAUSED, State.COUNTING, State.CONCLUDED})
RUNNING = frozenset({State.OPEN, State.PAUSED, State.COUNTING})

DEEDS: Mapping[str, StepDeed] = {
    "ideas.read": StepDeed(frozenset(State), "anyone", writes=False),
    "ideas.propose": StepDeed(OPEN, "admitted", act="proposed"),
    "ideas.support": StepDeed(OPEN, "admitted", act="supported"),
    "ideas.remark": StepDeed(OPEN, "admitted", act="remarked"),
    "ideas.revise": StepDeed(OPEN, "own"),
    "ideas.withdraw": StepDeed(RUNNING, "own"),
    "ideas.moderate": StepDeed(RUNNING, "team"),
    "ideas.worry": StepDeed(SHOWN, "anyone"),
    "ideas.answer-worry": StepDeed(SHOWN, "team"),
}

VIEWS = ("list", "list-and-map")
MODERATION = ("after", "before")
PLACES = ("none", "optional", "required")
LONGEST_TITLE = 120
LONGEST_BODY = 4000
LONGEST_PLACE = 120


@dataclass(frozen=True)
class Settings:
    """How a stage collects ideas.

    Attributes:
        view: a list, or a list with a map.
        support: whether people can say that they are for an idea.
        remarks: whether people can remark on it.
        moderation: whether the team reads an idea after it is shown, or before.
        place: whether an idea has a place.
        pictures: whether people can add a picture.
        categories: what an idea can be about; none where it is not asked.
        concludes: ideas need no count: the clock alone ends the stage.
    """

    view: str = "list"
    support: bool = True
    remarks: bool = True
    moderation: str = "after"
    place: str = "none"
    pictures: bool = True
    categories: tuple[str, ...] = field(default_factory=tuple)
    concludes: str = "by-clock"


def settle(raw: Mapping[str, Any]) -> dict[str, Any] | list[Problem]:
    """Complete settings from what a recipe wrote, or every fault."""
    problems: list[Problem] = []

    def one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
        value = raw.get(name, default)
        if value not in allowed:
            problems.append(_problem(name, f"must be one of {', '.join(allowed)}"))
            return default
        return str(value)

    def yes_no(name: str, *, default: bool) -> bool:
        value = raw.get(name, default)
        if not isinstance(value, bool):
            problems.append(_problem(name, "must be true or false"))
            return default
        return value

    view = one_of("view", VIEWS, "list")
    place = one_of("place", PLACES, "optional" if view == "list-and-map" else "none")
    if view == "list-and-map" and place == "none":
        problems.append(_problem("place", "must be optional or required where there is a map"))
    categories = raw.get("categories", ())
    if not isinstance(categories, list | tuple) or not all(
        isinstance(name, str) and name for name in categories
    ):
        problems.append(_problem("categories", "must be a list of words"))
        categories = ()
    known = {*Settings.__dataclass_fields__, "anonymous"}
    problems += [_problem(name, "is not a setting of ideas") for name in sorted(set(raw) - known)]
    found = Settings(
        view, yes_no("support", default=True), yes_no("remarks", default=True),
        one_of("moderation", MODERATION, "after"), place, yes_no("pictures", default=True), tuple(categories),
    )  # fmt: skip
    return problems or {**asdict(found), "categories": list(found.categories)}


def settings_of(raw: Mapping[str, Any] | None) -> Settings:
    """Settled settings as a value."""
    kept = {name: value for name, value in (raw or {}).items() if name in Settings.__dataclass_fields__}
    return Settings(**{**kept, "categories": tuple(kept.get("categories", ()))})


def check_draft(draft: ItemDraft, settings: Settings, *, place: str = "") -> list[Problem]:
    """Everything that is wrong with an idea as written, by field of the form; ``place`` is where it is, in words."""
    found: list[Problem] = []
    if not draft.title.strip():
        found.append(_problem("title", "Give your idea a name"))
    if len(draft.title) > LONGEST_TITLE:
        found.append(_problem("title", f"Shorten the name to at most {LONGEST_TITLE} characters"))
    if len(draft.body) > LONGEST_BODY:
        found.append(_problem("body", f"Shorten the text to at most {LONGEST_BODY} characters"))
    if settings.categories and draft.category and draft.category not in settings.categories:
        found.append(_problem("category", "Choose one of the topics"))
    if len(place) > LONGEST_PLACE:
        found.append(_problem("place", f"Shorten the place to at most {LONGEST_PLACE} characters"))
    if settings.place == "required" and draft.lat is None and not place.strip():
        found.append(_problem("place", "Say where this is, by street or on the map"))
    return found


def check_switched_on(settings: Settings, what: str) -> Refusal | None:
    """Whether this stage takes support or remarks at all."""
    return None if getattr(settings, what) else Refusal("ideas-switched-off", {"what": what}, status=409)


def _problem(name: str, text: str) -> Problem:
    return Problem(Place(key=name), text, f"ideas-{name}")
