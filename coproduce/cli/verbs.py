"""The table of verbs. A new verb is its module and one line here.

The summary stands in the table so that ``coproduce --help`` loads no verb.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a verb lives and what it does, in one line for the help."""

    module: str
    summary: str


VERBS: dict[str, Entry] = {
    "import": Entry(
        "coproduce.cli.bring", "bring a vote held elsewhere onto the platform, counted and explained"
    ),
    "export": Entry("coproduce.cli.export", "take a vote from the platform as a file, without its voters"),
    "count": Entry("coproduce.cli.count", "ballots under a budget: which projects are funded, and why"),
    "compare": Entry(
        "coproduce.cli.compare", "an election under every rule: what differs, who gains, who loses"
    ),
    "map": Entry("coproduce.cli.map", "votes on each other's statements: groups, what divides, what unites"),
    "model": Entry(
        "coproduce.cli.model", "survey answers: who does things alone and together, and what differs"
    ),
    "sortition": Entry(
        "coproduce.cli.sortition", "a jury or assembly by a fair lottery: solve, draw, verify, replace"
    ),
    "risk": Entry(
        "coproduce.cli.risk", "judgements of those who bear risks: mixes of actions, and what nobody knows"
    ),
    "verify": Entry("coproduce.cli.verify", "the book of everyone's part: does it hold, line by line"),
    "survey": Entry(
        "coproduce.cli.survey", "forms, weights, power and frozen plans for surveys and experiments"
    ),
    "methods": Entry(
        "coproduce.cli.methods",
        "ways of working: list those that come with it, check one of your own, load them",
    ),
}
