#!/bin/sh
# Serves the site on this machine, on SQLite in ./var, with an example election.
set -eu
echo "There is no site yet." >&2
exit 1
