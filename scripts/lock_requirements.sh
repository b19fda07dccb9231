#!/bin/sh
# Remakes the locks: hashes, no addresses. Extra words go to uv, for example:
#   scripts/lock_requirements.sh --upgrade-package django
set -eu
cd "$(dirname "$0")/../requirements"
for name in boot base dev node; do
    ../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header "$@" "$name.in" --output-file "$name.txt"
done
