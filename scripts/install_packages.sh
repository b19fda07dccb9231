#!/bin/sh
# Makes .venv with everything in the locks, and the project itself as it lies here.
# uv is fast; pip, which reads the machine's own settings, does the same where uv cannot reach its packages.
set -eu
cd "$(dirname "$0")/.."
[ -x .venv/bin/pip ] || python3 -m venv .venv
.venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/boot.txt
.venv/bin/uv pip install --quiet --require-hashes -r requirements/dev.txt ||
    .venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
.venv/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
# Compiled once here and not at every start: numba alone costs each process seconds otherwise, where Python is
# told to keep no bytecode or the installer made none.
.venv/bin/python -m compileall -q .venv/lib/python3*/site-packages/numba .venv/lib/python3*/site-packages/llvmlite \
    .venv/lib/python3*/site-packages/numpy coproduce >/dev/null || true
