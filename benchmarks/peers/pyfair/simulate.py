"""pyfair's meta-model of twenty risks: annual loss = frequency × magnitude, both PERT. Prints seconds and the mean.

Run by ``benchmarks/risk.py`` in this folder's own environment: ``simulate.py RISKS YEARS TURNS``.
"""

import json
import sys
import time
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")

import pyfair  # noqa: E402


def main() -> None:
    """Build and calculate the meta-model TURNS times and print one line of JSON."""
    risks, years, turns = (int(word) for word in sys.argv[1:4])
    seconds, mean = [], 0.0
    for turn in range(turns + 1):
        start = time.process_time()
        models = []
        for at in range(risks):
            model = pyfair.FairModel(name=f"risk {at}", n_simulations=years, random_seed=at + 1)
            model.input_data(
                "Loss Event Frequency", low=0.02 + 0.01 * at, mode=0.05 + 0.01 * at, high=0.2 + 0.01 * at
            )
            model.input_data("Loss Magnitude", low=5, mode=20 + at, high=80)
            models.append(model)
        meta = pyfair.FairMetaModel(name="all", models=models)
        meta.calculate_all()
        mean = float(meta.export_results()["Risk"].mean())
        # The first turn warms up imports and caches.
        if turn:
            seconds.append(time.process_time() - start)
    print(json.dumps({"version": version("pyfair"), "seconds": sorted(seconds), "mean": mean}))


if __name__ == "__main__":
    main()
