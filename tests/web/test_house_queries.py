"""However many rows there are, a list asks the database as often, and no more than 15 times."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.conduct.public import import_election, start
from coproduce.core import Actor, at, new_id, now
from coproduce.formats import pabulib
from coproduce.instruments.ideas.public import support
from coproduce.ledger.public import post_many
from coproduce.proceedings.public import (
    ItemDraft,
    furthest,
    make_promise,
    of_step,
    owed,
    propose_items,
    record_act,
    record_fate,
    stories,
)
from coproduce.register.models import Initiative, Step
from coproduce.register.public import NewStep, StepView, initiatives, steps_of
from tests.ledger.books import a_record, hours
from tests.standing import Standing

pytestmark = pytest.mark.django_db
FEW, MANY, MOST = 10, 1_000, 15
JOINED = 25
"""The page of a joint project, the result and the answer to a slip join many rooms; nobody leafs through them."""


def _asked(path: str, *, data: dict[str, str] | None = None) -> int:
    """How often a page asks the database, for a visitor who has no session."""
    client = Client()
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(path, data) if data else client.get(path)
        assert answer.status_code == 200, path
        if answer.streaming:
            assert b"".join(answer)  # type: ignore[arg-type]
    # What holds a transaction together and the brake on what the public may do often are no reading.
    passed_over = ("SAVEPOINT", "RELEASE")
    asked = [one["sql"] for one in caught.captured_queries if "coproduce_cache" not in one["sql"]]
    return len([sql for sql in asked if not sql.startswith(passed_over)])


def _no_more(few: list[int], many: list[int], *, most: int = MOST) -> bool:
    """Whether no page asks more often with many rows than with few; a reason that is nowhere is not asked for."""
    return all(after <= before <= most for before, after in zip(few, many, strict=True))


def _slug(step: StepView) -> str:
    return initiatives([step.initiative_id])[step.initiative_id].slug


def test_ideas_their_exports_and_the_pages_that_tell_of_them(standing: Standing) -> None:
    step = standing.open_step(gives={"items": "idea"})
    at_ = f"/projects/{_slug(step)}/{step.id}/ideas/"
    paths = [
        at_, f"{at_}?order=newest", f"{at_}?words=street", f"{at_}1/", f"{at_}ideas.csv", f"{at_}ideas.json",
        f"/projects/{_slug(step)}/", "/", "/projects/",
    ]  # fmt: skip
    Client().get(at_)
    counts = []
    for number in (FEW, MANY - FEW):
        drafts = [ItemDraft(f"Lights for street {place}", "For everyone.") for place in range(number)]
        made = [item.id for item in propose_items(step, drafts, kind="idea", by=standing.alice)]
        with at(now() - timedelta(days=30)):
            for stage, days in (("considered", 10), ("decided", 90)):
                make_promise(stage, (now() + timedelta(days=days)).date(), items=made, by=standing.alice)
        record_fate("decided", items=made[::2], outcome="declined", reason="No.", by=standing.alice)
        for key in made[:FEW]:
            support(step, key, by=Actor(visitor=key.hex))
        counts.append([_asked(path) for path in paths])
    assert len(of_step(step.id)) == MANY
    joined = [asked.pop(6) for asked in counts]
    assert _no_more(*counts), counts
    assert joined[1] <= joined[0] <= JOINED, joined


def _election(number: int) -> pabulib.PabulibFile:
    meta = {
        "description": f"A vote on {number}", "country": "Nowhere", "unit": f"Eastmere {number}", "instance": "2026",
        "budget": 1_000, "vote_type": "approval", "rule": "greedy", "currency": "GBP",
        "date_begin": "01.05.2026", "date_end": "31.05.2026",
    }  # fmt: skip
    projects = [
        {"project_id": str(one), "cost": 100 + one % 7, "name": f"Project {one}", "selected": int(one < 6)}
        for one in range(1, number + 1)
    ]
    votes = [{"voter_id": one, "vote": [str(1 + one * 7 % number), str(1 + one % 5)]} for one in range(2, 60)]
    return pabulib.build(meta=meta, projects=projects, votes=votes)


def test_costing_vote_result_and_answers_of_a_counted_vote() -> None:
    counts = []
    for number in (FEW, MANY):
        made = import_election(_election(number), by=Actor(channel="import"))
        costing, vote, answers = steps_of([made.id])[made.id]
        at_ = f"/projects/{made.slug}/"
        paths = [
            at_, f"{at_}{costing.id}/costing/", f"{at_}{costing.id}/costing/{number}/", f"{at_}{vote.id}/vote/",
            f"{at_}{vote.id}/vote/result/", f"{at_}{answers.id}/answers/",
        ]  # fmt: skip
        counts.append([_asked(path) for path in paths])
    joined = [(asked.pop(4), asked.pop(0)) for asked in counts]
    assert _no_more(*counts), counts
    assert _no_more(*(list(pair) for pair in joined), most=JOINED), joined


def test_delivery_and_everyones_part(standing: Standing) -> None:
    counts = []
    for number in (FEW, MANY):
        opens = now() - timedelta(days=2)
        times = {"opens": opens, "closes": opens + timedelta(days=20)}
        first = NewStep("ideas", "Ideas", "ideas", gives={"items": "project"}, **times)
        second = NewStep(
            "delivery", "Make it happen", "delivery", admits="team",
            takes=[{"port": "items", "from": "ideas", "where": "accepted"}], **times,
        )  # fmt: skip
        project = standing.project(first, second, title=f"Eastmere builds {number}")
        ideas, delivery = steps_of([project.id])[project.id]
        drafts = [ItemDraft(f"Project {one}") for one in range(number)]
        made = [item.id for item in propose_items(ideas, drafts, kind="project", by=standing.alice)]
        record_fate("decided", items=made, outcome="accepted", reason="Chosen.", by=standing.alice)
        assert start(delivery.id) == []
        records = [a_record(f"{number}-{one}", hours(1), initiative_id=project.id) for one in range(number)]
        post_many(records, by=standing.alice)
        at_ = f"/projects/{project.slug}/"
        paths = [f"{at_}{delivery.id}/progress/", f"{at_}who-put-in-what/"]
        counts.append([_asked(path) for path in paths])
    assert _no_more(*counts), counts


def test_finding_an_answer_that_touches_many(standing: Standing) -> None:
    counts = []
    for number in (FEW, MANY):
        step = standing.open_step(gives={"items": "idea"})
        made = propose_items(
            step, [ItemDraft(f"Idea {one}") for one in range(number)], kind="idea", by=standing.alice
        )
        traces = {item.id: "author" for item in made}
        _, reference = record_act(step, "proposed", by=standing.dora, traces=traces, slip=True)
        counts.append(_asked("/find-my-answer/", data={"reference": reference}))
    assert _no_more([counts[0]], [counts[1]], most=JOINED), counts


def test_joint_projects(standing: Standing) -> None:
    step = standing.open_step()
    project, first = Initiative.objects.get(pk=step.initiative_id), Step.objects.get(pk=step.id)
    paths = ["/projects/", "/projects/?show=all", "/"]
    counts = []
    for number in (FEW, MANY):
        made = []
        for place in range(number):
            project.pk, project.slug = new_id(), f"copy-{number}-{place}"
            made.append(
                Initiative(**{f.attname: getattr(project, f.attname) for f in Initiative._meta.fields})
            )
        Initiative.objects.bulk_create(made)
        steps = []
        for one in made:
            first.pk, first.initiative_id = new_id(), one.pk
            steps.append(Step(**{f.attname: getattr(first, f.attname) for f in Step._meta.fields}))
        Step.objects.bulk_create(steps)
        counts.append([_asked(path) for path in paths])
    assert _no_more(*counts), counts


def test_what_is_owed_is_what_the_stories_say(standing: Standing) -> None:
    step = standing.open_step(gives={"items": "idea"})
    stream = Random(20261124)
    drafts = [ItemDraft(f"Idea {one}") for one in range(60)]
    made = [item.id for item in propose_items(step, drafts, kind="idea", by=standing.alice)]
    today = now().date()
    for key in made:
        for stage in ("considered", "decided", "delivered"):
            if stream.random() < 0.6:
                day = today + timedelta(days=stream.randint(-30, 30))
                make_promise(stage, day, items=[key], by=standing.alice)
        if stream.random() < 0.3:
            make_promise("decided", today - timedelta(days=3), items=[key], by=standing.alice)
        for stage, outcome in (
            ("considered", ""),
            ("decided", "accepted"),
            ("decided", "declined"),
            ("delivered", ""),
        ):
            if stream.random() < 0.2:
                record_fate(stage, items=[key], outcome=outcome, reason="So it is.", by=standing.alice)
    told = stories(made)
    latest = {key: told[key].latest for key in made}
    words = {key: (one.stage, one.outcome) if one else ("received", "") for key, one in latest.items()}
    assert furthest(made) == words
    late = {key for key in made if told[key].is_late}
    assert 5 < len(late) < 55
    found = owed(most=100, initiative_id=step.initiative_id)
    assert set(found) == late
    assert found[:7] == owed(most=7)
