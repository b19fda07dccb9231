#!/bin/sh
# The tests that touch the database, then those in a browser, on the database that DATABASE_URL names.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/pytest -n 2 --no-header -q -m "database or postgres" --ignore tests/browser --ignore tests/repository tests
# Playwright keeps a loop in the thread, which Django takes for asynchronous code.
DJANGO_ALLOW_ASYNC_UNSAFE=true .venv/bin/pytest -n 2 --no-header -q tests/browser
