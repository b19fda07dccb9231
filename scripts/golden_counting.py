"""Remakes the answers of pabutools that the counting tests read: tests/golden/counting/pabutools.json.

    .venv/bin/python scripts/golden_counting.py [--all] [--folder FOLDER] [--seconds 60]

Takes the approval elections in the folder of real elections, smallest first: the 40 smallest, or with
``--all`` every one; the plain count and equal shares of every file first. Each file and variant is a process with a
limit of processor time, which does not depend on what else the machine does; what is known already is kept, so
that the run can be stopped and taken up again. Delete the golden file to begin anew.
"""

import argparse
import json
import re
import resource
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEER = ROOT / "benchmarks/peers/pabutools"
GOLDEN = ROOT / "tests/golden/counting/pabutools.json"
ROUNDS = (
    ("greedy-cost", "equal-shares-cost"),
    ("greedy-cardinality", "equal-shares-cardinality", "phragmen"),
    ("equal-shares-cost-add-one",),
    ("maximin-support",),
)
OF_SMALLEST = ROUNDS[-1]
"""Asked of the smallest elections only: pabutools solves a linear programme for every project at every step."""
SMALLEST = 40


def approval_files(folder: Path) -> list[Path]:
    """The elections with approval ballots, smallest first."""
    files = sorted(folder.glob("*.pb"), key=lambda path: (path.stat().st_size, path.name))
    wanted = re.compile(rb"^vote_type;approval\s*$", re.MULTILINE)
    return [path for path in files if wanted.search(path.read_bytes()[:20_000])]


def peer_answer(path: Path, variant: str, seconds: float) -> dict[str, object]:
    """What pabutools funds, or that it was not done in time."""
    command = [PEER / ".venv/bin/python", PEER / "count.py", path, variant]
    limit = partial(resource.setrlimit, resource.RLIMIT_CPU, (round(seconds), round(seconds) + 5))
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return {"timeout": seconds}
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1]}
    answer = json.loads(done.stdout)
    return {"pabutools": answer["pabutools"], "funded": answer["funded"]}


def main() -> None:
    """Ask for what is not known yet, keeping each answer as it comes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared/data/pabulib")
    parser.add_argument("--seconds", type=float, default=60.0)
    arguments = parser.parse_args()
    if not (PEER / ".venv/bin/python").exists():
        sys.exit("make the peer's environment first: make golden-counting does")
    known = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    files = approval_files(arguments.folder)
    files = files if arguments.all else files[:SMALLEST]
    for variants in ROUNDS:
        for number, path in enumerate(files[:SMALLEST] if variants == OF_SMALLEST else files, 1):
            answers = known.setdefault(path.stem, {})
            missing = [variant for variant in variants if variant not in answers]
            for variant in missing:
                answers[variant] = peer_answer(path, variant, arguments.seconds)
            if missing:
                _keep(known)
                print(f"{number} of {len(files)} {path.stem} {' '.join(missing)}", flush=True)


def _keep(known: dict[str, dict[str, object]]) -> None:
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1, sort_keys=True)
    GOLDEN.write_text(re.sub(r",\n\s{4,}|\[\n\s+|\n\s+\]", _flat, text) + "\n", "utf-8")


def _flat(found: "re.Match[str]") -> str:
    part = found.group()
    return "[" if part.startswith("[") else "]" if part.endswith("]") else ", "


if __name__ == "__main__":
    main()
