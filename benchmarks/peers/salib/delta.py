"""Borgonovo's delta by SALib on one model, for the golden file ``tests/golden/risk-salib.json``.

Runs in this folder's own environment: ``make golden-risk``. The draws come from the kernel's generator (any
uniforms would do), so that test and peer look at the same numbers.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from SALib.analyze import delta

SIZE = 8_000


def main() -> None:
    """Write the deltas of 10 x₀ + 4 x₁² + x₂ (x₃ does nothing) to the path given."""
    root = Path(__file__).resolve().parents[3]
    sys.path.insert(0, str(root))
    from coproduce.engines.kernel import Seed

    seed = Seed("learning")
    x = np.stack([seed.child("salib", at).uniforms(SIZE) for at in range(4)])
    outcome = 10 * x[0] + 4 * x[1] ** 2 + x[2]
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    found = delta.analyze(problem, x.T.copy(), outcome, num_resamples=5, seed=1)
    golden = {
        "peer": f"SALib {version('SALib')}",
        "size": SIZE,
        "delta": [round(float(one), 4) for one in found["delta_balanced"]],
    }
    Path(sys.argv[1]).write_text(json.dumps(golden, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
