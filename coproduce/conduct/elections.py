"""Real elections through the house: a vote held elsewhere becomes a concluded joint project, and goes out again.

Its projects are items, its ballots slips that point to nobody; it is counted, explained and
published by the same tools as any other vote. Where the file says which projects were really
funded, that is recorded as the decision that it was, with the vote beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from uuid import UUID

from coproduce.conduct.moving import conclude, start
from coproduce.core import Actor, BadInput, Place, Problem
from coproduce.core.clock import at
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.engines.kernel import Exact
from coproduce.formats import pabulib
from coproduce.formats.pabulib import PabulibFile
from coproduce.instruments.answer.public import answer
from coproduce.instruments.ballot.public import (
    Choice,
    Settings,
    bring_in,
    labels_of,
    settings_of,
    settle,
    told_choices,
)
from coproduce.people.public import organisation_named
from coproduce.proceedings.public import ItemDraft, ItemView, of_handover, propose_items
from coproduce.register.public import (
    InitiativeView,
    NewInitiative,
    NewStep,
    StepView,
    begin_initiative,
    initiatives,
    publish_initiative,
    steps_of,
)

MINOR = 100
LONGEST = 200


@dataclass(frozen=True)
class Way:
    """How an imported vote is counted: options of the counting engine by name."""

    count: str = "equal-shares"
    completion: str = "add-one"
    utility: str = "cost"
    stop: str = "budget"
    ties: str = "most-votes"


def import_election(file: PabulibFile, *, way: Way = Way(), name: str = "", by: Actor) -> InitiativeView:
    """A concluded joint project of the election in ``file``: counted, explained, published.

    Raises:
        BadInput: for amounts smaller than a hundredth of the currency, or ballots that this tool does not run.
    """
    settings = _settings(file, way)
    began, ended = _days(file)
    with at(began):
        made = _begun(file, settings, name, (began, ended), by=by)
        listing, vote, *adoption = steps_of([made.id])[made.id]
        drafts = [_draft(file, number) for number in range(len(file.project_ids))]
        items = propose_items(listing, drafts, kind="project", by=by)
    with at(ended):
        conclude(listing.id, by=by)
        if problems := start(vote.id, by=by):
            raise BadInput(problems)
        labels = {item.id: label for item, label in zip(items, file.project_ids, strict=True)}
        bring_in(vote, _choices(file, items), labels, by=by)
        done = conclude(vote.id, by=by)
        if isinstance(done, list):
            raise BadInput(done)
    for step in adoption:
        with at(ended + timedelta(days=1)):
            _adopt(step, file, items, by)
    return publish_initiative(made.id, by=by)


def export_election(initiative_id: UUID) -> PabulibFile:
    """The vote of a joint project as a ``.pb`` file: its projects, and every counted ballot without its voter."""
    vote = next(
        (step for step in steps_of([initiative_id])[initiative_id] if step.instrument == "ballot"), None
    )
    if vote is None or not vote.concluded_at:
        raise BadInput(
            [Problem(Place(key="project"), "this joint project has no vote that was counted", "no-vote")]
        )
    settings, items, labels = settings_of(vote.settings), of_handover(vote.id), labels_of(vote)
    label = {item.number: labels.get(item.id, str(item.number)) for item in items}
    title = initiatives([initiative_id])[initiative_id].title
    meta = {
        "description": title, "country": "", "unit": title, "instance": str((vote.opens or vote.concluded_at).year),
        "budget": _main(settings.envelope), "currency": settings.currency,
        "vote_type": "scoring" if settings.boost else settings.kind, "rule": settings.count,
    }  # fmt: skip
    projects = [
        {
            "project_id": label[item.number],
            "cost": _main(item.cost_central or 0),
            "name": item.title,
            "category": item.category,
        }
        for item in items
    ]
    told = told_choices(vote)
    if told.cut:
        meta["comment"] = (
            f"{told.cut} ballots are cut: what fewer than five voters gave alike could be recognised. "
            "A count of this file may differ from the official one"
        )
    ballots = _votes(told.choices, label, settings)
    return pabulib.build(meta=meta, projects=projects, votes=ballots)


def _votes(
    choices: Sequence[Choice], label: Mapping[int, str], settings: Settings
) -> Iterator[dict[str, Any]]:
    ranked, boost = settings.kind == "ordinal", settings.boost
    for number, choice in enumerate(choices, 1):
        ordered = sorted(choice.points, key=lambda key: (choice.points[key] if ranked else 0, key))
        row: dict[str, Any] = {"voter_id": number, "vote": [label[key] for key in ordered]}
        if boost or settings.kind == "cumulative":
            row["points"] = [
                boost if boost and key == choice.boost else choice.points[key] for key in ordered
            ]
        yield row


def _begun(
    file: PabulibFile, settings: dict[str, Any], name: str, days: tuple[datetime, datetime], *, by: Actor
) -> InitiativeView:
    began, ended = days
    unit = file.meta.get("unit", "").strip() or "Unknown council"
    steps = [
        NewStep(
            "projects", "Projects", "budget", settings={"envelope": settings["envelope"]}, admits="team",
            gives={"items": "project"}, opens=began, closes=began + timedelta(minutes=1),
        ),
        NewStep(
            "vote", "Vote", "ballot", settings=settings, admits="residents", opens=began, closes=ended,
            takes=[{"port": "items", "from": "projects", "where": "eligible", "freeze": True}],
            gives={"result": "selection"},
        ),
    ]  # fmt: skip
    if any(chosen is not None for chosen in file.selected):
        steps.append(
            NewStep(
                "adoption", "What was decided", "answer", admits="team", opens=ended, closes=ended + timedelta(days=30),
                takes=[
                    {"port": "items", "from": "projects", "where": "eligible"}, {"port": "result", "from": "vote"},
                ],
            )
        )  # fmt: skip
    return begin_initiative(
        NewInitiative(
            title=(name or file.title or unit)[:LONGEST], lead_id=organisation_named(unit[:LONGEST], by=by),
            summary="A vote held elsewhere, brought in from its published file and counted again here.",
            method_key="participatory-budgeting", method_version=1, method_digest="0" * 64,
            label={
                "power": "deciding", "fixed": "The money", "open": "Which projects it goes to",
                "who_decides": "Everybody who voted", "hear_by": ended.date(), "paid": "Not recorded",
                "public_side": "Not recorded",
            },
            steps=steps,
        ),
        by=by,
    )  # fmt: skip


def _adopt(step: StepView, file: PabulibFile, items: Sequence[ItemView], by: Actor) -> None:
    start(step.id, by=by)
    day = (step.opens or datetime.now(UTC)).date()
    rulings = [
        NewRuling(
            item.id, "accepted" if chosen else "not-funded",
            "Funded, by the published list." if chosen else "Not funded, by the published list.",
            amount=item.cost_central if chosen else None, due_on=day + timedelta(days=730) if chosen else None,
        )
        for item, chosen in zip(items, file.selected, strict=True)
    ]  # fmt: skip
    reasons = "The list of funded projects as the council published it."
    answer(step, NewDecision(day, reasons, rulings), by=by)
    conclude(step.id, by=by)


def _settings(file: PabulibFile, way: Way) -> dict[str, Any]:
    kinds = {"knapsack": "approval", "scoring": "cumulative"}
    kind = kinds.get(file.ballot_type, file.ballot_type)
    most = file.limits.max_length or 0
    raw = {
        "kind": kind, "least": 1, "most": 1 if kind == "choose-1" else most, "envelope": _minor(file.budget, "budget"),
        "currency": (file.meta.get("currency", "").strip().upper() or "GBP")[:3], "count": way.count,
        "completion": way.completion, "utility": way.utility, "stop": way.stop, "ties": way.ties,
        "min_score": int(file.min_score), "box": "elsewhere",
    }  # fmt: skip
    if kind == "cumulative":
        raw["points"] = int(file.limits.max_sum_points or 10**9)
    settled = settle(raw)
    if isinstance(settled, list):
        raise BadInput(settled)
    return settled


def _draft(file: PabulibFile, at_: int) -> ItemDraft:
    cost = _minor(file.costs[at_], file.project_ids[at_])
    place = file.coordinates[at_]
    category = file.categories[at_][0] if file.categories[at_] else ""
    return ItemDraft(
        title=file.names[at_], cost_low=cost, cost_central=cost, cost_high=cost,
        currency=(file.meta.get("currency", "").strip().upper() or "GBP")[:3], category=category[:60],
        lat=round(place[0], 6) if place else None, lon=round(place[1], 6) if place else None,
    )  # fmt: skip


def _choices(file: PabulibFile, items: Sequence[ItemView]) -> Iterator[Choice]:
    numbers = [item.number for item in items]
    indptr, indices = file.indptr.tolist(), file.indices.tolist()
    points = file.points.tolist() if file.points is not None else None
    ranked = file.ballot_type == "ordinal"
    for start_, end in pairwise(indptr):
        chosen = [numbers[position] for position in indices[start_:end]]
        if ranked:
            yield Choice({number: rank for rank, number in enumerate(chosen, 1)})
        elif points is None:
            yield Choice(dict.fromkeys(chosen, 1))
        else:
            yield Choice(dict(zip(chosen, points[start_:end], strict=True)))


def _days(file: PabulibFile) -> tuple[datetime, datetime]:
    """When the vote was open, by the file's header; the year's first and last day where it says no more."""
    year = next(
        (int(part) for part in file.meta.get("instance", "").split() if part.isdigit() and len(part) == 4),
        2000,
    )
    began = _day(file.meta.get("date_begin", "")) or date(year, 1, 1)
    ended = _day(file.meta.get("date_end", "")) or date(year, 12, 31)
    first = datetime(began.year, began.month, began.day, tzinfo=UTC)
    last = datetime(ended.year, ended.month, ended.day, tzinfo=UTC) + timedelta(days=1)
    return first, max(last, first + timedelta(days=1))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), "%d.%m.%Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _minor(amount: Exact, where: str) -> int:
    found = Fraction(amount) * MINOR
    if found.denominator != 1:
        text = f"{amount} is smaller than a hundredth of the currency; round it to hundredths"
        raise BadInput([Problem(Place(key=where), text, "amount")])
    return int(found)


def _main(minor: int) -> Fraction | int:
    found = Fraction(minor, MINOR)
    return found.numerator if found.denominator == 1 else found
