"""`make fuzz`: throws requests at every address, form and file of the site, as everybody in the invented borough.

In one process, on a database made for the purpose (SQLite, or beside DATABASE_URL on PostgreSQL). From a seed: the same
number is the same run. Exit status 1 where the site broke, or a refusal left something behind; each sort of fault is
shown once, with the request that found it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["COPRODUCE_DEMO"] = "yes"


def main() -> int:
    """Make the borough, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--limit", type=float, default=float("inf"), help="stop after so many seconds, and say so"
    )
    wanted = parser.parse_args()
    os.environ.setdefault("COPRODUCE_DATA", tempfile.mkdtemp(prefix="coproduce-fuzz-"))
    import django
    from django.conf import settings

    django.setup()
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.CRITICAL)
    from django.core import mail
    from django.db import connection

    from coproduce.web.borough import making
    from tests.fuzz.run import Fuzzer
    from tests.fuzz.world import settle

    mail.outbox = []
    making.VOTERS = 8
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    began = time.monotonic()
    try:
        fuzzer = Fuzzer(settle(), seed=wanted.seed)
        print(
            f"the borough is made ({time.monotonic() - began:.0f} s); {len(fuzzer.routes)} addresses",
            file=sys.stderr,
        )

        def every(done: int) -> None:
            mail.outbox.clear()
            if done % 1_000 == 0:
                said = f"{done:,} asked, {len(fuzzer.found.faults)} faults, {time.monotonic() - began:.0f} s"
                print(f"\r{said} ", end="", file=sys.stderr)
            if time.monotonic() - began > wanted.limit:
                raise KeyboardInterrupt

        try:
            fuzzer.run(wanted.requests, every=every)
        except KeyboardInterrupt:
            print("\nstopped before the end", file=sys.stderr)
        found = fuzzer.found
    finally:
        connection.creation.destroy_test_db(
            "", verbosity=0
        ) if connection.vendor == "postgresql" else connection.close()
    print(
        f"\n{found.asked:,} requests on {connection.vendor}, seed {wanted.seed}, {time.monotonic() - began:.0f} s"
    )
    print(
        "answers: " + ", ".join(f"{status}: {number:,}" for status, number in sorted(found.statuses.items()))
    )
    print(f"addresses answered with a page: {len(found.reached)} of {len(fuzzer.routes)}")
    for key, text in found.faults.items():
        print(f"\n--- {found.times[key]} times: {key}\n{text}")
    print(f"\n{len(found.faults)} sorts of fault")
    return 1 if found.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
