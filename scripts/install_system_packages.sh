#!/bin/sh
# Sees to the Debian packages that are wanted: `run` for the site, `test` for the tests as well.
# As root it installs what is missing; otherwise it says what to install, and stops.
# On other systems it looks for the programs themselves.
set -eu
wanted=${1:?run or test}

missing=""
package() { # package NAME TEST…: NAME is missing where TEST fails
    name=$1
    shift
    if ! "$@" >/dev/null 2>&1; then missing="$missing $name"; fi
}
on_path() { command -v "$1"; }
server() { [ -n "$(find /usr/lib/postgresql /usr/pgsql* -name initdb 2>/dev/null | head -n 1)" ] || command -v initdb; }
library() { ldconfig -p 2>/dev/null | grep -q "$1" || [ ! -e /etc/debian_version ]; }
font() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name "$1" 2>/dev/null | head -n 1)" ] || [ ! -e /etc/debian_version ]; }

package python3-venv python3 -c "import ensurepip, venv"
package libatomic1 library libatomic.so.1
package libpango-1.0-0 library libpango-1.0.so.0
package libpangoft2-1.0-0 library libpangoft2-1.0.so.0
package libharfbuzz-subset0 library libharfbuzz-subset.so.0
package fonts-dejavu-core font DejaVuSans.ttf
if [ "$wanted" = test ]; then
    package chromium on_path chromium
    package postgresql server
fi

if [ -z "$missing" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # shellcheck disable=SC2086 # the names are words
    if ! { apt-get update -qq && apt-get install -qq -y --no-install-recommends $missing; } >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
    exit 0
fi
echo "These are missing here:$missing" >&2
echo "On Debian or Ubuntu: sudo apt-get install --no-install-recommends$missing" >&2
exit 1
