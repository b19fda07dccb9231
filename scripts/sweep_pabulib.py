"""Damages real Pabulib files many times over and reads each: a value or problems, never a traceback.

    sweep_pabulib.py [MUTATIONS] [FIRST_SEED]

Mutation *n* depends on *n* alone, so that one that fails can be made again. Reads
``../shared/data/pabulib``; two processes; ends with status 1 where anything failed.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.formats.mutations import damage, judge  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "pabulib"
LARGEST = 20_000
STEP = 500


def sweep(first: int) -> tuple[Counter[str], list[str]]:
    """Outcomes of ``STEP`` mutations from seed ``first`` on, and the tracebacks of those that failed."""
    files = [path for path in sorted(DATA.glob("*.pb")) if path.stat().st_size < LARGEST]
    outcomes: Counter[str] = Counter()
    failed: list[str] = []
    for number in range(first, first + STEP):
        chance = random.Random(number)
        path = chance.choice(files)
        try:
            outcomes[judge(damage(path.read_bytes(), chance))] += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is the finding
            failed.append(f"mutation {number} of {path.name}\n{traceback.format_exc(limit=-3)}")
    return outcomes, failed


def main(count: int, first: int) -> int:
    """Sweep and report; the exit status."""
    if not DATA.is_dir():
        print("no real data here: put it into ../shared/data beside the repository", file=sys.stderr)
        return 1
    start, total, failures = time.monotonic(), Counter[str](), 0
    with ProcessPoolExecutor(2) as pool:
        for done, (outcomes, failed) in enumerate(pool.map(sweep, range(first, first + count, STEP)), 1):
            total += outcomes
            failures += len(failed)
            print(*failed, sep="\n", end="")
            if sys.stderr.isatty():
                print(f"\r{done * STEP:,} of {count:,}", end="", file=sys.stderr)
    seconds, read = (
        time.monotonic() - start,
        f"{total['problems']:,} lists of problems, {total['value']:,} values",
    )
    print(f"{sum(total.values()) + failures:,} mutations in {seconds:.0f} s: {read}, {failures} tracebacks")
    return 1 if failures else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [100_000, 1_000_000][len(numbers) :])))
