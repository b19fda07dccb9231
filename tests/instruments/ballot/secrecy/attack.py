"""What an attacker with the whole database tries, and how it is judged whether she found anything.

Two hundred voters vote one after the other, each for another set of ideas, so that whoever
could put the slips into the order of voting had everybody's vote. An order that says nothing is a
random permutation: its rank correlation with the order of voting is near normal with standard
deviation 1/√(n − 1), and the number of slips that stand in their own place is near Poisson(1).
The bounds below are passed by chance less than once in a million runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coproduce.core import Actor
from coproduce.instruments.ballot.actions import cast
from coproduce.instruments.ballot.models import Envelope, Mark
from coproduce.instruments.ballot.rules import Choice
from coproduce.register.public import StepView
from tests.instruments.boxed import a_vote, holder
from tests.standing import Standing

VOTERS, IDEAS = 200, 8
FURTHEST = 5.0
MOST_IN_PLACE = 11


@dataclass(frozen=True)
class Scene:
    """A vote in which everybody voted: in order, what each chose, was told and left in the box."""

    vote: StepView
    choices: list[Choice]
    receipts: list[str]
    marks: list[str]
    envelopes: list[bytes]
    alice: Actor

    def voter_of(self, choice: dict[str, object]) -> int:
        """Who made a choice: the attacker of these tests knows, to judge what she found."""
        return [one.to_plain() for one in self.choices].index(choice)


def choice_of(number: int) -> Choice:
    """The choice of a voter: the ideas of the binary digits of her number; no two alike."""
    return Choice({idea + 1: 1 for idea in range(IDEAS) if number + 1 >> idea & 1})


def scene(standing: Standing, voters: int = VOTERS) -> Scene:
    """Everybody has voted on screen; a few of them twice."""
    vote = a_vote(standing, IDEAS)
    choices = [choice_of(number) for number in range(voters)]
    for number in range(0, voters, 7):
        cast(vote, Choice({1: 1}), by=holder(number))
    receipts = [cast(vote, choice, by=holder(number)).receipt for number, choice in enumerate(choices)]
    marks = list(Mark.objects.filter(step_id=vote.id).values_list("voter", flat=True))
    envelopes = [bytes(row.sealed) for row in Envelope.objects.filter(step_id=vote.id)]
    return Scene(vote, choices, receipts, marks, envelopes, standing.alice)


def linked(order: Sequence[int]) -> str:
    """What an order of voters gives away, in words; empty where it is as good as random."""
    n = len(order)
    assert sorted(order) == list(range(n)), "not an order of all voters"
    distance = sum((place - voter) ** 2 for place, voter in enumerate(order))
    correlation = 1 - 6 * distance / (n * (n * n - 1))
    in_place = sum(place == voter for place, voter in enumerate(order))
    neighbours = sum(abs(one - two) == 1 for one, two in pairwise(order))
    score = correlation * (n - 1) ** 0.5
    found = []
    if abs(score) > FURTHEST:
        found.append(f"rank correlation {correlation:.3f} ({score:.1f} deviations)")
    if in_place > MOST_IN_PLACE:
        found.append(f"{in_place} of {n} in their own place")
    if neighbours > 2 * MOST_IN_PLACE:
        found.append(f"{neighbours} neighbours stay neighbours")
    return ", ".join(found)
