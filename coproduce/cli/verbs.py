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
    "serve": Entry(
        "coproduce.cli.serve", "the site: its database made ready, then served at a printed address"
    ),
    "work": Entry("coproduce.cli.work", "what falls due by the clock, each minute, beside the site"),
    "demo": Entry(
        "coproduce.cli.demo", "an invented borough with a joint project in each state, to try it all"
    ),
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
    "verify": Entry("coproduce.cli.verify", "the database and the book in it: do they hold, line by line"),
    "backup": Entry("coproduce.cli.backup", "a copy of the whole database in one file, while the site runs"),
    "restore": Entry("coproduce.cli.restore", "an empty database becomes what a copy holds"),
    "database": Entry("coproduce.cli.database", "rights of the role under which the site runs on PostgreSQL"),
    "move-to-postgres": Entry("coproduce.cli.move_to_postgres", "the whole site from SQLite to PostgreSQL"),
    "survey": Entry(
        "coproduce.cli.survey", "forms, weights, power and frozen plans for surveys and experiments"
    ),
    "hall": Entry("coproduce.cli.hall", "the desk of a vote on one laptop, where there is no internet"),
    "methods": Entry(
        "coproduce.cli.methods",
        "ways of working: list those that come with it, check one of your own, load them",
    ),
    "people": Entry(
        "coproduce.cli.people",
        "let somebody in: the first co-production lead of a fresh site, or anybody else",
    ),
}
