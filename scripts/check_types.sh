#!/bin/sh
# mypy, strict: once over the rooms without Django, once over those with it (and its plugin). Rooms that do
# not exist yet are passed over.
set -eu
cd "$(dirname "$0")/.."
there() {
    for name in "$@"; do
        if [ -e "$name/__init__.py" ]; then printf ' %s' "$name"; fi
    done
}
plain=$(there coproduce/engines coproduce/formats coproduce/report coproduce/cli)
with_django=$(there coproduce/core coproduce/ui coproduce/catalogue coproduce/people coproduce/register \
    coproduce/proceedings coproduce/occasions coproduce/ledger coproduce/decisions coproduce/risks \
    coproduce/evidence coproduce/instruments coproduce/conduct coproduce/api coproduce/web)
# shellcheck disable=SC2086 # the names are words
.venv/bin/mypy $plain
if [ -n "$with_django" ]; then
    # shellcheck disable=SC2086
    .venv/bin/mypy --config-file mypy_django.ini $with_django
fi
