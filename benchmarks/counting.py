"""Counting beside pabutools, in processes that take turns on the same files; writes docs/benchmarks/counting.md.

    .venv/bin/python benchmarks/counting.py [--times 3] [--seconds 120] [--only NAME …] [--large]

Every figure is CPU time of a single thread, the median over processes: on a machine that does other work too, the
clock on the wall says nothing. *Rule* is the rule alone, the election being in
memory; *end to end* is from the file on disk to an explained, exact result, in a fresh process (cold, start of
Python and imports included) and in one that has counted before (warm). ``--large`` adds a million and ten million
resampled voters. Rows measured are kept in ``var/bench-counting.json``, so that a run can be stopped and taken up
again; delete it to begin anew.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared/data/pabulib"
PEER = ROOT / "benchmarks/peers/pabutools"
PAGE = ROOT / "docs/benchmarks/counting.md"
KEPT = ROOT / "var/bench-counting.json"
FILES = (
    "Poland_Lodz_2022",
    "Poland_Warszawa_2026",
    "Poland_Wroclaw_2017",
    "Poland_Lodz_2020",
    "Poland_Krakow_2019",
    "Hungary_Budapest_2024",
    "Poland_Wieliczka_2023_Green_Budget",
    "Netherlands_Assen_2024",
)
CASES = {
    "greedy-cost": {"rule": "greedy"},
    "equal-shares-cost": {"rule": "equal-shares"},
    "equal-shares-cost-add-one": {"rule": "equal-shares", "completion": "add-one", "stop": "exhaustive"},
    "phragmen": {"rule": "phragmen"},
}
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


def ours(name: str, case: str, voters: int, projects: int) -> None:
    """One process of our own: parse, the rule alone (warm), all of it again, and the peak of memory."""
    began = time.process_time()
    from coproduce.engines.counting import Election, Options, count
    from coproduce.engines.counting.contest import Contest
    from coproduce.engines.counting.rules import rule_named
    from coproduce.formats import load, pabulib

    options = Options(**CASES[case], min_score=0)
    path = DATA / f"{name}.pb"
    election = (
        resampled(path, voters, projects) if voters else Election.of(load(pabulib, path.read_bytes(), name))
    )
    rule, contest = rule_named(options.rule), Contest.of(election, options)
    funded = len(rule.elect(contest).chosen if voters else count(election, options).selected)
    cold = time.process_time() - began
    alone = _timed(lambda: rule.elect(contest))
    warm = 0.0
    if not voters:
        warm = _timed(lambda: count(Election.of(load(pabulib, path.read_bytes(), name)), options))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({
        "rule_seconds": alone, "warm_seconds": warm, "cold_seconds": cold, "peak_bytes": peak,
        "funded": funded, "groups": len(election.ballots.multiplicity),
    }))  # fmt: skip


def resampled(path: Path, voters: int, projects: int):
    """Voters drawn with replacement from a real election; its projects repeated to make up their number."""
    import numpy as np

    from coproduce.engines.counting import Election, Table
    from coproduce.engines.kernel import Seed
    from coproduce.formats import load, pabulib

    known = load(pabulib, path.read_bytes(), path.stem)
    copies = -(-projects // len(known.project_ids)) if projects else 1
    chances = Seed(f"resample {voters}").uniforms(voters)
    drawn = (chances * (len(known.indptr) - 1)).astype(np.int64)
    lengths = np.diff(known.indptr)[drawn]
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    starts = np.repeat(known.indptr[drawn] - indptr[:-1], lengths)
    indices = known.indices[np.arange(indptr[-1]) + starts].astype(np.int32)
    if copies > 1:
        which = (Seed(f"copy {voters}").uniforms(len(indices)) * copies).astype(np.int32)
        indices += which * len(known.project_ids)
    table = Table(
        project_ids=[f"{name}-{copy}" for copy in range(copies) for name in known.project_ids],
        costs=list(known.costs) * copies,
        budget=known.budget * copies,
        indptr=indptr,
        indices=indices,
    )
    return Election.of(replace(table))


def peer(name: str, case: str, seconds: float, *flags: str) -> dict | None:
    """The answer of pabutools on the same file, or None where it was not done in time."""
    try:
        done = subprocess.run(
            [PEER / ".venv/bin/python", PEER / "count.py", DATA / f"{name}.pb", case, *flags],
            capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD},
            preexec_fn=_limit(seconds),
        )  # fmt: skip
    except subprocess.CalledProcessError:
        return None
    return json.loads(done.stdout)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--ours", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.ours:
        name, case, voters, projects = arguments.ours
        ours(name, case, int(voters), int(projects))
        return
    began = os.getloadavg()[0]
    rows = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else []
    for name in FILES:
        if any(part in name for part in arguments.only):
            for case in CASES:
                if not any((row["file"], row["case"]) == (name, case) for row in rows):
                    rows.append(_row(name, case, arguments.times, arguments.seconds))
                    print(f"{name} {case}", flush=True)
                    KEPT.parent.mkdir(exist_ok=True)
                    KEPT.write_text(json.dumps(rows, indent=1), "utf-8")
    large = []
    if arguments.large:
        for voters, projects in ((1_000_000, 0), (10_000_000, 500)):
            large.append(
                (voters, projects, _own("Poland_Warszawa_2026", "equal-shares-cost", 3600, voters, projects))
            )
            print(large[-1], flush=True)
    _write(rows, large, arguments, began)


def _write(rows: list, large: list, arguments: argparse.Namespace, began: float) -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(_page(rows, large, arguments.times, arguments.seconds, began), "utf-8")


def _timed(work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _limit(seconds: float) -> partial:
    return partial(resource.setrlimit, resource.RLIMIT_CPU, (round(seconds), round(seconds)))


def _own(name: str, case: str, seconds: float, voters: int = 0, projects: int = 0) -> dict | None:
    """One process of ours, or None where it was not done in the time that the peer has."""
    done = subprocess.run(
        [sys.executable, __file__, "--ours", name, case, str(voters), str(projects)],
        capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD}, preexec_fn=_limit(seconds),
    )  # fmt: skip
    return json.loads(done.stdout) if done.returncode == 0 else None


def _row(name: str, case: str, times: int, seconds: float) -> dict:
    own, others, grouped = [], [], []
    for turn in range(times):
        if turn == 0 or own[-1]:
            own.append(_own(name, case, seconds))
        if turn == 0 or others[-1]:
            others.append(peer(name, case, seconds))
            grouped.append(peer(name, case, seconds, "--grouped") if others[-1] else None)
    return {
        "file": name,
        "case": case,
        "ours": {key: statistics.median(one[key] for one in own) for key in own[0]} if all(own) else None,
        "peer": _median(others),
        "grouped": _median(grouped),
    }


def _median(entries: list) -> dict | None:
    known = [entry for entry in entries if entry]
    if len(known) < len(entries) or not known:
        return None
    keys = ("parse_seconds", "rule_seconds", "peak_bytes")
    return {key: statistics.median(entry[key] for entry in known) for key in keys}


HEAD = """# Counting: how fast, beside pabutools

Made by `make bench-counting` on {machine}, {cores} cores, Python {python}; load {began:.1f} at the start and
{ended:.1f} at the end. pabutools 1.2.3 counts in its exact mode. Each runs in processes of its own that take
turns, one thread each; medians of {times}. Seconds of CPU time, which on a quiet machine is the time on the clock;
T: not done in {limit:.0f} such seconds.

*Rule*: the rule alone. *Cold*: from the file to an explained, exact result in a fresh process, imports
included. *Warm*: the same in a process that has counted before. *Grouped*: pabutools on grouped ballots.
*Ratio*: pabutools' rule by ours. pabutools explains nothing.

| Election | Rule | Ours: rule | warm | cold | MB | pabutools: parse | rule | grouped | MB | Ratio |
|---|---|---|---|---|---|---|---|---|---|---|
"""
LARGE = """
Voters drawn with replacement from Warszawa 2026 (projects repeated where there are more), equal shares by cost:

| Voters | Projects | Different ballots | Rule | Drawn, grouped and counted | Memory GB |
|---|---|---|---|---|---|
"""


def _page(rows: list, large: list, times: int, seconds: float, began: float) -> str:
    page = HEAD.format(
        machine=platform.machine(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        began=began,
        ended=os.getloadavg()[0],
        times=times,
        limit=seconds,
    )
    page += "".join(_line(row) for row in rows)
    if large:
        page += LARGE
    for voters, projects, own in large:
        cells = [f"{voters:,}", str(projects or 83), f"{own['groups']:,.0f}", _s(own["rule_seconds"])]
        cells += [_s(own["cold_seconds"]), f"{own['peak_bytes'] / 1e9:.1f}"]
        page += "| " + " | ".join(cells) + " |\n"
    return page


def _line(row: dict) -> str:
    own, other, grouped = row["ours"], row["peer"], row["grouped"]
    cells = [row["file"].replace("_", " "), row["case"]]
    if own:
        cells += [_s(own[key]) for key in ("rule_seconds", "warm_seconds", "cold_seconds")]
        cells.append(f"{own['peak_bytes'] / 1e6:,.0f}")
    else:
        cells += ["T", "", "", ""]
    if other:
        cells += [_s(other["parse_seconds"]), _s(other["rule_seconds"])]
        cells += [_s(grouped["rule_seconds"]) if grouped else "–", f"{other['peak_bytes'] / 1e6:,.0f}"]
        # Below a hundredth of a second the system's clock of CPU time is too coarse for a ratio.
        ratio = (
            other["rule_seconds"] / own["rule_seconds"]
            if own and own["rule_seconds"] and other["rule_seconds"] >= 0.01
            else None
        )
        cells.append(f"{ratio:,.0f}" if ratio else "–")
    else:
        cells += ["", "T", "", "", ""]
    return "| " + " | ".join(cells) + " |\n"


def _s(seconds: float) -> str:
    return f"{seconds:.4f}" if seconds < 0.1 else f"{seconds:.2f}" if seconds < 10 else f"{seconds:,.0f}"


if __name__ == "__main__":
    main()
