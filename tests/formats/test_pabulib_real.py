"""Every published election that is at hand: read without a problem, and written back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from coproduce.formats import load, pabulib

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def files(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "pabulib").glob("*.pb"))


def test_all_read_and_written_back_equal(files: list[Path]) -> None:
    warned: Counter[str] = Counter()
    same_bytes, same_but_line_ends = 0, 0
    for path in files:
        data = path.read_bytes()
        value = load(pabulib, data, path.name)
        warned.update({problem.code for problem in value.warnings})
        written = pabulib.write(value)
        again = load(pabulib, written, path.name)
        assert again == value
        assert np.array_equal(again.indptr, value.indptr)
        assert np.array_equal(again.indices, value.indices)
        same_bytes += written == data
        same_but_line_ends += written == data.replace(b"\r\n", b"\n").removesuffix(b"\n") + b"\n"
    assert len(files) == 266
    assert warned == {"ballot-cost": 4, "ballot-repeat": 5, "votes-differ": 5}
    # One file has a quote inside a field without quotes; all others differ in line ends at most.
    assert (same_bytes, same_but_line_ends) == (41, 265)
