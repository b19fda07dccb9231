"""However many ideas there are, a page asks the database as often."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.core import Actor
from coproduce.instruments.ideas.public import support
from coproduce.proceedings.public import ItemDraft, of_step, propose_items, record_fate
from coproduce.register.public import initiatives
from tests.standing import Standing

pytestmark = pytest.mark.django_db


def _asked(path: str) -> int:
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_lists_ask_as_often_at_10_ideas_and_at_300(standing: Standing) -> None:
    step = standing.open_step(gives={"items": "idea"})
    slug = initiatives([step.initiative_id])[step.initiative_id].slug
    paths = [f"/projects/{slug}/{step.id}/ideas/", f"/projects/{slug}/", "/", "/projects/"]
    Client().get(paths[0])
    counts = []
    for number in (10, 290):
        drafts = [ItemDraft(f"Idea {at}", "For everyone.") for at in range(number)]
        made = propose_items(step, drafts, kind="idea", by=standing.alice)
        record_fate(
            "decided", items=[item.id for item in made], outcome="declined", reason="No.", by=standing.alice
        )
        for item in made[:10]:
            support(step, item.id, by=Actor(visitor=f"{item.number:064}"))
        counts.append([_asked(path) for path in paths])
    assert len(of_step(step.id)) == 300
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25, counts
