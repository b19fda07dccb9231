"""A site with much in it: the demo borough, a joint project with 10,000 ideas, four real elections.

Run as a process of its own with the site's environment: ``python -m benchmarks.load.town build FOLDER IDEAS`` makes
what is not there yet and prints what to ask for as JSON; ``codes NUMBER`` prints fresh voting codes for the open vote;
``queries PATH…`` prints how often each page asks the database.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

ELECTIONS = {
    "Wieliczka 2023": "Poland_Wieliczka_2023_Green_Budget.pb",
    "Assen 2024": "Netherlands_Assen_2024.pb",
    "Świecie 2023": "Poland_Swiecie_2023.pb",
    "Warszawa 2026": "Poland_Warszawa_2026.pb",
}
MANY = "Ten thousand ideas"
_WORDS = {
    "ideas": "ideas", "budget": "costing", "ballot": "vote", "answer": "answers", "delivery": "progress",
}  # fmt: skip


def main() -> None:
    """One of the three."""
    django.setup()
    what, *rest = sys.argv[1:]
    if what == "build":
        print(json.dumps(build(Path(rest[0]), int(rest[1]))))
    elif what == "codes":
        print(json.dumps(codes(int(rest[0]))))
    else:
        print(json.dumps(queries(rest)))


def build(data: Path, ideas: int) -> dict[str, Any]:
    """Make what is missing. Returns paths by what they are, and the seconds each import took."""
    from coproduce.register.public import published

    there = {project.title: project for project in published()}
    imports = {}
    for name, file in ELECTIONS.items():
        if (data / file).exists() and not any(title.startswith(name.split()[0]) for title in there):
            imports[name] = bring(data / file)
    if MANY not in there:
        many(ideas)
    return {"imports": imports, "pages": pages()}


def bring(path: Path) -> dict[str, float]:
    """Import one election; wall and processor seconds."""
    from dataclasses import replace

    from coproduce.conduct.public import import_election
    from coproduce.core.actor import SYSTEM
    from coproduce.formats import load, pabulib

    began, spent = time.perf_counter(), time.process_time()
    import_election(load(pabulib, path.read_bytes(), path.name), by=replace(SYSTEM, channel="import"))
    return {"wall": time.perf_counter() - began, "processor": time.process_time() - spent}


def many(number: int) -> None:
    """A joint project that collects ideas: each with its promises, half with a word on it, supported by some."""
    from coproduce.core import Actor, at, now
    from coproduce.core.actor import SYSTEM
    from coproduce.people.public import demo_persons, organisation_named
    from coproduce.proceedings.public import ItemDraft, make_promise, propose_items, record_fate
    from coproduce.register.public import steps_of
    from coproduce.web.borough.founding import Town, begin

    names = ("Eastmere Council", "Millfield Tenants’ Association")
    council, group = (organisation_named(name, by=SYSTEM) for name in names)
    town = Town(council, group, {word: Actor(person_id=key) for key, _, word in demo_persons()})
    moment = now()
    day = timedelta(days=1)
    project = begin(town, MANY, "A town that has much to say.", moment - 8 * day, (24, 50, 66, 84, 300))
    step = steps_of([project.id])[project.id][0]
    stream = random.Random("ten thousand ideas")
    topics = list((step.settings or {}).get("categories", [])) or [""]
    drafts = [
        ItemDraft(
            f"{stream.choice(('Lights', 'Benches', 'Trees', 'A crossing', 'A hut'))} for street {place}",
            " ".join(stream.choice(_LOREM) for _ in range(stream.randint(10, 60))),
            category=stream.choice(topics),
        )
        for place in range(number)
    ]
    with at(moment - 6 * day):
        made = [item.id for item in propose_items(step, drafts, kind="idea", by=town.lead)]
        for stage, ahead in (("considered", 30), ("decided", 80)):
            make_promise(stage, (moment + ahead * day).date(), items=made, by=town.lead)
    with at(moment - 2 * day):
        record_fate("considered", items=made[::2], by=town.lead)
        record_fate(
            "decided", items=made[::10], outcome="declined", reason="Another street has it.", by=town.lead
        )
    _support(step.id, made, stream)


def _support(step_id: Any, made: list[Any], stream: random.Random) -> None:
    from coproduce.core import new_id, now
    from coproduce.proceedings.models import Act, Trace

    acts, traces = [], []
    for item in made:
        for _ in range(stream.choice((0, 0, 1, 3, 6, 12))):
            act = Act(id=new_id(), step_id=step_id, kind="supported", on=now().date(), at=now())
            acts.append(act)
            traces.append(Trace(act=act, item_id=item, role="supporter"))
    Act.objects.bulk_create(acts, batch_size=1000)
    Trace.objects.bulk_create(traces, batch_size=1000)


_LOREM = (
    "the", "street", "is", "dark", "after", "four", "and", "people", "take", "long", "way", "round", "because",
    "nobody", "sees", "where", "they", "walk", "children", "wait", "here", "for", "bus", "every", "morning", "old",
    "wall", "could", "hold", "three", "seats",
)  # fmt: skip


def pages() -> dict[str, str]:
    """What to ask for, by name."""
    from coproduce.proceedings.models import Item
    from coproduce.register.public import published, steps_of

    found = {"Home": "/", "Joint projects": "/projects/", "All joint projects": "/projects/?show=all"}
    for project in published():
        if project.title == MANY:
            step = steps_of([project.id])[project.id][0]
            rows = Item.objects.filter(origin_step_id=step.id).order_by("lot").values_list("lot", "number")
            last, middle = rows.reverse()[24:25][0], rows[rows.count() // 2]
            at = f"/projects/{project.slug}/{step.id}/ideas/"
            found |= {
                "10,000 ideas: first page": at,
                "10,000 ideas: middle page": f"{at}?order=lot&after={middle[0]}",
                "10,000 ideas: last page": f"{at}?order=lot&after={last[0]}",
                "10,000 ideas: newest first": f"{at}?order=newest",
                "10,000 ideas: by words": f"{at}?words=street+77",
                "10,000 ideas: one idea": f"{at}{middle[1]}/",
                "10,000 ideas: the joint project": f"/projects/{project.slug}/",
                "10,000 ideas as CSV": f"{at}ideas.csv",
                "10,000 ideas as JSON": f"{at}ideas.json",
            }
        for name in ELECTIONS:
            if project.title.startswith(name.split()[0]):
                found[f"{name}: the joint project"] = f"/projects/{project.slug}/"
                for step in steps_of([project.id])[project.id]:
                    word = _WORDS[step.instrument]
                    found[f"{name}: {word}"] = f"/projects/{project.slug}/{step.id}/{word}/"
                    if word == "vote":
                        found[f"{name}: result"] = f"/projects/{project.slug}/{step.id}/vote/result/"
                    if word == "costing":
                        found[f"{name}: one project"] = f"/projects/{project.slug}/{step.id}/costing/1/"
    return found


def codes(number: int) -> dict[str, Any]:
    """Fresh codes for the open vote of the demo borough: where it is, its ideas' numbers, how many to choose."""
    from coproduce.core.actor import SYSTEM
    from coproduce.people.public import issue_codes
    from coproduce.proceedings.public import of_handover
    from coproduce.register.public import published, steps_of
    from coproduce.web.borough.making import OPEN_VOTE

    project = next(one for one in published() if one.title == OPEN_VOTE)
    step = next(one for one in steps_of([project.id])[project.id] if one.instrument == "ballot")
    given: list[str] = []
    while len(given) < number:
        given += issue_codes(str(step.id), min(1000, number - len(given)), by=SYSTEM)
    return {
        "vote": f"/projects/{project.slug}/{step.id}/vote/",
        "numbers": [item.number for item in of_handover(step.id)],
        "codes": given,
    }


def queries(paths: list[str]) -> dict[str, int]:
    """How often the page at each path asks the database, once it has been asked for before."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    found = {}
    client = Client()
    for path in paths:
        seen = [0]

        def count(execute: Any, sql: str, *rest: Any, seen: list[int] = seen) -> Any:
            seen[0] += sql.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
            return execute(sql, *rest)

        client.get(path)
        with connection.execute_wrapper(count):
            answer = client.get(path)
            if answer.streaming:
                list(answer.streaming_content)
        found[path] = seen[0]
    return found


if __name__ == "__main__":
    main()
