"""Solves one pool with sortition-algorithms and prints its lowest chance and how long that took, as JSON.

    .venv/bin/python maximin.py PEOPLE FEATURES SIZE METHOD [--id COL] [--address COL,COL]

A process of its own, in an environment of its own: nothing of sortition-algorithms (GPL-3) enters the project.
People without an id column get the number of their row.
"""

import argparse
import csv
import json
import random
import resource
import time
from importlib.metadata import version
from pathlib import Path

from sortition_algorithms.committee_generation import find_distribution_maximin, find_distribution_nash
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people
from sortition_algorithms.settings import Settings

METHODS = {"maximin": find_distribution_maximin, "nash": find_distribution_nash}


def table(path):
    """Head and rows of a file, without nameless columns and empty rows."""
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if any(row.values())]
    names = [name for name in rows[0] if name]
    return names, [{name: (row[name] or "").strip() for name in names} for row in rows]


def main():
    """Read, solve, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("people")
    parser.add_argument("features")
    parser.add_argument("size", type=int)
    parser.add_argument("method", choices=METHODS)
    parser.add_argument("--id", default="")
    parser.add_argument("--address", default="")
    arguments = parser.parse_args()
    address = [name for name in arguments.address.split(",") if name]
    settings = Settings(
        id_column=arguments.id or "row",
        columns_to_keep=[],
        check_same_address=bool(address),
        check_same_address_columns=address,
    )
    names, rows = table(arguments.features)
    features, feature_column, _ = read_in_features(names, rows, number_to_select=arguments.size)
    names, rows = table(arguments.people)
    if not arguments.id:
        names = ["row", *names]
        rows = [{"row": str(number), **row} for number, row in enumerate(rows, 1)]
    people, _ = read_in_people(names, rows, features, settings, feature_column)
    random.seed(1)
    clock, processor = time.perf_counter(), time.process_time()
    committees, shares, _ = METHODS[arguments.method](features, people, arguments.size, address)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    chance = {}
    for committee, share in zip(committees, shares, strict=True):
        for person in committee:
            chance[person] = chance.get(person, 0.0) + share
    print(
        json.dumps(
            {
                "sortition-algorithms": version("sortition-algorithms"),
                "minimum": min(chance.values()),
                "drawable": len(chance),
                "people": len(rows),
                "seconds": clock,
                "processor_seconds": processor,
                "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


main()
