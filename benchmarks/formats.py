"""How long files take to read and write, in time and memory; writes ``docs/benchmarks/formats.md``.

Each file is read in a process of its own: once cold (the first read after the
imports), then several times warm. Processor seconds stand beside the clock's,
because the machine may be doing other things too; the reader uses one thread.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "pabulib"
PAGE = ROOT / "docs" / "benchmarks" / "formats.md"
FILES = (
    "Poland_Lodz_2022.pb",
    "Poland_Warszawa_2026.pb",
    "Poland_Krakow_2024.pb",
    "Poland_Wroclaw_2017.pb",
    "Poland_Katowice_2024_Podlesie.pb",
    "Hungary_Budapest_2024.pb",
    "Netherlands_Assen_2024.pb",
)
WARM = 7


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def measure(path: Path) -> dict[str, float]:
    """What one file takes, in this process."""
    from coproduce.formats import load, pabulib

    data = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cold = timed(lambda: load(pabulib, data, path.name))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    warm = [timed(lambda: load(pabulib, data, path.name)) for _ in range(WARM)]
    value = load(pabulib, data, path.name)
    written = [timed(lambda: pabulib.write(value)) for _ in range(3)]
    return {
        "projects": len(value.project_ids),
        "ballots": value.num_votes,
        "megabytes": len(data) / 1e6,
        "cold": cold[0],
        "warm": median(clock for clock, _ in warm),
        "processor": median(processor for _, processor in warm),
        "write": median(clock for clock, _ in written),
        "memory": (after - before) / 1024,
    }


def in_its_own_process(path: Path) -> dict[str, float]:
    """``measure`` in a fresh process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, __file__, str(path)], capture_output=True, check=True, env=environment
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def all_files() -> tuple[int, float, float]:
    """How many files there are, and what reading them all takes."""
    from coproduce.formats import load, pabulib

    contents = [(path.name, path.read_bytes()) for path in sorted(DATA.glob("*.pb"))]
    clock, processor = timed(lambda: [load(pabulib, data, name) for name, data in contents])
    return len(contents), clock, processor


def main() -> None:
    """Measure and write the page."""
    rows = [
        "| File | Projects × ballots | MB | First read | Read again | of the processor | Write | Memory added |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in FILES:
        found = in_its_own_process(DATA / name)
        cells = (
            name.removesuffix(".pb"),
            f"{found['projects']:,.0f} × {found['ballots']:,.0f}",
            f"{found['megabytes']:.2f}",
            *(f"{found[key]:.3f} s" for key in ("cold", "warm", "processor", "write")),
            f"{found['memory']:.0f} MB",
        )
        rows.append(f"| {' | '.join(cells)} |")
        print(rows[-1])
    count, clock, processor = all_files()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, one thread"
    load = os.getloadavg()[0]
    text = f"""# Formats: reading and writing

Measured by `benchmarks/formats.py` (`make bench`) on {machine}.
Each file in a process of its own: the first read after the imports, then the median of {WARM}. From bytes to a
checked value: every field, every ballot, all counts. Memory is what the first read added to the process at its
peak. On average {load:.1f} processes wanted the cores meanwhile; where that is more than there are cores, look at the
processor's seconds.

{chr(10).join(rows)}

All {count} files, one after another: {clock:.1f} s ({processor:.1f} s of the processor).
"""
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        sys.path.insert(0, str(ROOT))
        main()
