#!/bin/sh
# Runs a command on a throwaway PostgreSQL: with_postgresql.sh COMMAND…
# The server lives in a temporary folder, listens on a socket there (no port), forgets safety for speed, and is
# gone afterwards. Works as root too, where PostgreSQL itself refuses: the server then runs as user postgres.
set -eu
initdb=$(command -v initdb || find /usr/lib/postgresql /usr/pgsql* -name initdb 2>/dev/null | sort -V | tail -n 1)
if [ -z "$initdb" ]; then
    echo "PostgreSQL is missing here: on Debian, apt-get install --no-install-recommends postgresql" >&2
    exit 1
fi
bin=$(dirname "$initdb")
folder=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as="runuser -u postgres --"
fi
stop() {
    (cd "$folder" && $as "$bin/pg_ctl" -D "$folder/data" -s -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
(
    # postgres may not see the folder that this was started from
    cd "$folder"
    $as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    $as "$bin/pg_ctl" -D "$folder/data" -s -w -l "$folder/log" \
        -o "-k $folder -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start ||
        { cat "$folder/log" >&2; exit 1; }
)
DATABASE_URL="postgres://postgres@$(printf %s "$folder" | sed 's|/|%2F|g')/postgres"
export DATABASE_URL
"$@"
