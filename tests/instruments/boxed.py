"""A vote with a sealed box and a known key, for tests of what happens to envelopes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coproduce.conduct.moving import start
from coproduce.core import Actor, now
from coproduce.instruments.ballot import keys
from coproduce.instruments.ballot.opening import KeyInHand
from coproduce.instruments.ballot.preparing import make_key, prepare_demo_box, try_key
from coproduce.instruments.ballot.settings import settle
from coproduce.proceedings.public import ItemDraft, propose_items
from coproduce.register.public import NewStep, StepView, steps, steps_of
from tests.standing import Standing

WORDS = "four plain words only"
DAY = timedelta(days=1)


def a_vote(standing: Standing, projects: int = 4, *, boxed: bool = True, **settings: Any) -> StepView:
    """A vote on so many projects of £10 each, open since yesterday for nine days, started where its box is ready."""
    settled = settle({"envelope": 10_000_00, **settings})
    assert isinstance(settled, dict)
    moment = now()
    made = standing.project(
        NewStep("costing", "Costing", "budget", gives={"items": "project"}, opens=moment - 9 * DAY, closes=moment - DAY),
        NewStep(
            "vote", "Vote", "ballot", settings=settled, admits="residents", opens=moment - DAY, closes=moment + 9 * DAY,
            takes=[{"port": "items", "from": "costing", "where": "eligible", "freeze": True}],
        ),
    )  # fmt: skip
    costing, step = steps_of([made.id])[made.id]
    drafts = [
        ItemDraft(f"Idea {n}", cost_low=10_00, cost_central=10_00, cost_high=10_00, currency="GBP")
        for n in range(1, projects + 1)
    ]
    propose_items(costing, drafts, kind="project", by=standing.alice)
    if boxed:
        prepare_demo_box(step, by=standing.alice)
        assert start(step.id) == []
    return steps([step.id])[step.id]


def a_key(step: StepView, by: Actor, place: int = 1, words: str = WORDS) -> KeyInHand:
    """A key as an officer would make it, tried; quick, because its passphrase is stretched but little."""
    strong, keys.STRONG = keys.STRONG, 0
    try:
        wrapped = make_key(step, place, words, by=by)
    finally:
        keys.STRONG = strong
    brought = KeyInHand("\n".join(wrapped.lines()), words)
    try_key(step, brought.text, brought.passphrase, by=by)
    return brought


def holder(number: int) -> Actor:
    """Whoever holds the card with this number."""
    return Actor(code=f"{number:064d}", role="resident")
