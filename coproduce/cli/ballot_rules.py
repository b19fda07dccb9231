"""Rules for single ballots given on the command line: how a British vote is run, on an election file.

``--most N`` or ``--exactly N`` projects, ``--least-age N`` (the file's column ``age``), ``--boost N`` (the
column ``boost`` names the project whose vote counts double or triple). Ballots that do not keep to them are
turned down, with their reasons counted. A file names each voter once, so one vote per person is checked
by its reader.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coproduce.engines.kernel import BadInput

if TYPE_CHECKING:
    from coproduce.engines.counting import BallotRules, Cast, Table
    from coproduce.formats.pabulib import PabulibFile


def add_ballot_rules(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    rules = parser.add_argument_group("which ballots count (others are turned down, with reasons)")
    number = rules.add_mutually_exclusive_group()
    number.add_argument("--most", metavar="N", type=int, help="ballots that name N projects at most")
    number.add_argument("--exactly", metavar="N", type=int, help="ballots that name exactly N projects")
    rules.add_argument("--least-age", metavar="N", type=int, help="voters of N years or more (column age)")
    rules.add_argument("--boost", metavar="N", type=int, choices=(2, 3),
                       help="the project in the column boost has N points, not 1; for --utility score")  # fmt: skip


def ballot_rules(arguments: argparse.Namespace) -> BallotRules | None:
    """The rules asked for, or None for none."""
    from coproduce.engines.counting import BallotRules

    most = arguments.exactly if arguments.exactly is not None else arguments.most
    if most is None and arguments.least_age is None and arguments.boost is None:
        return None
    return BallotRules(
        most=most,
        exactly=arguments.exactly is not None,
        boost=arguments.boost or 1,
        least_age=arguments.least_age,
    )


def admitted(table: PabulibFile, rules: BallotRules, name: str) -> tuple[Table, tuple[str, ...]]:
    """The election of the ballots that keep to ``rules``, and what to say of the others.

    Raises:
        BadInput: where the file's ballots are not of a kind, or lack a column, that the rules need.
    """
    from coproduce.engines.counting import Table, admit
    from coproduce.engines.counting.table import rows

    if table.ballot_type not in ("approval", "choose-1"):
        raise BadInput.one(
            f"its ballots are {table.ballot_type}; --most, --exactly, --least-age and --boost are for approval ballots",
            source=name,
            key="vote_type",
        )
    for argument, column, asked in (
        ("--least-age", "age", rules.least_age is not None),
        ("--boost", "boost", rules.boost > 1),
    ):
        if asked and column not in table.vote_columns:
            raise BadInput.one(
                f"{argument} needs a column {column} in VOTES; add it, or count without {argument}",
                source=name,
                key="VOTES",
            )
    found = admit(_cast(table, rules), table.project_ids, rules)
    indptr, indices, points = rows(found.ballots)
    admitted_table = Table(
        project_ids=table.project_ids, costs=table.costs, budget=table.budget,
        indptr=indptr, indices=indices, points=points,
        ballot_type="scoring" if rules.boost > 1 else table.ballot_type,
        names=table.names, categories=table.categories, targets=table.targets, areas=table.areas,
        min_score=table.min_score, meta=table.meta,
    )  # fmt: skip
    turned_down = sum(found.turned_down.values())
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in found.turned_down.items())
    told = f"{turned_down:,} of {table.num_votes:,} ballots were turned down: {reasons}"
    return admitted_table, (told,) if turned_down else ()


def _cast(table: PabulibFile, rules: BallotRules) -> list[Cast]:
    from coproduce.engines.counting import Cast

    ids, indptr = table.project_ids, table.indptr.tolist()
    indices = table.indices.tolist()
    ages = list(table.vote_columns["age"]) if rules.least_age is not None else [""] * table.num_votes
    boosts = list(table.vote_columns["boost"]) if rules.boost > 1 else [""] * table.num_votes
    return [
        Cast(
            voter=voter,
            projects=tuple(ids[entry] for entry in indices[indptr[at] : indptr[at + 1]]),
            boost=boosts[at].strip() or None,
            age=int(ages[at]) if ages[at].strip().isascii() and ages[at].strip().isdigit() else None,
        )
        for at, voter in enumerate(table.voter_ids)
    ]
