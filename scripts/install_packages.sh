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
