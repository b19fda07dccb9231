"""Whatever is posted, corrected, closed and checkpointed in whatever order: the book holds."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.core import Refused
from coproduce.ledger.models import Checkpoint, Entry
from coproduce.ledger.public import (
    Gift,
    balances,
    correct,
    lock_period,
    post,
    rebuild_checkpoints,
    trial_balance,
    verify,
)
from tests.ledger.books import a_keeper, a_record, a_service, an_outcome, day

pytestmark = pytest.mark.django_db
SIDES = [
    ("resident", ""),
    ("public", ""),
    ("partner", "own"),
    ("partner", "public-grant"),
    ("partner", "volunteers"),
]
UNIT = {
    "time-active": "minute",
    "time-on-call": "on-call",
    "travel": "minute",
    "grant": "GBP",
    "use-of-space": "session",
}


@st.composite
def gifts(draw):
    kind = draw(st.sampled_from(sorted(UNIT)))
    side, paid = draw(st.sampled_from(SIDES))
    return Gift(
        kind, draw(st.integers(1, 480)), side, paid, "GBP" if kind == "grant" else "",
        people=draw(st.integers(1, 12)), service_id=draw(st.sampled_from([None, "service"])),
        outcome_id=draw(st.sampled_from([None, "outcome"])),
    )  # fmt: skip


STEP = st.one_of(
    st.tuples(
        st.just("post"), st.integers(0, 4), st.integers(1, 60), st.lists(gifts(), min_size=1, max_size=4)
    ),
    st.tuples(st.just("correct"), st.integers(0, 9), st.integers(1, 60), st.lists(gifts(), max_size=3)),
    st.tuples(st.just("checkpoint"), st.just(0), st.just(0), st.just([])),
    st.tuples(st.just("forget checkpoints"), st.just(0), st.just(0), st.just([])),
    st.tuples(st.just("close"), st.just(0), st.integers(5, 60), st.just([])),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(STEP, min_size=1, max_size=9))
def test_the_book_holds_in_whatever_order_things_happen(standing, steps):
    with transaction.atomic():
        if not Entry.objects.exists():
            a_keeper(standing)
        try:
            _run(standing, steps)
        finally:
            transaction.set_rollback(True)


def _run(standing, steps):
    places = {"service": a_service(standing), "outcome": an_outcome(), None: None}
    live, keys = {}, {}
    for number, (deed, at, back, given_gifts) in enumerate(steps):
        real = [
            replace(g, service_id=places[g.service_id], outcome_id=places[g.outcome_id]) for g in given_gifts
        ]
        try:
            if deed == "post":
                record = a_record(f"k{at}", *real, on=day(back))
                made = post(record, by=standing.bob)
                assert made.written == (f"k{at}" not in keys)
                assert made.id == keys.setdefault(f"k{at}", made.id)
                if made.written:
                    live[made.id] = real
            elif deed == "correct" and live:
                old = sorted(live)[at % len(live)]
                new = a_record(f"c{number}", *real, on=day(back)) if real else None
                made = correct(old, new, by=standing.alice)
                del live[old]
                if new:
                    live[made.id] = real
            elif deed == "checkpoint":
                rebuild_checkpoints(by=standing.alice)
            elif deed == "forget checkpoints":
                Checkpoint.objects.all().delete()
            elif deed == "close":
                lock_period(day(back), by=standing.alice)
        except Refused as refusal:
            if refusal.refusal.code not in {"ledger-locked", "ledger-not-forward", "ledger-key-used"}:
                raise
    expected = Counter()
    for real in live.values():
        for gift in real:
            expected[gift.side, UNIT[gift.kind]] += gift.quantity
    stands = {role: Counter() for role in ("given", "received", "applied", "unattributed")}
    for one in balances():
        stands[one.role][one.side, one.unit] += one.total
    gone = {key: much for key, much in (stands["applied"] + stands["unattributed"]).items() if much}
    assert {key: -much for key, much in stands["given"].items() if much} == dict(expected) == gone
    assert not any(stands["received"].values())
    assert not any(trial_balance().values())
    assert verify().faults == ()
