"""Opinion maps against red-dwarf, on real conversations and on the shape of Polis' largest.

Both get the votes in memory, each in the form that it takes (a list of dicts; arrays),
and do the same: matrix, plane, positions, k-means with two to five groups, silhouettes,
statistics, representative and consensus lists. One thread each; the two take turns, each
in processes of its own; one run to warm up, then the median. Writes
``docs/benchmarks/opinion.md``.

``python benchmarks/opinion.py golden`` remakes ``tests/golden/opinion/red-dwarf.json``.
``python benchmarks/opinion.py large`` adds a million participants (about ten minutes, 12 GB).
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
os.environ.update(ONE_THREAD)

import numpy as np  # noqa: E402 — the number of threads is read when numpy is loaded

from coproduce.engines.kernel import Seed  # noqa: E402
from coproduce.engines.opinion.live import LiveMap  # noqa: E402
from coproduce.engines.opinion.mapping import draw_map  # noqa: E402
from coproduce.engines.opinion.options import MapOptions  # noqa: E402
from coproduce.engines.opinion.subjects import planted  # noqa: E402
from coproduce.engines.opinion.votes import LongVotes, Votes  # noqa: E402
from coproduce.formats.polis import join  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / "benchmarks" / "peers" / "red-dwarf"
REAL = ROOT.parent / "shared" / "data" / "polis"
PAGE = ROOT / "docs" / "benchmarks" / "opinion.md"
GOLDEN = ROOT / "tests" / "golden" / "opinion" / "red-dwarf.json"
NAMES = (
    "brexit-consensus",
    "vtaiwan.uberx",
    "austria-climate.2vkxcncppn.2022-07-07",
    "american-assembly.bowling-green",
)
TURNS = 3
COLUMNS = (
    "Votes of", "Participants × statements, votes", "red-dwarf", "Coproduce", "times as fast", "memory (MB)", "groups",
)  # fmt: skip
SAME_AS_PEER = MapOptions(most_groups=5, smallest_group=1, resamples=0, starts=1)


def real_votes(name: str) -> dict[str, np.ndarray]:
    """The votes of a real conversation as arrays of numbers."""
    folder = REAL / name
    files = {
        path.name: path.read_bytes() for path in folder.glob("*.csv") if path.name != "stats-history.csv"
    }
    found = join(files, folder=name)
    people = np.array([int(person) for person in found.participant_ids])
    statements = np.array([int(statement) for statement in found.statement_ids])
    return {
        "voter": people[found.voter],
        "statement": statements[found.statement],
        "vote": found.vote,
        "rejected": np.array([int(statement) for statement in found.rejected], dtype=np.int64),
    }


def invented(people: int, statements: int, votes: int, camps: int = 4) -> dict[str, np.ndarray]:
    """Votes in ``camps``, so many in all; a few people vote on much and most on little, as in real conversations."""
    seed = Seed("opinion benchmark")
    heavy = seed.child("heavy").uniforms(people) ** -0.6
    each = np.clip(np.round(heavy * votes / heavy.sum()), 7, statements).astype(np.int64)
    voter = np.repeat(np.arange(people), each)
    place = np.arange(len(voter)) - np.repeat(np.cumsum(each) - each, each)
    strides = np.array([stride for stride in range(1, statements) if np.gcd(stride, statements) == 1])
    first = (seed.child("first").uniforms(people) * statements).astype(np.int64)
    stride = strides[(seed.child("stride").uniforms(people) * len(strides)).astype(np.int64)]
    statement = (first[voter] + stride[voter] * place) % statements
    leaning = seed.child("leaning").uniforms(camps, statements) * 2 - 1
    camp = np.arange(people) % camps
    mood = leaning[camp[voter], statement] + (seed.child("mood").uniforms(len(voter)) - 0.5)
    vote = np.where(mood > 0.15, 1, np.where(mood < -0.15, -1, 0))
    return {"voter": voter, "statement": statement, "vote": vote, "rejected": np.zeros(0, dtype=np.int64)}


def table_of(data: dict[str, np.ndarray]) -> LongVotes:
    """Arrays of numbers as the engine takes them."""
    people, voter = np.unique(data["voter"], return_inverse=True)
    statements, statement = np.unique(data["statement"], return_inverse=True)
    return LongVotes(
        participant_ids=[str(person) for person in people.tolist()],
        statement_ids=[str(name) for name in statements.tolist()],
        voter=voter,
        statement=statement,
        vote=data["vote"],
        rejected=[str(name) for name in data["rejected"].tolist()],
    )


def measure(path: str, turns: int) -> dict[str, object]:
    """Our side of one comparison, in a process of its own."""
    with np.load(path) as held:
        table = table_of({name: held[name] for name in held.files})
    seconds = []
    for turn in range(turns + 1):
        start = time.process_time()
        drawn = draw_map(Votes.of(table), SAME_AS_PEER)
        if turn:
            seconds.append(time.process_time() - start)
    return {
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "participants": [int(drawn.votes.participants[at]) for at in drawn.counting],
        "groups": drawn.label[drawn.counting].tolist(),
    }


def run(python: Path | str, *words: object) -> dict[str, object]:
    """What a program says as JSON, run on one thread."""
    done = subprocess.run(
        [str(python), *map(str, words)],
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def compared(data: dict[str, np.ndarray], *, turns: int, rounds: int) -> dict[str, object]:
    """Both on the same votes, taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes.npz"
        np.savez(path, **data)
        ours, theirs = [], []
        for _ in range(rounds):
            theirs.append(run(peer_python(), PEER / "run.py", "time", path, turns))
            ours.append(run(sys.executable, __file__, "measure", path, TURNS))
    one, other = (
        statistics.median(second for found in part for second in found["seconds"]) for part in (ours, theirs)
    )
    return {
        "participants": len(np.unique(data["voter"])),
        "statements": len(np.unique(data["statement"])),
        "votes": len(data["vote"]),
        "ours": one,
        "theirs": other,
        "ours_mb": max(found["megabytes"] for found in ours),
        "theirs_mb": max(found["megabytes"] for found in theirs),
        "k": (len(set(ours[0]["groups"])), len(set(theirs[0]["groups"]))),
        "version": theirs[0]["version"],
    }


def peer_python() -> Path:
    """The peer's own Python; made from its lock where it is not there yet."""
    python = PEER / ".venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEER / ".venv")], check=True)
        subprocess.run(
            [
                str(python),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "-r",
                str(PEER / "requirements.txt"),
            ],
            check=True,
        )
    return python


def live(data: dict[str, np.ndarray]) -> tuple[float, float, float]:
    """One more vote (median and worst of 700, in ms) and a warm refresh (median of 5, in s); processor time.

    The votes: 500 by people who voted before, the last of whom then votes on everything, 100 on statements that are
    new, 100 by people who are new.
    """
    map_ = LiveMap(draw_map(Votes.of(table_of(data)), MapOptions(resamples=0)))
    names, statements = map_.drawn.votes.participants, map_.drawn.votes.statements
    map_.cast(names[0], statements[0], 1)
    cast = [
        (names[int(one * len(names))], statements[int(other * len(statements))], int(side * 3) - 1)
        for one, other, side in Seed("live").uniforms(500, 3)
    ]
    cast += [(cast[-1][0], name, 1) for name in statements]
    cast += [(names[at], f"new statement {at}", 1) for at in range(100)]
    cast += [(f"new person {at}", statements[at], -1) for at in range(100)]
    votes, refreshes = [], []
    for person, statement, side in cast:
        start = time.process_time()
        if statement.startswith("new"):
            map_.add_statement(statement)
        map_.cast(person, statement, side)
        votes.append(time.process_time() - start)
    for turn in range(5):
        map_.cast(names[turn], statements[turn], 1)
        start = time.process_time()
        map_.refresh()
        refreshes.append(time.process_time() - start)
    return statistics.median(votes) * 1000, max(votes) * 1000, statistics.median(refreshes)


def large() -> dict[str, object]:
    """A million participants, in this process: seconds and memory, reading left out."""
    data = invented(1_000_000, 1_000, 60_000_000)
    table = LongVotes(
        participant_ids=[str(at) for at in range(1_000_000)],
        statement_ids=[str(at) for at in range(1_000)],
        voter=data["voter"].astype(np.int32),
        statement=data["statement"].astype(np.int32),
        vote=data["vote"].astype(np.int8),
    )
    del data
    start, busy = time.perf_counter(), time.process_time()
    drawn = draw_map(Votes.of(table), MapOptions(resamples=0))
    return {
        "seconds": time.perf_counter() - start,
        "busy": time.process_time() - busy,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "votes": len(table.vote),
        "k": drawn.k,
    }


def golden() -> None:
    """What red-dwarf says: on invented votes in full, on real ones its groups from a fixed start."""
    made = planted(150, 24, 3, seed="red-dwarf", share=0.8)
    cases = {
        "planted": {
            "voter": made.voter,
            "statement": made.statement,
            "vote": made.vote,
            "rejected": np.array([1]),
        }
    }
    cases |= {name: real_votes(name) for name in NAMES if (REAL / name).is_dir()}
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in cases.items():
            path = Path(folder) / "votes.npz"
            np.savez(path, **data)
            answer = run(peer_python(), PEER / "run.py", "answer", path)
            kept = (
                answer
                if name == "planted"
                else {part: answer[part] for part in ("start", "groups", "version")}
            )
            found[name] = kept
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text(json.dumps(found, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")


def written(
    rows: dict[str, dict[str, object]], quick: tuple[float, float, float], more: dict[str, object] | None
) -> str:
    """The page."""
    table = "\n".join(
        f"| {' | '.join(row)} |"
        for row in (COLUMNS, ["---"] * len(COLUMNS), *map(_row, *zip(*rows.items(), strict=True)))
    )
    text = PAGE_TEXT.format(
        version=next(iter(rows.values()))["version"],
        python=platform.python_version(),
        numpy=np.__version__,
        machine=platform.machine(),
        table=table,
        vote=quick[0],
        worst=quick[1],
        refresh=quick[2],
    )
    if more:
        text += LARGE_TEXT.format(gib=more["megabytes"] / 1024, **more)
    return (
        text
        + "\nRemake with `make bench-opinion`; `.venv/bin/python benchmarks/opinion.py large` adds the million.\n"
    )


def _row(name: str, row: dict[str, object]) -> list[str]:
    return [
        name,
        f"{row['participants']:,} × {row['statements']:,}, {row['votes']:,}",
        f"{row['theirs']:.3f} s",
        f"{row['ours'] * 1000:.1f} ms",
        f"**{row['theirs'] / row['ours']:.0f}**",
        f"{row['theirs_mb']:,.0f} → {row['ours_mb']:,.0f}",
        f"{row['k'][1]} → {row['k'][0]}",
    ]


PAGE_TEXT = """# Opinion maps: how fast

red-dwarf {version}, Python {python}, numpy {numpy}, {machine}. Processor seconds on one thread each (other work
ran on the machine, so the clock on the wall would mislead). Both start from votes in memory and end with
groups, statistics and lists; both try two to five groups from one random start; neither resamples. Medians,
after one run to warm up (red-dwarf on the invented votes: a single run).

{table}

From red-dwarf's own start the numbers of groups are the same and the groups agree
(`tests/engines/opinion/test_red_dwarf.py`). Above, each side starts in its own way, and red-dwarf's start is
random.

## While people vote (bowling-green)

One more vote, with the voter's position and the statement's counts: {vote:.2f} ms (worst of some 1,600, on new
statements and by new people too: {worst:.1f} ms). The whole map again, from the last one, stability left out:
{refresh:.2f} s. Both in processor time.
"""

LARGE_TEXT = """
## A million participants

1,000,000 × 1,000, {votes:,} votes, invented: {busy:.0f} processor seconds on one thread ({seconds:.0f} s by the
clock) and {gib:.1f} GiB at most, from arrays in memory to {k} groups with their lists; resampling left out.
"""


def main(words: list[str]) -> None:
    """Measure and write, or one of the deeds named above."""
    if words[:1] == ["measure"]:
        json.dump(measure(words[1], int(words[2])), sys.stdout)
    elif words == ["large-alone"]:
        json.dump(large(), sys.stdout)
    elif words == ["golden"]:
        golden()
    else:
        data = {name: real_votes(name) for name in NAMES if (REAL / name).is_dir()}
        rows = {name: compared(votes, turns=TURNS, rounds=2) for name, votes in data.items()}
        rows["invented, the shape of Polis' largest"] = compared(
            invented(33_422, 783, 1_960_000), turns=1, rounds=1
        )
        quick = live(data[NAMES[-1]] if data else invented(2_031, 896, 225_524))
        more = run(sys.executable, __file__, "large-alone") if words == ["large"] else None
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(written(rows, quick, more), "utf-8")
        print(PAGE.read_text("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
