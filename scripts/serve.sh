#!/bin/sh
# Serves the site on this machine alone, on SQLite in ./var, with what falls due done beside it. It is a demo, with an
# invented borough and its people to be, unless COPRODUCE_DEMO says no. PB names an election to show, counted.
# PORT is where it is served, or the next free one.
set -eu
cd "$(dirname "$0")/.."
export COPRODUCE_DATA="${COPRODUCE_DATA:-var}" COPRODUCE_DEMO="${COPRODUCE_DEMO:-yes}"
coproduce=".venv/bin/python -m coproduce"
mkdir -p "$COPRODUCE_DATA"

port=$(.venv/bin/python scripts/find_free_port.py "${PORT:-8000}")
if [ "$port" != "${PORT:-8000}" ]; then echo "Port ${PORT:-8000} is taken here; taking $port."; fi
export COPRODUCE_LISTEN="${COPRODUCE_LISTEN:-127.0.0.1:$port}"

said=""
if [ "$COPRODUCE_DEMO" = yes ] || [ -n "${PB:-}" ]; then
    echo "Making what there is to see, where it is not there yet…"
    if [ -n "${PB:-}" ]; then said=$($coproduce demo --pb "$PB"); else said=$($coproduce demo); fi
fi
echo
if [ -n "$said" ]; then printf '%s\n' "$said" | sed "s|: /|: http://localhost:$port/|"; fi
if [ "$COPRODUCE_DEMO" = yes ]; then echo "Be somebody else: http://localhost:$port/sign-in/"; fi
echo "Press Ctrl-C to stop."

serving="" working=""
stop() {
    trap - EXIT INT TERM
    for one in $serving $working; do kill "$one" 2>/dev/null || true; done
    wait
}
trap stop EXIT
trap 'stop; exit 130' INT TERM
$coproduce work >/dev/null &
working=$!
$coproduce serve &
serving=$!
wait "$serving"
