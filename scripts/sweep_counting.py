"""Counts every real election under every rule, and thousands of damaged ones: an answer each time, never a traceback.

    .venv/bin/python scripts/sweep_counting.py [--mutations 100000] [--seconds 60] [--folder FOLDER]

Every rule is counted as it stands, and every count besides that pabutools was asked for; each file is a
process, each count in it has a limit of processor time. What is done is kept in var/sweep-counting.json, so the
sweep can be stopped and taken up again; delete that file to begin anew. Winners are compared with pabutools'
where tests/golden has them. Damaged elections are real ones with bytes and lines changed, cut, doubled and swapped,
from a seed: number N is the same damage each time.
"""

import argparse
import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from coproduce.engines.counting import METHODS, Election, Options, count
from coproduce.engines.kernel import Draws, EngineError, Seed
from coproduce.formats import load, pabulib

ROOT = Path(__file__).resolve().parents[1]
STATE = ROOT / "var/sweep-counting.json"
GOLDEN = ROOT / "tests/golden/counting/pabutools.json"
CASES = {
    **{rule: Options(rule=rule, min_score=0) for rule in METHODS},
    "greedy-cardinality": Options(rule="greedy", utility="cardinality", min_score=0),
    "equal-shares-cardinality": Options(utility="cardinality", min_score=0),
    "equal-shares-score": Options(utility="score", min_score=0),
    "equal-shares-cost-add-one": Options(completion="add-one", stop="exhaustive", min_score=0),
    "exact-equal-shares-add-opt": Options(rule="exact-equal-shares", completion="add-opt", min_score=0),
}
"""Counts by name; those that pabutools knows by another one are in ``PEERS``."""
PEERS = {"greedy": "greedy-cost", "equal-shares": "equal-shares-cost"}
SMALL = 60_000
BATCH = 500
JUNK = [
    b";",
    b",",
    b"\n",
    b"\r\n",
    b"\x00",
    b"\xff",
    b"-1",
    b"0",
    b"1e9",
    b"9" * 40,
    b'"',
    b"META\n",
    b"VOTES\n",
    "ł".encode(),
]


def tell_counts(path: Path, cases: list[str], seconds: float) -> None:
    """Count ``path`` by each of ``cases``, a line of JSON as each is done; killed where one takes too long."""
    election = Election.of(load(pabulib, path.read_bytes(), path.name))
    for case in cases:
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, resource.RLIM_INFINITY))
        outcome = count(election, CASES[case])
        chosen = {name for name, votes in zip(election.project_ids, election.votes, strict=True) if votes}
        answer = {
            "funded": sorted(outcome.selected),
            "nobody": sorted(set(election.project_ids) - chosen),
            "seconds": round(time.process_time() - used, 3),
        }
        print(json.dumps({"case": case, "answer": answer}), flush=True)


def damaged(data: bytes, draws: Draws) -> bytes:
    """``data`` with one to four things done to it."""
    for _ in range(1 + draws.below(4)):
        if not data:
            break
        at, length = draws.below(len(data)), 1 + draws.below(40)
        lines = data.split(b"\n")
        one, other = draws.below(len(lines)), draws.below(len(lines))
        match draws.below(8):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[at + length :]
            case 2:
                data = data[:at] + draws.choose(JUNK) + data[at:]
            case 3:
                data = data[:at] + bytes([draws.below(256)]) + data[at + 1 :]
            case 4:
                lines[one], lines[other] = lines[other], lines[one]
                data = b"\n".join(lines)
            case 5:
                data = b"\n".join([*lines[:one], lines[other], *lines[one:]])
            case 6:
                data = b"\n".join(lines[:one] + lines[one + 1 :])
            case _:
                data = data[:at] + data[at : at + length] * 2 + data[at + length :]
    return data


def broken_by(files: list[Path], first: int, last: int) -> list[str]:
    """Damages from ``first`` up to ``last`` that end in anything but an answer or a refusal in words."""
    contents = [path.read_bytes() for path in files]
    found = []
    for number in range(first, last):
        draws = Seed(f"damage {number}").draws()
        data = damaged(draws.choose(contents), draws)
        rule = METHODS[number % len(METHODS)]
        try:
            count(Election.of(load(pabulib, data, "damaged.pb")), Options(rule=rule))
        except EngineError:
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            found.append(f"damage {number}: {type(error).__name__}: {error}")
    return found


def main() -> None:
    """Take up the sweep where it stopped."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared/data/pabulib")
    parser.add_argument("--mutations", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        tell_counts(Path(arguments.one[0]), arguments.one[1:], arguments.seconds)
        return
    state = (
        json.loads(STATE.read_text("utf-8")) if STATE.exists() else {"files": {}, "damaged": 0, "broken": []}
    )
    files = sorted(arguments.folder.glob("*.pb"), key=lambda path: (path.stat().st_size, path.name))
    for path in files:
        found = state["files"].setdefault(path.stem, {})
        while missing := [case for case in CASES if case not in found]:
            found |= _in_time(path, missing, arguments.seconds)
            _keep(state)
    small = [path for path in files if path.stat().st_size <= SMALL]
    while state["damaged"] < arguments.mutations:
        last = min(state["damaged"] + BATCH, arguments.mutations)
        state["broken"] += broken_by(small, state["damaged"], last)
        state["damaged"] = last
        _keep(state)
    faults = _told(state)
    sys.exit(1 if faults else 0)


def _in_time(path: Path, cases: list[str], seconds: float) -> dict[str, object]:
    """The counts that were done, and why the next one was not."""
    done = subprocess.run(
        [sys.executable, __file__, "--seconds", str(seconds), "--one", path, *cases],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found: dict[str, object] = {line["case"]: line["answer"] for line in lines}
    if done.returncode:
        late = done.returncode == -signal.SIGXCPU
        reason = (
            f"not done in {seconds} seconds" if late else (done.stderr.strip() or "ended").splitlines()[-1]
        )
        found[cases[len(lines)]] = {"failed": reason}
    return found


def _keep(state: dict[str, object]) -> None:
    STATE.parent.mkdir(exist_ok=True)
    STATE.write_text(json.dumps(state, indent=1), "utf-8")


def _told(state: dict[str, object]) -> int:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    agreed, counts, faults = 0, 0, list(state["broken"])
    for name, found in state["files"].items():
        for case, answer in found.items():
            if "failed" in answer:
                faults.append(f"{name}: {case}: {answer['failed']}")
                continue
            counts += 1
            theirs = golden.get(name, {}).get(PEERS.get(case, case), {}).get("funded")
            if theirs is None:
                continue
            # pabutools also funds what nobody chose, where money is left at the very end.
            if set(answer["funded"]) == set(theirs) - set(answer["nobody"]):
                agreed += 1
            else:
                faults.append(f"{name}: {case} and pabutools differ")
    print(
        f"{len(state['files'])} files, {counts:,} counts, {agreed:,} the same as pabutools', "
        f"{state['damaged']:,} damaged files; {len(faults)} faults"
    )
    for fault in faults:
        print(f"  {fault}")
    return len(faults)


if __name__ == "__main__":
    main()
