"""Runs red-dwarf on votes in a file and prints what it found, or how long it took.

Run by its own environment, never by ours. ``run.py time FILE TURNS`` prints seconds,
peak memory and groups; ``run.py answer FILE`` prints positions, groups from a fixed
start, and every statistic.
"""

import json
import resource
import sys
import time
from importlib.metadata import version

import numpy as np
from reddwarf.implementations.polis import run_pipeline


def load(path):
    """Votes as the dicts that red-dwarf takes, and the rejected statements."""
    data = np.load(path)
    votes = [
        {"participant_id": person, "statement_id": statement, "vote": vote, "modified": 0}
        for person, statement, vote in zip(
            data["voter"].tolist(), data["statement"].tolist(), data["vote"].tolist(), strict=True
        )
    ]
    return votes, data["rejected"].tolist()


def timed(path, turns):
    """Seconds of each run after the first (of the only one, where there is one), memory, groups."""
    votes, rejected = load(path)
    seconds = []
    for turn in range(turns + (turns > 1)):
        start = time.process_time()
        found = run_pipeline(votes=votes, mod_out_statement_ids=rejected, random_state=0)
        if turn or turns == 1:
            seconds.append(time.process_time() - start)
    people = found.participants_df
    counted = people[people["to_cluster"]]
    return {
        "version": version("red-dwarf"),
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "participants": [int(name) for name in counted.index],
        "groups": [int(group) for group in counted["cluster_id"]],
    }


def far_apart(points, count):
    """Rows far from one another: the one furthest from the middle, then always the one furthest from those taken."""
    away = ((points - points.mean(axis=0)) ** 2).sum(axis=1)
    taken = []
    for _ in range(count):
        taken.append(int(away.argmax()))
        away = np.minimum(away if len(taken) > 1 else np.inf, ((points - points[taken[-1]]) ** 2).sum(axis=1))
    return taken


def answer(path):
    """Everything it says of the votes, the groups from a start that does not depend on chance."""
    votes, rejected = load(path)
    first = run_pipeline(votes=votes, mod_out_statement_ids=rejected, random_state=0)
    people = first.participants_df
    counted = people[people["to_cluster"]]
    start = far_apart(counted[["x", "y"]].to_numpy(), 5)
    centres = counted[["x", "y"]].to_numpy()[start].tolist()
    found = run_pipeline(
        votes=votes, mod_out_statement_ids=rejected, random_state=0, init_centers=centres, confidence=0.9
    )
    people = found.participants_df
    counted = people[people["to_cluster"]]
    stats = found.group_comment_stats
    return {
        "peer": "red-dwarf",
        "version": version("red-dwarf"),
        "start": [int(counted.index[at]) for at in start],
        "positions": {str(name): [row["x"], row["y"]] for name, row in people.iterrows()},
        "groups": {str(name): int(group) for name, group in counted["cluster_id"].items()},
        "statistics": {
            f"{group}/{statement}": {name: float(row[name]) for name in stats.columns}
            for (group, statement), row in stats.iterrows()
        },
        "representative": found.repness,
        "consensus": {
            side: [dict(vars(entry)) if hasattr(entry, "__dict__") else dict(entry) for entry in entries]
            for side, entries in (
                ("agree", found.consensus["agree"]),
                ("disagree", found.consensus["disagree"]),
            )
        },
        "group_aware": {
            side: {str(name): float(value) for name, value in values.items()}
            for side, values in found.group_aware_consensus.items()
        },
    }


def plain(value):
    """What JSON does not know, as something it does."""
    return value.item() if isinstance(value, np.generic) else str(value)


if __name__ == "__main__":
    deed, path, *more = sys.argv[1:]
    found = timed(path, int(more[0])) if deed == "time" else answer(path)
    json.dump(found, sys.stdout, default=plain)
