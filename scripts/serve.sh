#!/bin/sh
# Serves the site on this machine alone, on SQLite in ./var, with an example election or the one that PB names.
# PORT is where it is served, or the next free one. It is a demo, with an invented borough and its people to be, unless
# COPRODUCE_DEMO says no.
set -eu
cd "$(dirname "$0")/.."
export COPRODUCE_DATA="${COPRODUCE_DATA:-var}" COPRODUCE_DEMO="${COPRODUCE_DEMO:-yes}"
site=".venv/bin/python -m coproduce.web"
mkdir -p "$COPRODUCE_DATA"

$site migrate --verbosity 0
$site collectstatic --no-input --verbosity 0
if [ "$COPRODUCE_DEMO" = yes ]; then echo "Making the invented borough where there is none yet…"; fi
if [ -n "${PB:-}" ]; then
    said=$($site demo --pb "$PB")
else
    said=$($site demo)
fi
page=$(printf '%s\n' "$said" | tail -1)
port=$(.venv/bin/python scripts/find_free_port.py "${PORT:-8000}")
if [ "$port" != "${PORT:-8000}" ]; then echo "Port ${PORT:-8000} is taken here; taking $port."; fi
echo
echo "Coproduce: http://localhost:$port/"
case $page in /*) echo "The election: http://localhost:$port$page" ;; esac
if [ "$COPRODUCE_DEMO" = yes ]; then
    echo "Be somebody else: http://localhost:$port/sign-in/"
    printf '%s\n' "$said" | sed -n 's/^voting code: /A voting code to try: /p'
fi
echo "Press Ctrl-C to stop."
echo
exec .venv/bin/gunicorn --bind "127.0.0.1:$port" --workers 2 --threads 4 --log-level warning \
    --worker-tmp-dir "$COPRODUCE_DATA" --timeout 120 coproduce.web.wsgi
