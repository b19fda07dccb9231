"""How what passes from stage to stage is shown: words for dates, states, fates; the frame of every tool's page.

Plain values of ``ui`` come out, so that all tools and the pages that join them say the same things
in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from coproduce.catalogue.public import Power
from coproduce.people.public import organisation_names
from coproduce.proceedings.fates import Story, today
from coproduce.proceedings.stage import Stage
from coproduce.proceedings.values import FateView, ItemView, PromiseView
from coproduce.register.public import InitiativeView, State, StepView, changes_of, state
from coproduce.ui.templatetags.humanise import day
from coproduce.ui.values import Fate, Promise

_WORDS: Mapping[str, tuple[str, str]] = {
    "accepted": ("Yes", "go"),
    "partly": ("In part", "go"),
    "declined": ("No", "plain"),
    "merged": ("Part of another", "plain"),
    "split": ("Divided", "plain"),
    "referred": ("Passed on", "plain"),
    "withdrawn": ("Taken back", "plain"),
    "unknown": ("We do not know", "plain"),
    "not-funded": ("Not funded", "plain"),
    "in-the-vote": ("In the vote", "wait"),
    "elected": ("Elected", "go"),
    "not-elected": ("Not elected", "plain"),
    "stood-down": ("Stood down", "plain"),
    "nobody-came": ("Nobody came", "plain"),
}
_BARE: Mapping[str, tuple[str, str]] = {
    "received": ("Received", "wait"),
    "considered": ("Being thought about", "wait"),
    "decided": ("Decided", "go"),
    "delivered": ("Done", "go"),
    "assessed": ("Looked back at", "go"),
}
_PROMISED: Mapping[str, str] = {
    "received": "We say that it has come by",
    "considered": "You hear what we think of it by",
    "decided": "It is decided by",
    "delivered": "It will be done by",
    "assessed": "We look back at it by",
}


DECIDES: Mapping[str, str] = {
    "action": "who does what, and by when",
    "action-plan": "who does what, and by when",
    "adoption": "whether the result is followed, and why",
    "answer": "what is done with each thing that was said",
    "change": "what is changed",
    "charge": "whether there is a charge, and how much",
    "funding": "whether it goes ahead",
    "mandate": "whether it is done, and until when",
    "motion": "what is done with each motion",
    "next-steps": "what happens next with each topic",
    "reply": "what is done about each finding",
    "screening": "what can be done, and what cannot",
    "transfer": "who runs it from now on",
}
"""What a stage decides, as recipes name it, in words."""


def clock(moment: datetime) -> str:
    """A moment as people say it: 27 June, 2 pm. The year is said where it is not this one."""
    local = timezone.localtime(moment)
    year = f" {local.year}" if local.year != today().year else ""
    hour = f"{local.hour % 12 or 12}{f'.{local.minute:02}' if local.minute else ''} {'am' if local.hour < 12 else 'pm'}"
    return f"{local.day} {local:%B}{year}, {hour}"


def when(step: StepView, moment: datetime) -> str:
    """Where a stage stands in time, in a few words."""
    found = state(step, moment)
    if found is State.PLANNED:
        return f"Opens {clock(step.opens)}" if step.opens else "No date yet"
    if found is State.OPEN:
        return f"Open until {clock(step.closes)}" if step.closes else "Open now"
    if found is State.COUNTING:
        return f"Closed {clock(step.closes)}, not finished yet" if step.closes else "Closed"
    if found is State.CONCLUDED and step.concluded_at:
        return f"Finished {day(timezone.localdate(step.concluded_at))}"
    return "Paused" if found is State.PAUSED else "Called off"


def word_of(story: Story) -> tuple[str, str]:
    """What happened to something so far: a word and its tone. What is owed comes first."""
    promise = story.next_promise
    if promise and promise.overdue:
        late = (today() - promise.due_on).days
        return (f"{late} day{'s' if late != 1 else ''} late", "owed")
    return _word(story.latest) if story.latest else _BARE["received"]


def told(story: Story) -> list[Fate]:
    """The whole story, oldest first, then what is promised next."""
    found = [
        Fate(*_word(fate), day(timezone.localdate(fate.at)), fate.reason or _bare_reason(fate))
        for fate in story.fates
    ]
    if promise := story.next_promise:
        word, tone = word_of(story) if promise.overdue else ("Promised", "open")
        found.append(Fate(word, tone, day(promise.due_on), _promise_words(promise)))
    return found


def told_of(item: ItemView, story: Story, link: str = "") -> Fate:
    """One item with the furthest word on it, for a list."""
    parts = [story.latest.reason if story.latest else "It has come in."]
    if promise := story.next_promise:
        parts.append(_promise_words(promise))
    text = " ".join(part for part in parts if part)
    return Fate(
        *word_of(story), f"{item.number}. {item.title}", text, link, "The whole story" if link else ""
    )


def label_of(initiative: InitiativeView, *, here: str = "") -> Promise:
    """The power-and-promise label of a joint project."""
    lines = (
        ("What is fixed", initiative.fixed),
        ("What is open", initiative.open),
        ("Who decides", initiative.who_decides),
        ("You hear by", day(initiative.hear_by)),
        ("Are you paid?", initiative.paid),
        ("What the public side puts in", initiative.public_side),
    )
    power = Power.values.index(initiative.power) + 1 if initiative.power in Power.values else 1
    said = ((("This stage", here),) if here else ()) + tuple(line for line in lines if line[1])
    return Promise(power, said)


def frame(here: Stage, heading: str, lead: str = "", *, asks: bool = False) -> dict[str, Any]:
    """What the template of every tool's page needs: see ``proceedings/stage.html``.

    ``asks``: the page asks something of people, so the whole power-and-promise label stands on top of it.
    """
    return {
        "here": here,
        "project": here.initiative,
        "step": here.step,
        "heading": heading,
        "asks": asks,
        "lead": lead,
        "when": when(here.step, here.moment),
        "changed": _changed(here.step),
        "decides": DECIDES.get(here.step.decides, ""),
        "open_now": here.state is State.OPEN,
        "label": label_of(here.initiative),
        "lead_name": organisation_names([here.initiative.lead_id]).get(here.initiative.lead_id, ""),
        "project_link": reverse("projects:project", args=[here.initiative.slug]),
        "team": bool(here.admission.duties),
    }


def _changed(step: StepView) -> list[tuple[str, str]]:
    """What was changed of a stage since it was planned: the day it was changed, and a sentence with the reason."""
    found = []
    for one in changes_of([step.id])[step.id]:
        words = _CHANGED.get(one.field, "")
        if one.field == "paused_at" and not one.after:
            words = "It goes on."
        if one.field in {"opens", "closes"} and one.after:
            words = f"{words} {clock(datetime.fromisoformat(one.after))}."
        found.append((day(timezone.localdate(one.at)), f"{words} {one.reason}".strip()))
    return found


_CHANGED: Mapping[str, str] = {
    "opens": "It now opens",
    "closes": "It now closes",
    "paused_at": "It was paused.",
    "cancelled_at": "It was called off.",
}


def _word(fate: FateView) -> tuple[str, str]:
    if fate.progress is not None and fate.progress < 100:
        return (f"{fate.progress}% done", "wait")
    if fate.stage in {"delivered", "assessed"} and fate.outcome in {"", "accepted", "partly"}:
        return _BARE[fate.stage]
    return _WORDS.get(fate.outcome) or _BARE[fate.stage]


def _bare_reason(fate: FateView) -> str:
    return {"received": "It has come in.", "considered": "Somebody is working on it."}.get(fate.stage, "")


def _promise_words(promise: PromiseView) -> str:
    moved = ""
    if promise.first_due_on != promise.due_on:
        moved = f" It was first promised by {day(promise.first_due_on)}."
        moved += f" {promise.reason}" if promise.reason else ""
    if promise.overdue:
        return f"This was promised by {day(promise.due_on)}, and you are still owed it.{moved}"
    return f"{_PROMISED[promise.stage]} {day(promise.due_on)}.{moved}"
