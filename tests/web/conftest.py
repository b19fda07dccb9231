"""The standing people of every test: alice brought something, charlie is a stranger, nobody has no session."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from coproduce.core import Actor, at
from coproduce.engines.kernel import digest
from coproduce.web.trycount import actions
from coproduce.web.trycount.ways import DEFAULT

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
ALICE = Actor(digest(b"alice"))
CHARLIE = Actor(digest(b"charlie"))

SMALL = """META
key;value
description;Three ideas for one street
country;Nowhere
unit;Eastmere
instance;2026
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
currency;GBP
PROJECTS
project_id;cost;name;votes
1;600;Benches;3
2;500;Bike stands;2
3;400;Flower beds;2
VOTES
voter_id;age;sex;vote
a;34;F;1
b;71;M;1,2
c;19;F;2,3
d;45;M;1,3
"""


@pytest.fixture
def small() -> bytes:
    """A small sound election that says more of its voters than a count needs."""
    return SMALL.encode()


def client_of(secret: str, *, strict: bool = False) -> Client:
    """A browser whose session holds this secret; without one for an empty secret."""
    client = Client(enforce_csrf_checks=strict)
    if secret:
        session = client.session
        session["visitor"] = secret
        session.save()
    return client


@pytest.fixture
def trial(db: None, small: bytes) -> UUID:
    """What alice brought, and may see for a day from now."""
    from coproduce.core import now

    kept = actions.bring(actor=ALICE, name="street.pb", data=small, way=DEFAULT, now=now())
    assert isinstance(kept, UUID)
    return kept


@pytest.fixture
def shown(db: None, small: bytes) -> UUID:
    """What the site itself shows."""
    with at(NOON):
        kept = actions.show(name="shown.pb", data=small, way=DEFAULT, now=NOON)
    assert isinstance(kept, UUID)
    return kept
