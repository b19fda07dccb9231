"""How fast fair lotteries are found, beside sortition-algorithms; writes ``docs/benchmarks/sortition.md``.

    .venv/bin/python benchmarks/sortition.py [--pools hard_360,…] [--seconds 900] [golden]

Each pool is solved by both, one after the other, each in a process of its own with one thread. The peer
runs in its own environment (``benchmarks/peers/sortition-algorithms``); it cannot run leximin without a
commercial solver, so its maximin stands beside our maximin and our leximin. Processor seconds stand beside the
clock's, because the machine may be doing other things too. With ``golden`` only the peer runs, and its answers
go to the file that the tests read.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "sortition"
PEER = ROOT / "benchmarks" / "peers" / "sortition-algorithms"
PAGE = ROOT / "docs" / "benchmarks" / "sortition.md"
FIGURES = ROOT / "var" / "benchmarks" / "sortition.json"
GOLDEN = ROOT / "tests" / "golden" / "sortition" / "sortition-algorithms.json"
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Case:
    """A pool, its files and options."""

    people: str
    features: str
    size: int
    id: str = ""
    address: str = ""


CASES = {
    "opendlp_20": Case("opendlp_20/respondents.csv", "opendlp_20/targets.csv", 10, "ID"),
    "opendlp_100": Case("opendlp_100/respondents.csv", "opendlp_100/categories.csv", 30, "unique_id"),
    "opendlp_150": Case("opendlp_150/candidates.csv", "opendlp_150/features.csv", 22, "nationbuilder_id"),
    "diversimax exact": Case(
        "diversimax_219/participants_pool.csv", "diversimax_219/categories_exact_ranges.csv", 60
    ),
    "diversimax wide": Case(
        "diversimax_219/participants_pool.csv", "diversimax_219/categories_wide_ranges.csv", 60
    ),
    "skewed_825": Case("skewed_825/people.csv", "skewed_825/features.csv", 75, "id", "address,postcode"),
    "tight_1000": Case("tight_1000/people.csv", "tight_1000/features.csv", 150, "id", "address,postcode"),
    "hard_360": Case("hard_360/people.csv", "hard_360/features.csv", 30, "id"),
    "large_1727": Case("large_1727/people.csv", "large_1727/features.csv", 110, "id", "address,postcode"),
}


def ours(name: str, method: str) -> dict[str, object]:
    """What our solver finds, in this process."""
    from coproduce.engines.sortition.classes import classes
    from coproduce.engines.sortition.joining import Reading, pool_of
    from coproduce.engines.sortition.optimum import optimum
    from coproduce.engines.sortition.solving import Options, solve
    from coproduce.formats.protocol import load
    from coproduce.formats.sortition import features, people

    case = CASES[name]
    lists = [load(module, (DATA / path).read_bytes(), path) for module, path in
             ((people, case.people), (features, case.features))]  # fmt: skip
    address = tuple(filter(None, case.address.split(",")))
    pool = pool_of(lists[0], lists[1], case.size, reading=Reading(case.id, address))
    clock, processor = time.perf_counter(), time.process_time()
    optimum(classes(pool), method)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    whole = time.process_time()
    found = solve(pool, Options(method=method))
    whole = time.process_time() - whole
    return {
        "minimum": found.exact_measures().minimum,
        "lottery_minimum": found.measures().minimum,
        "largest_change": found.largest_change(),
        "bound": found.bounds[0].level,
        "steps": len(found.bounds),
        "gap": found.gap,
        "proof": found.proof(),
        "people": len(found.people),
        "drawable": len(found.able()),
        "seconds": clock,
        "processor_seconds": processor,
        "rounding_seconds": max(0.0, whole - processor),
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def asked(command: list[object], seconds: float) -> dict[str, object]:
    """The answer of a process, or that it was not done in time."""
    environment = {**os.environ, **ONE_THREAD}
    try:
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, check=True, timeout=seconds,
            env=environment, cwd=ROOT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"timeout": seconds}
    except subprocess.CalledProcessError as failed:
        return {"failed": failed.stderr.strip().splitlines()[-1]}
    # The solver inside prints a banner of its own first.
    return dict(json.loads(done.stdout.splitlines()[-1]))


def peer(name: str, seconds: float) -> dict[str, object]:
    """The peer's maximin; with no time, it is not asked."""
    if not seconds:
        return {"failed": "not run"}
    case = CASES[name]
    command = [PEER / ".venv/bin/python", PEER / "maximin.py", DATA / case.people, DATA / case.features, case.size,
               "maximin", "--id", case.id, "--address", case.address]  # fmt: skip
    return asked(command, seconds)


def table(found: dict[str, dict[str, dict[str, object]]]) -> list[str]:
    """The page's table, one line for each pool."""
    heads = (
        "pool",
        "people, places",
        "sortition-algorithms maximin: clock, processor",
        "our maximin",
        "our leximin",
        "processor time of the peer over our maximin, leximin",
        "lowest chance: peer",
        "ours, before rounding",
        "proved bound",
        "gap",
    )
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]

    def took(answer: dict[str, object]) -> str:
        if "timeout" in answer:
            return f"not in {answer['timeout']:.0f} s"
        if "failed" in answer:
            return str(answer["failed"]) or "failed"
        return f"{answer['seconds']:.2f} s, {answer['processor_seconds']:.2f} s"

    def times(mine: dict[str, object], theirs: dict[str, object]) -> str:
        if "processor_seconds" not in mine or "processor_seconds" not in theirs:
            return "–"
        return f"{float(str(theirs['processor_seconds'])) / float(str(mine['processor_seconds'])):.0f} ×"

    for name, answers in found.items():
        theirs, maximin, leximin = (
            answers.get(key, {"failed": ""}) for key in ("peer", "maximin", "leximin")
        )
        minimum = f"{theirs['minimum']:.6f}" if "minimum" in theirs else "–"
        proved = [f"{leximin[key]:.7f}" for key in ("minimum", "bound")] if "bound" in leximin else ["–", "–"]
        gap = (
            f"{leximin['gap']:.0e} (steps: {leximin['steps']}, proof: {leximin['proof']})"
            if "gap" in leximin
            else "–"
        )
        cells = (
            name,
            f"{leximin.get('people')}, {CASES[name].size}",
            took(theirs),
            took(maximin),
            took(leximin),
            f"{times(maximin, theirs)}, {times(leximin, theirs)}",
            minimum,
            *proved,
            gap,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def page(found: dict[str, dict[str, dict[str, object]]]) -> str:
    """The whole page."""
    versions = {
        str(answers["peer"].get("sortition-algorithms")) for answers in found.values() if "peer" in answers
    }
    version = ", ".join(sorted(versions - {"None"})) or "not run"
    rounding = max(
        float(str(answer.get("rounding_seconds", 0)))
        for answers in found.values()
        for answer in answers.values()
    )
    told = f"""\
# Fair lotteries

Made by `make bench-sortition`. Each pool is solved by both sides in turn, each in a process of its own with one thread,
once; reading the files is not counted. The peer stops at 5e-4, we at 1e-6 with a proof. It cannot run leximin without a
commercial solver. Both are timed from the people and quotas in memory to panels with probabilities; our rounding to
1,000 panels of people comes on top (at most {rounding:.1f} processor seconds).

sortition-algorithms {version}; Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores.
The machine was shared with other work, so compare processor seconds, not the clock's.
"""
    return "\n".join([told, *table(found), ""])


def main() -> None:
    """Solve the pools asked for and write the page, keeping what earlier runs found of the others."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pools", default=",".join(CASES))
    parser.add_argument("--seconds", type=float, default=900.0, help="for the peer, by the clock")
    parser.add_argument("golden", nargs="?", choices=["golden"], help="ask the peer only, for the tests")
    parser.add_argument("--one", nargs=2, metavar=("POOL", "METHOD"), help="solve here and print")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(ours(*arguments.one)))
        return
    subprocess.run([ROOT / "scripts/install_peer.sh", PEER.name], check=True)
    target = GOLDEN if arguments.golden else FIGURES
    found = json.loads(target.read_text("utf-8")) if target.exists() else {}
    for name in arguments.pools.split(","):
        print(name, file=sys.stderr)
        answers = {"peer": peer(name, arguments.seconds)}
        if not arguments.golden:
            for method in ("maximin", "leximin"):
                answers[method] = asked([sys.executable, Path(__file__), "--one", name, method], 3600)
        kept = ("sortition-algorithms", "minimum", "drawable", "timeout", "failed")
        found[name] = {k: v for k, v in answers["peer"].items() if k in kept} if arguments.golden else answers
        ordered = {name: found[name] for name in CASES if name in found}
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")
        if not arguments.golden:
            PAGE.write_text(page(ordered), "utf-8")


if __name__ == "__main__":
    main()
