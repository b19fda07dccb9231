"""Remakes the answers of statsmodels and svy that the inference tests read: tests/golden/inference/.

    .venv/bin/python -m scripts.golden_inference

The people are those of ``tests/engines/inference/people.py``; each peer runs in its own environment.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.engines.inference.people import people

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "benchmarks/peers"
GOLDEN = ROOT / "tests/golden/inference"


def asked(peer: str, *words: object) -> dict[str, object]:
    """What ``models.py`` of a peer prints, without its times."""
    command = [PEERS / peer / ".venv/bin/python", PEERS / peer / "models.py", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    answer.pop("seconds", None)
    return answer


def main() -> None:
    """Ask both peers and write what they say."""
    if not all((PEERS / peer / ".venv/bin/python").exists() for peer in ("statsmodels", "svy")):
        sys.exit("make the peers' environments first: make golden-inference does")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_text(people().csv(), "utf-8")
        answers = {
            "statsmodels": {link: asked("statsmodels", path, link) for link in ("logit", "probit")},
            "svy": asked("svy", path),
        }
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for peer, answer in answers.items():
        text = json.dumps(answer, indent=None, sort_keys=True)
        (GOLDEN / f"{peer}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
