"""Counts one file with pabutools, exactly, and prints what it funds and how much CPU time the rule took, as JSON.

    .venv/bin/python count.py FILE VARIANT [--grouped]

A process of its own, in an environment of its own: nothing of pabutools (GPL-3) enters the project.
"""

import json
import resource
import sys
import time
from importlib.metadata import version

from pabutools.election import ApprovalMultiProfile, Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import (
    greedy_utilitarian_welfare,
    maximin_support,
    method_of_equal_shares,
    sequential_phragmen,
)

VARIANTS = {
    "greedy-cost": lambda election, ballots: greedy_utilitarian_welfare(
        election, ballots, sat_class=Cost_Sat
    ),
    "greedy-cardinality": lambda election, ballots: greedy_utilitarian_welfare(
        election, ballots, sat_class=Cardinality_Sat
    ),
    "equal-shares-cost": lambda election, ballots: method_of_equal_shares(
        election, ballots, sat_class=Cost_Sat
    ),
    "equal-shares-cardinality": lambda election, ballots: method_of_equal_shares(
        election, ballots, sat_class=Cardinality_Sat
    ),
    "equal-shares-cost-add-one": lambda election, ballots: method_of_equal_shares(
        election, ballots, sat_class=Cost_Sat, voter_budget_increment=1
    ),
    "phragmen": sequential_phragmen,
    "maximin-support": maximin_support,
}


def main(path, variant, *flags):
    """Count ``path`` by the rule ``variant``."""
    started = time.process_time()
    election, ballots = parse_pabulib(path)
    if "--grouped" in flags:
        ballots = ballots.as_multiprofile()
        assert isinstance(ballots, ApprovalMultiProfile)
    parsed = time.process_time()
    funded = VARIANTS[variant](election, ballots)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        json.dumps(
            {
                "pabutools": version("pabutools"),
                "funded": [project.name for project in funded],
                "parse_seconds": parsed - started,
                "rule_seconds": done - parsed,
                "peak_bytes": peak,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
