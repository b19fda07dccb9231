"""Every method of every engine keeps the promises of the house."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coproduce.engines.kernel.checks import check_method
from tests.engines.method_digests import engines, subjects

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.name)
def test_a_method_passes_the_check_suite(subject):
    assert [str(failure) for failure in check_method(subject)] == []


@pytest.mark.parametrize("engine", engines())
def test_each_method_of_an_engine_has_a_subject(engine):
    package = importlib.import_module(f"coproduce.engines.{engine}")
    named = {subject.method for subject in subjects()}
    missing = [method for method in package.METHODS if f"{engine}/{method}" not in named]
    assert missing == []


def test_fresh_processes_agree_for_any_hash_seed_and_thread_count():
    def run(hash_seed, threads):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, **dict.fromkeys(names, threads)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.engines.method_digests"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    first = run("1", "1")
    assert first.count("\n") > len(engines())
    assert run("4242", "2") == first
