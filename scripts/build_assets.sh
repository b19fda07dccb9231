#!/bin/sh
# Compiles the style sheets into the package; Node is needed for this alone, never at run time.
# Where the machine has no npm of version 10 or later, one is put into .venv.
set -eu
cd "$(dirname "$0")/.."
if ! { command -v node && [ "$(npm --version 2>/dev/null | cut -d. -f1)" -ge 10 ]; } >/dev/null 2>&1; then
    PATH="$PWD/.venv/bin:$PATH"
    if ! [ -x .venv/bin/npm ]; then
        .venv/bin/uv pip install --quiet --require-hashes -r requirements/node.txt ||
            .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
    fi
fi
cd assets
npm ci --ignore-scripts --omit=optional --no-fund --no-audit --silent
npm run --silent build
