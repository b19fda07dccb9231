#!/bin/sh
# Templates: written the way djhtml indents them, and without what djlint finds. Report pages use Jinja's words.
set -eu
cd "$(dirname "$0")/.."
django=$(find coproduce -path '*/templates/*' -name '*.html' -not -path 'coproduce/report/*' | sort)
pages=$(find coproduce/report -name '*.html' 2>/dev/null | sort || true)
if [ -n "$django" ]; then
    # shellcheck disable=SC2086 # the names are words
    .venv/bin/djhtml --tabwidth 2 --check $django
    # shellcheck disable=SC2086
    .venv/bin/djlint --quiet --lint $django
fi
if [ -n "$pages" ]; then
    # shellcheck disable=SC2086
    .venv/bin/djlint --quiet --profile jinja --lint $pages
fi
