"""Making the borough through the same actions that people use, with the clock held at days past.

Everything is as if people had done it: acts, slips, audit, promises. Votes come from one seeded
stream, so each making of the borough finds the same result.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coproduce.conduct.public import conclude, start
from coproduce.core import Actor, at, now
from coproduce.core.actor import SYSTEM
from coproduce.core.codes import code_digest
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.instruments.answer.public import answer
from coproduce.instruments.ballot.public import Choice, cast, found, open_demo_box, prepare_demo_box, wipe_due
from coproduce.instruments.budget.public import Costing, cost, decline, merge
from coproduce.instruments.delivery.public import NewReport, mark_done, plan, report
from coproduce.instruments.ideas.public import propose, remark, support
from coproduce.ledger.public import Gift, Record, post
from coproduce.people.public import demo_persons, issue_codes
from coproduce.proceedings.public import ItemDraft, ItemView, current, of_handover, remarks, today
from coproduce.register.public import InitiativeView, StepView, published, steps_of
from coproduce.web.borough import words
from coproduce.web.borough.charting import chart
from coproduce.web.borough.founding import Town, begin, settle

DAY = timedelta(days=1)
OPEN_VOTE = "Millfield & Harbour Decide"
VOTERS = 240
_SEED = 20260612


def make(*, crowd: int = 0) -> list[str]:
    """Make the borough where there is none yet. Returns fresh voting codes for the open vote, to try it.

    ``crowd`` voters come to the vote that is counted, instead of as many as to the others.
    """
    with transaction.atomic():
        if not demo_persons():
            town, moment = settle(), now()
            town = replace(town, chart=chart(town.people, moment), crowd=crowd)
            for state in (_collecting, _costing, _voting, _counted, _delivered):
                state(town, moment)
        codes = fresh_codes()
    wipe_due(by=SYSTEM)
    return codes


def fresh_codes(number: int = 3) -> list[str]:
    """More voting codes for the vote that is open, shown this once."""
    for project in published():
        for step in steps_of([project.id])[project.id]:
            if project.title == OPEN_VOTE and step.instrument == "ballot" and not step.concluded_at:
                return issue_codes(str(step.id), number, by=SYSTEM)
    return []


def _stage(project: InitiativeView, name: str) -> StepView:
    return next(step for step in steps_of([project.id])[project.id] if step.name == name)


def _ideas(town: Town, project: InitiativeView, *, upto: int = len(words.IDEAS)) -> dict[str, UUID]:
    """Ideas come in, hour by hour; some are supported and remarked on."""
    step = _stage(project, "ideas")
    opened = step.opens or now()
    authors = [town.people[word] for word in ("resident", "carer", "group")]
    made: dict[str, UUID] = {}
    told = [(one.title, one.body, one.topic) for one in words.IDEAS[:upto]]
    told += [words.MORE_BENCHES, words.CROSSING, words.BUS_STOP]
    for place, (title, body, topic) in enumerate(told):
        with at(opened + timedelta(hours=9 + 7 * place)):
            start(step.id)
            author = authors[place % 3] if place % 4 else Actor(role="resident")
            where, lat, lon = words.PLACES[place]
            draft = ItemDraft(title, body, category=topic, lat=lat, lon=lon)
            made[title] = propose(step, draft, place=where, by=author).item.id
    with at(opened + 6 * DAY):
        for place, key in enumerate(made.values()):
            for number in range((place * 5) % 11):
                support(step, key, by=Actor(visitor=f"{place:032}{number:032}"))
        for place, text in enumerate(words.REMARKS):
            remark(step, list(made.values())[place], text, by=authors[place])
        about = list(made.values())[1]
        first = remarks([about])[about][0]
        remark(
            step, about, "Yes: it has a roof and a light.", parent_id=first.id, by=town.people["frontline"]
        )
        _put_in(
            step, Gift("time-active", 18 * 60, "resident", people=9), Gift("staff-time", 14 * 60, "public")
        )
    return made


def _cost(
    town: Town, project: InitiativeView, made: dict[str, UUID], *, upto: int = len(words.IDEAS)
) -> None:
    """Officers cost the ideas; two become one, one is declined, one passed on."""
    step = _stage(project, "costing")
    opened = step.opens or now()
    with at(opened + DAY):
        conclude(_stage(project, "ideas").id, by=town.lead)
        start(step.id)
        benches = made["Benches and a shelter, Harbour walk"]
        why = "Both ask for seats by the water."
        merge(step, [made[words.MORE_BENCHES[0]]], benches, reason=why, by=town.lead)
    with at(opened + 2 * DAY):
        why = (
            "It would cost £85,000, more than the whole pot. The roads team keeps it on its list for spring."
        )
        decline(step, made[words.CROSSING[0]], reason=why, by=town.lead)
        why = "The stop belongs to the bus company, not to the council."
        decline(step, made[words.BUS_STOP[0]], reason=why, referred_to="Eastmere Buses", by=town.lead)
        for one in words.IDEAS[:upto]:
            key = made[one.title]
            price = Costing(
                one.low, one.central, one.high, "GBP", "From two quotes and the last one like it."
            )
            seen = current([key])[key].version
            cost(step, key, price, seen_version=seen, by=town.people["frontline"])
        _put_in(step, Gift("staff-time", 71 * 60, "public"))


def _put_in(step: StepView, *gifts: Gift) -> None:
    """What everyone put in at a stage: hours as a whole, never by whoever gave them."""
    post(Record("demo.borough", f"{step.id}", today(), gifts, step.initiative_id, step.id), by=SYSTEM)


def _vote(town: Town, project: InitiativeView, *, crowd: int = 0) -> None:
    """People vote with the codes from their cards."""
    step, voters = _stage(project, "vote"), crowd or VOTERS
    opened, closes = step.opens or now(), step.closes or now()
    with at(opened + timedelta(minutes=1)):
        conclude(_stage(project, "costing").id, by=town.lead)
        prepare_demo_box(step, by=town.lead)
        start(step.id)
        codes = issue_codes(str(step.id), voters, by=town.lead)
    items = of_handover(step.id)
    stream = random.Random(f"{_SEED}:{project.title}")  # noqa: S311 - invented votes, nothing secret
    last = min(closes, now()) - timedelta(hours=1)
    for place, code in enumerate(codes):
        with at(opened + (last - opened) * (place + 1) / voters):
            cast(step, _choice(items, stream), by=Actor(code=code_digest(code, "vote")))


def _choice(items: Sequence[ItemView], stream: random.Random) -> Choice:
    liked = {one.title: one.liked for one in words.IDEAS}
    ranked = sorted(items, key=lambda item: -liked.get(item.title, 10) * stream.random())
    chosen = [item.number for item in ranked[: stream.choice((1, 2, 3, 3, 3))]]
    return Choice(dict.fromkeys(chosen, 1), boost=chosen[0] if stream.random() < 0.8 else 0)


def _count(town: Town, project: InitiativeView) -> None:
    step = _stage(project, "vote")
    with at((step.closes or now()) + timedelta(hours=2)):
        open_demo_box(step, by=town.lead)
        conclude(step.id, by=town.lead)
        start(_stage(project, "answers").id)


def _answer(town: Town, project: InitiativeView) -> None:
    """The council follows the vote in all but one idea, and says why."""
    step = _stage(project, "answers")
    counted = found(_stage(project, "vote"))
    items = sorted(counted.view.items, key=lambda one: one.rank or 999) if counted else []
    won = [one.item_id for one in items if one.selected]
    with at((step.opens or now()) + 9 * DAY):
        decision = NewDecision(
            today(),
            "The council thanks everyone who took part. It funds what the vote picked, with one change.",
            [_ruling(item, won, town) for item in of_handover(step.id)],
            body_id=town.council,
            dissent="Two councillors would have followed the vote in full.",
            interests="One councillor lives beside Millfield Green and did not vote on the play area.",
            equality="It touches children, older people and carers. Two ideas have places for wheelchairs.",
            minutes="Neighbourhoods committee, item 7",
            look_again_on=today() + 200 * DAY,
        )
        answer(step, decision, by=town.lead)
        conclude(step.id, by=town.lead)


def _ruling(item: ItemView, won: Sequence[UUID], town: Town) -> NewRuling:
    if item.id not in won:
        why = "The vote did not pick it. It stays on the list for next year."
        return NewRuling(item.id, "not-funded", why)
    if item.id == won[-1]:
        why = "The vote picked it. But the ground is polluted, and cleaning it would cost more than the idea."
        then = "The parks team looks for another place and says by spring what it found."
        return NewRuling(item.id, "declined", why, next_step=then)
    due = today() + (60 + 15 * won.index(item.id)) * DAY
    return NewRuling(
        item.id, "accepted", "The vote picked it, and it can be done.", amount=item.cost_central, due_on=due,
        next_step="The neighbourhoods team rings whoever put it forward.", organisation_id=town.council,
    )  # fmt: skip


def _deliver(town: Town, project: InitiativeView) -> None:
    """Most is done; one thing is late, and the page says so."""
    step = _stage(project, "delivery")
    opened = step.opens or now()
    frontline = town.people["frontline"]
    with at(opened + DAY):
        start(step.id)
        officers = plan(step, "Two officers, one day a week", today() + 30 * DAY, side="public", by=town.lead)
        plan(step, "A report on every project each month", today() + 40 * DAY, side="public", by=town.lead)
        title = "Neighbours plant and paint on two Saturdays"
        paint = plan(step, title, today() + 70 * DAY, side="resident", by=town.lead)
    with at(opened + 25 * DAY):
        mark_done(step, officers, today(), by=frontline)
    for place, item in enumerate(of_handover(step.id)):
        with at(opened + (30 + place) * DAY):
            report(step, item.id, NewReport(40, "Ordered. The work begins next month."), by=frontline)
        if place:
            with at(opened + (60 + 9 * place) * DAY):
                spent = (item.cost_central or 0) * 97 // 100
                report(step, item.id, NewReport(100, "Done and open to everyone.", spent=spent), by=frontline)
    with at(opened + 80 * DAY):
        mark_done(step, paint, today(), by=frontline)


def _collecting(town: Town, moment: datetime) -> None:
    summary = "What should £60,000 change in the Old Town? Ideas are welcome now."
    project = begin(town, "Old Town Decides", summary, moment - 8 * DAY, (24, 50, 66, 84, 300))
    _ideas(town, project, upto=6)


def _costing(town: Town, moment: datetime) -> None:
    summary = "Thirteen ideas came in. Officers now work out what each would cost."
    project = begin(town, "Riverside Decides", summary, moment - 40 * DAY, (30, 55, 70, 90, 330))
    _cost(town, project, _ideas(town, project), upto=6)


def _voting(town: Town, moment: datetime) -> None:
    summary = "Thirteen ideas came in from people who live, work and study here. You choose which ones share £60,000."
    project = begin(town, OPEN_VOTE, summary, moment - 60 * DAY, (21, 50, 72, 90, 400))
    _cost(town, project, _ideas(town, project))
    _vote(town, project)


def _counted(town: Town, moment: datetime) -> None:
    summary = "The votes are counted. The council answers next."
    project = begin(town, "Hillside Decides", summary, moment - 75 * DAY, (21, 50, 71, 92, 400))
    _cost(town, project, _ideas(town, project))
    _vote(town, project, crowd=town.crowd)
    _count(town, project)


def _delivered(town: Town, moment: datetime) -> None:
    summary = "People chose, the council answered, and most of it is done. One thing is late."
    title = f"{OPEN_VOTE} last year"
    project = begin(town, title, summary, moment - 240 * DAY, (21, 50, 71, 90, 400))
    _cost(town, project, _ideas(town, project))
    _vote(town, project)
    _count(town, project)
    _answer(town, project)
    _deliver(town, project)
