"""Counts every real election under every rule, and thousands of damaged ones: an answer each time, never a traceback.

    .venv/bin/python scripts/sweep_counting.py [--mutations 100000] [--seconds 60] [--folder FOLDER]

Each file is a process with a time-out. What is done is kept in var/sweep-counting.json, so the sweep can be
stopped and taken up again; delete that file to begin anew. Winners are compared with pabutools' where
tests/golden has them. Damaged elections are real ones with bytes and lines changed, cut, doubled and swapped,
from a seed: number N is the same damage each time.
"""

import argparse
import json
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


def counted(path: Path) -> dict[str, object]:
    """Every rule on one file: how many it funds, and how long that took."""
    election = Election.of(load(pabulib, path.read_bytes(), path.name))
    found: dict[str, object] = {}
    for rule in METHODS:
        started = time.perf_counter()
        outcome = count(election, Options(rule=rule, min_score=0))
        found[rule] = {"funded": sorted(outcome.selected), "seconds": round(time.perf_counter() - started, 3)}
    return found


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
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(counted(arguments.one)))
        return
    state = (
        json.loads(STATE.read_text("utf-8")) if STATE.exists() else {"files": {}, "damaged": 0, "broken": []}
    )
    files = sorted(arguments.folder.glob("*.pb"), key=lambda path: (path.stat().st_size, path.name))
    for path in files:
        if path.stem not in state["files"]:
            state["files"][path.stem] = _in_time(path, arguments.seconds)
            _keep(state)
    small = [path for path in files if path.stat().st_size <= SMALL]
    while state["damaged"] < arguments.mutations:
        last = min(state["damaged"] + BATCH, arguments.mutations)
        state["broken"] += broken_by(small, state["damaged"], last)
        state["damaged"] = last
        _keep(state)
    faults = _told(state)
    sys.exit(1 if faults else 0)


def _in_time(path: Path, seconds: float) -> dict[str, object]:
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--one", path],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {seconds} seconds"}
    except subprocess.CalledProcessError as failed:
        return {"failed": failed.stderr.strip().splitlines()[-1]}
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def _keep(state: dict[str, object]) -> None:
    STATE.parent.mkdir(exist_ok=True)
    STATE.write_text(json.dumps(state, indent=1), "utf-8")


def _told(state: dict[str, object]) -> int:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    pairs = (("greedy", "greedy-cost"), ("equal-shares", "equal-shares-cost"), ("phragmen", "phragmen"))
    agreed, faults = 0, list(state["broken"])
    for name, found in state["files"].items():
        if "failed" in found:
            faults.append(f"{name}: {found['failed']}")
            continue
        for rule, variant in pairs:
            answer = golden.get(name, {}).get(variant, {}).get("funded")
            if answer is not None and set(found[rule]["funded"]) - set(answer):
                faults.append(f"{name}: {rule} and pabutools differ")
            agreed += answer is not None
    files, damaged_ones = len(state["files"]), state["damaged"]
    print(
        f"{files} files, {agreed} answers beside pabutools', {damaged_ones:,} damaged; {len(faults)} faults"
    )
    for fault in faults:
        print(f"  {fault}")
    return len(faults)


if __name__ == "__main__":
    main()
