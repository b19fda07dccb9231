"""What joins rooms on a page: joint projects as cards, stages as beads, acts with what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from coproduce.catalogue.public import Co, Role, Side, method, say
from coproduce.conduct.public import exists
from coproduce.core import now
from coproduce.instruments.delivery.public import MilestoneView, duties_of
from coproduce.people.public import organisation_names
from coproduce.proceedings.public import (
    ActView,
    ItemView,
    RemarkView,
    Story,
    act_counts,
    acts_of_claim,
    clock,
    current,
    label_of,
    remarks_of_acts,
    step_stories,
    stories,
    told,
    told_of,
    when,
    why_hidden,
    word_of,
)
from coproduce.register.public import (
    ChangeView,
    InitiativeView,
    State,
    StepView,
    changes_of,
    initiatives,
    state,
    steps,
    steps_of,
)
from coproduce.ui.templatetags.humanise import day
from coproduce.ui.values import Card, Fate, Stage

INVITES = {
    "ideas": ("Put forward an idea", "ideas:propose", "About 5 minutes, no account"),
    "ballot": ("Vote with your card", "ballot:front", "About 3 minutes, no account"),
}
"""What an open stage asks of residents: the words, where it leads, what it takes."""

LOOKS = {
    "ideas": "See the ideas",
    "budget": "See what each idea would cost",
    "ballot": "See the vote",
    "answer": "See the answers",
    "delivery": "See how far it has come",
}
"""How the first page of each tool is linked to."""

_LOOKS = {State.CONCLUDED: "done", State.OPEN: "now", State.COUNTING: "now", State.PAUSED: "now"}
_DONE = {"proposed": "idea", "voted": "vote"}


def front(project: InitiativeView, step: StepView) -> str:
    """The first page of a stage; empty where its tool has none yet."""
    if not exists(step.instrument):
        return ""
    try:
        return reverse(f"{step.instrument}:front", args=[project.slug, step.id])
    except NoReverseMatch:
        return ""


def beads(project: InitiativeView, found: Sequence[StepView]) -> list[Stage]:
    """The stages of a joint project as beads on a thread."""
    moment = now()
    counts = act_counts([step.id for step in found])
    changes = changes_of([step.id for step in found])
    made = []
    for step in found:
        which = state(step, moment)
        look = _LOOKS.get(which, "ahead")
        notes = [when(step, moment)]
        notes += _why(step, changes[step.id])
        for kind, word in _DONE.items():
            if number := counts[step.id].get(kind):
                notes.append(f"{number:,} {word}{'s' if number != 1 else ''} came in")
        name = f"{step.title}: now" if which is State.OPEN else step.title
        made.append(Stage(name, tuple(notes), look, front(project, step) if step.started_at else ""))
    return made


def _why(step: StepView, changes: Sequence[ChangeView]) -> list[str]:
    """Why a stage is called off, paused, or has other days than it had first: the last reason of each."""
    last = {one.field: one for one in changes}
    wanted = "cancelled_at" if step.cancelled_at else "paused_at" if step.paused_at else ""
    found = [last[wanted].reason] if wanted in last and last[wanted].reason else []
    for field, word in (("opens", "It was to open"), ("closes", "It was to end")):
        if field in last and last[field].before:
            before = clock(datetime.fromisoformat(last[field].before))
            found.append(f"{word} {before}. {last[field].reason}")
    return found


def steering_of(project: InitiativeView) -> str:
    """Who steers a joint project, in sentences, as its way of working says; empty where it says nothing."""
    way = method(project.method_key, project.method_version) if project.method_key else None
    steering = way.recipe.steering if way else None
    if steering is None:
        return ""
    least, most = steering.people
    hours = f"about {steering.hours[1]:f} hours each".replace(".0 ", " ")
    return f"{least} to {most} people, {hours}. {say(steering.text)}".strip()


def open_steps(found: Sequence[StepView]) -> list[StepView]:
    """The stages that are open at this moment."""
    moment = now()
    return [step for step in found if state(step, moment) is State.OPEN]


def cards(projects: Sequence[InitiativeView]) -> list[Card]:
    """Joint projects as cards: how much power, what is asked now, by when one hears."""
    found = steps_of([project.id for project in projects])
    return [_card(project, found[project.id]) for project in projects]


TEAM_TOOLS = frozenset(LOOKS) - frozenset(INVITES)
"""Tools whose open stage asks something of staff."""


def asking(role: str) -> frozenset[str]:
    """The tools whose open stage asks something of somebody who is here in this role."""
    return TEAM_TOOLS if role in {Role.STAFF, Role.MANAGER} else frozenset(INVITES)


def stands(project: InitiativeView) -> str:
    """Where a joint project stands as a whole, in a few words."""
    if project.closed_at:
        return _CLOSED.get(project.closed_reason, "Over")
    return "Known of, and run elsewhere" if project.runs == "register" else ""


_CLOSED = {
    "done": "Over: it is done",
    "stopped": "Over: it stopped before it was done",
    "goes-on": "Over: it goes on in a new joint project",
}
_SURE = {"think": "We think so", "heard": "Somebody said so"}


def _known_of(project: InitiativeView) -> Card:
    """Something that stands on the register alone."""
    facts = [("Runs", "Elsewhere, not on this site")]
    if project.co in Co.values:
        facts.append(("What it is", Co(project.co).label))
    if project.sure in _SURE:
        facts.append(("How sure", _SURE[project.sure]))
    link = reverse("projects:project", args=[project.slug])
    return Card(project.title, project.summary, link, "See what is known", tuple(facts))


def _card(project: InitiativeView, found: Sequence[StepView]) -> Card:
    if project.runs == "register":
        return _known_of(project)
    asked = [step for step in open_steps(found) if step.instrument in INVITES]
    link = reverse("projects:project", args=[project.slug])
    facts: list[tuple[str, str]] = []
    words = "See what came of it" if project.closed_at else "See how it stands"
    if asked:
        words, _, takes = INVITES[asked[0].instrument]
        facts.append(("Takes", takes.split(",")[0]))
        if asked[0].closes:
            facts.append(("Open until", clock(asked[0].closes)))
    else:
        now_at = next((step for step in open_steps(found)), None)
        facts.append(("Now", now_at.title if now_at else "Over" if project.closed_at else "Between stages"))
    if project.paid:
        facts.append(("Paid?", project.paid))
    if project.hear_by:
        facts.append(("You hear by", day(project.hear_by)))
    return Card(project.title, project.summary, link, words, tuple(facts), label_of(project).power)


_HAS_ITEM_PAGES = {"ideas", "budget"}


def fates(
    ids: Sequence[UUID],
    *,
    named: bool = False,
    project: InitiativeView | None = None,
    found: Sequence[StepView] = (),
) -> list[Fate]:
    """What happened to each of these items, with the way to its story; ``named`` says which joint project it is of.

    Where all are of one ``project`` with the stages ``found``, nothing is asked for it again.
    """
    items, told_stories = current(ids), stories(ids)
    if project:
        projects, origins = {project.id: project}, {step.id: step for step in found}
    else:
        projects = initiatives({item.initiative_id for item in items.values()})
        origins = steps({item.origin_step_id for item in items.values() if item.origin_step_id})

    def link(item: ItemView) -> str:
        step = origins.get(item.origin_step_id) if item.origin_step_id else None
        if step is None or step.instrument not in _HAS_ITEM_PAGES:
            return ""
        return reverse(
            f"{step.instrument}:idea", args=[projects[item.initiative_id].slug, step.id, item.number]
        )

    said = [told_of(item, told_stories[key], link(item)) for key in ids if (item := items.get(key))]
    if not named:
        return said
    names = [projects[item.initiative_id].title for key in ids if (item := items.get(key))]
    return [replace(one, text=f"{name}. {one.text}") for one, name in zip(said, names, strict=True)]


@dataclass(frozen=True)
class Answered:
    """Something that somebody did, and all that became of it."""

    did: str
    title: str
    word: str
    tone: str
    story: Sequence[Fate]
    project: str
    link: str
    owes: str = ""


_DID = {
    "proposed": "You put this forward",
    "supported": "You supported this",
    "remarked": "You said something about this",
    "voted": "You voted",
}


def answers(code: str) -> list[Answered]:
    """What happened to all that was done with the slip that carries this reference; empty for an unknown one."""
    return answered(acts_of_claim(code))


def answered(acts: Sequence[ActView]) -> list[Answered]:
    """What happened to all that was done in these acts; asks the same of the database however many there are."""
    found = steps({act.step_id for act in acts})
    projects = initiatives({step.initiative_id for step in found.values()})
    names = organisation_names({project.lead_id for project in projects.values()})
    ids = list(dict.fromkeys(key for act in acts for key in act.item_ids))
    items, tales, down, duties = current(ids), stories(ids), why_hidden(ids), duties_of(ids)
    said = remarks_of_acts([act.id for act in acts])
    gathered = step_stories([act.step_id for act in acts if not act.item_ids])
    told_here: list[Answered] = []
    for act in acts:
        step = found[act.step_id]
        project = projects[step.initiative_id]
        owes = names.get(project.lead_id, "The public side")
        did = f"{_DID.get(act.kind, 'You took part')} on {day(act.on)}"
        if not act.item_ids:
            told_here.append(_gathered(did, step, project, gathered[step.id], owes))
        link = reverse("projects:project", args=[project.slug])
        told_here += [
            Answered(
                did, f"{item.number}. {item.title}", *word_of(tales[key]),
                [*_taken_down(down.get(key, ""), said.get(act.id)), *told(tales[key]), *_duties(duties[key])],
                project.title, link,
                owes if tales[key].is_late else "",
            )
            for key in act.item_ids
            if (item := items.get(key))
        ]  # fmt: skip
    return told_here


def _gathered(did: str, step: StepView, project: InitiativeView, story: Story, owes: str) -> Answered:
    """What became of something that touched no item: a vote, an answer to questions."""
    waits, over = ("In the box", "Counted") if step.instrument == "ballot" else ("Received", "Finished")
    fates_told = told(story)
    word, tone = (over, "go") if step.concluded_at else (waits, "wait")
    late = False
    if story.is_late:
        word, tone = word_of(story)
        late = True
    elif not story.next_promise and not step.concluded_at and project.hear_by:
        late = project.hear_by < timezone.localdate(now())
        fates_told = [*fates_told, _hear(project, late=late)]
        word, tone = _late(project) if late else (word, tone)
    link = front(project, step) or reverse("projects:project", args=[project.slug])
    return Answered(did, step.title, word, tone, fates_told, project.title, link, owes if late else "")


def _taken_down(reason: str, said: RemarkView | None) -> list[Fate]:
    """That the team took down an idea or a remark, and why: whoever wrote it reads this, and can ask to look again."""
    again = "If you see it differently, write to the team or ring."
    found = [Fate("Taken down", "plain", "This idea is not shown", f"{reason} {again}")] if reason else []
    if said and said.taken_down:
        found.append(
            Fate("Taken down", "plain", f"Your remark “{said.text[:80]}”", f"{said.taken_down} {again}")
        )
    elif said:
        word = "Not read yet" if said.waits else "Everyone can read it"
        found.append(Fate(word, "wait" if said.waits else "go", f"Your remark “{said.text[:80]}”", ""))
    return found


def _duties(marks: Sequence[MilestoneView]) -> list[Fate]:
    """What each side promised for it, kept, late or still to come: both sides are asked the same."""
    found = []
    for one in marks:
        late = (timezone.localdate(now()) - one.due_on).days
        if one.dropped:
            word, tone = "Taken off", "plain"
        elif one.done_on:
            word, tone = "Kept", "go"
        elif one.late:
            word = f"{late} day{'s' if late != 1 else ''} late"
            tone = "owed" if one.side == Side.PUBLIC else "wait"
        else:
            word, tone = "Promised", "open"
        kept = f" Kept on {day(one.done_on)}." if one.done_on else ""
        text = f"{Side(one.side).label}, by {day(one.due_on)}.{kept} {one.dropped}".strip()
        found.append(Fate(word, tone, one.title, text))
    return found


def _hear(project: InitiativeView, *, late: bool) -> Fate:
    if late:
        return Fate(
            *_late(project),
            day(project.hear_by),
            "You were promised to hear by this day, and are still owed it.",
        )
    return Fate("Promised", "open", day(project.hear_by), "You hear what was decided by this day.")


def _late(project: InitiativeView) -> tuple[str, str]:
    days = (timezone.localdate(now()) - project.hear_by).days if project.hear_by else 0
    return (f"{days} day{'s' if days != 1 else ''} late", "owed")
