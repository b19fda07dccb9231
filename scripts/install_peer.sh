#!/bin/sh
# Installs software to compare with (benchmarks/peers/NAME) into an environment of its own, from its lock.
set -eu
cd "$(dirname "$0")/.."
folder="benchmarks/peers/$1"
[ -x "$folder/.venv/bin/python" ] || python3 -m venv "$folder/.venv"
.venv/bin/uv pip install --quiet --python "$folder/.venv/bin/python" --require-hashes -r "$folder/requirements.txt" ||
    "$folder/.venv/bin/pip" install --quiet --require-hashes -r "$folder/requirements.txt"
