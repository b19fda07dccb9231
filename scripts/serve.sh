#!/bin/sh
# Serves the site on this machine alone, on SQLite in ./var, with an example election or the one that PB names.
# PORT is where it is served, or the next free one.
set -eu
cd "$(dirname "$0")/.."
export COPRODUCE_DATA="${COPRODUCE_DATA:-var}"
site=".venv/bin/python -m coproduce.web"
mkdir -p "$COPRODUCE_DATA"

$site migrate --verbosity 0
$site collectstatic --no-input --verbosity 0
if [ -n "${PB:-}" ]; then
    page=$($site demo --pb "$PB")
else
    page=$($site demo)
fi
port=$(.venv/bin/python scripts/find_free_port.py "${PORT:-8000}")
if [ "$port" != "${PORT:-8000}" ]; then echo "Port ${PORT:-8000} is taken here; taking $port."; fi
echo
echo "Coproduce: http://localhost:$port/"
case $page in /*) echo "The election: http://localhost:$port$page" ;; esac
echo "Press Ctrl-C to stop."
echo
exec .venv/bin/gunicorn --bind "127.0.0.1:$port" --workers 2 --threads 4 --log-level warning \
    --worker-tmp-dir "$COPRODUCE_DATA" --timeout 120 coproduce.web.wsgi
