"""`make chaos`: kills the site again and again while people write to it, then asks whether anything was lost.

A temporary database (SQLite, or the PostgreSQL that DATABASE_URL names), the invented borough, gunicorn with two
workers and the work beside it; ideas, support, votes by code and records over HTTP; ``kill -9`` of whatever answers, of
the server, of the work. Then: each act that was acknowledged is there, once; votes and marks agree; ``coproduce
verify`` finds nothing. Exit status 1 where it does.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Make the world, let people write, kill, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--between", type=float, default=1.5, help="seconds between two kills, on average")
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="coproduce-chaos-"))
    _environment(folder)
    try:
        faults = _run(wanted, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for fault in faults:
        print(f"  {fault}")
    print(f"{len(faults)} faults" if faults else "Nothing lost, nothing doubled.")
    return 1 if faults else 0


def _environment(folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("COPRODUCE_", "DJANGO_"))]:
        del os.environ[name]
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'chaos.sqlite3'}")
    os.environ.update({
        "COPRODUCE_DATA": str(folder), "COPRODUCE_DEMO": "yes", "COPRODUCE_PROXIES": "1",
        "COPRODUCE_SECRET_KEY": "only-for-chaos-" * 4, "DJANGO_SETTINGS_MODULE": "coproduce.web.settings",
    })  # fmt: skip


def _run(wanted: argparse.Namespace, folder: Path) -> list[str]:
    import django

    django.setup()
    from django.db import connection, connections

    from tests.chaos.load import Crowd
    from tests.chaos.site import Site, free_port

    site = Site(folder, free_port())
    world, before = _world(site.port)
    connections.close_all()
    chance, killed = random.Random(wanted.seed), Counter[str]()
    crowd = Crowd(world, seed=wanted.seed)
    began = time.monotonic()
    try:
        site.start()
        crowd.begin()
        for number in range(1, wanted.kills + 1):
            time.sleep(chance.uniform(0.3, 2 * wanted.between - 0.3))
            who = chance.choices(("answering", "work", "web"), (6, 3, 1))[0]
            killed[site.kill(who, chance.randrange(8))] += 1
            if who == "web":
                site.wait()
            print(f"\r{number} of {wanted.kills} kills ", end="", file=sys.stderr, flush=True)
        site.wait()
        crowd.end()
    finally:
        crowd.over.set()
        site.stop()
    told = crowd.told
    acknowledged = {kind: len(keys) for kind, keys in sorted(told.acknowledged.items())}
    unknown = {kind: len(keys) for kind, keys in sorted(told.unknown.items())}
    print(
        f"\n{connection.vendor}: {sum(killed.values())} kills ({dict(killed)}) in {time.monotonic() - began:.0f} s"
    )
    print(f"acknowledged {acknowledged}; no answer came {unknown}; refused {dict(told.refused)}")
    faults = [*told.errors[:20], *_faults(world, told, before)]
    if not all(acknowledged.get(kind) for kind in ("idea", "support", "vote", "record")):
        faults.append(f"not every kind of act was acknowledged at least once: {acknowledged}")
    command = [sys.executable, "-m", "coproduce", "verify"]
    verified = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(verified.stdout.strip())
    if verified.returncode:
        faults.append(f"coproduce verify: status {verified.returncode}: {verified.stderr.strip()[-500:]}")
    return faults


def _world(port: int) -> tuple[Any, dict[str, int]]:
    """The borough with two thousand voting codes, and how much of each kind is there before."""
    from django.core.management import call_command

    from coproduce.cli.platform import prepare
    from coproduce.web.borough import making
    from tests.chaos.load import World

    prepare()
    making.VOTERS = 6
    making.make()
    codes = tuple(making.fresh_codes(4_000))
    project, ideas = _open_stage("ideas")
    voting, vote = _open_stage("ballot")
    from coproduce.proceedings.public import of_handover, of_step

    call_command("check", verbosity=0)
    world = World(
        port, f"/projects/{project.slug}/{ideas.id}/ideas/", f"/projects/{voting.slug}/{vote.id}/vote/",
        f"/projects/{voting.slug}/who-put-in-what/record/", tuple(item.number for item in of_step(ideas.id)),
        tuple(item.number for item in of_handover(vote.id)), codes, _lead(),
    )  # fmt: skip
    return world, _counts(world)


def _open_stage(tool: str) -> tuple[Any, Any]:
    from coproduce.conduct.public import ensure_started
    from coproduce.core import now
    from coproduce.register.public import State, published, state, steps_of

    for project in published():
        for step in steps_of([project.id])[project.id]:
            if step.instrument == tool and state(step, now()) is State.OPEN:
                return project, ensure_started(step)
    raise SystemExit(f"the borough has no open stage of {tool}")


def _lead() -> str:
    """The word with which the demo signs its lead in, read off the page as a browser would."""
    import re

    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    page = Client().get("/sign-in/").content.decode()
    return re.findall(r'name="who" value="([^"]+)"', page)[0]


def _counts(world: Any) -> dict[str, int]:
    from coproduce.instruments.ballot.models import Mark
    from coproduce.ledger.models import Entry
    from coproduce.proceedings.models import Act

    return {
        "idea": Act.objects.filter(kind="proposed").count(),
        "support": Act.objects.filter(kind="supported").count(),
        "vote": Mark.objects.filter(step_id=_step_of(world.vote)).count(),
        "record": Entry.objects.count(),
    }


def _step_of(address: str) -> str:
    return address.split("/")[3]


def _faults(world: Any, told: Any, before: dict[str, int]) -> list[str]:
    """Compare what people were told with what is there."""
    from coproduce.core import Actor
    from coproduce.core.codes import code_digest
    from coproduce.core.models import Text
    from coproduce.instruments.ballot.actions import voter_of
    from coproduce.instruments.ballot.models import Envelope, Mark
    from coproduce.ledger.models import Entry
    from coproduce.proceedings.models import Act, ItemVersion
    from coproduce.register.public import steps

    faults = []
    texts = dict(Text.objects.filter(body__startswith="Bench ").values_list("pk", "body"))
    titles = Counter(
        texts[key] for key in ItemVersion.objects.values_list("title_id", flat=True) if key in texts
    )
    keys = Counter(Entry.objects.filter(source="ledger.form").values_list("key", flat=True))
    step = next(iter(steps([_uuid(_step_of(world.vote))]).values()))
    marks = Counter(Mark.objects.filter(step_id=step.id).values_list("voter", flat=True))
    envelopes = Counter(Envelope.objects.filter(step_id=step.id).values_list("voter", flat=True))
    voters = {code: voter_of(step, Actor(code=code_digest(code, "vote"))) for code in world.codes}
    claims = Counter(Act.objects.exclude(claim_hash="").values_list("claim_hash", flat=True))
    there = {
        "idea": lambda key: titles[key], "record": lambda key: keys[key], "vote": lambda key: marks[voters[key]],
        "envelope": lambda key: envelopes[voters[key]], "reference": lambda code: claims[code_digest(code, "claim")],
    }  # fmt: skip
    once = {**told.acknowledged, "envelope": told.acknowledged.get("vote", []), "reference": told.references}
    faults += [
        f"{kind} {key}: acknowledged, and there {count(key)} times"
        for kind, count in there.items()
        for key in once.get(kind, ())
        if count(key) != 1
    ]
    faults += [
        f"{kind} {key}: never acknowledged, and there {there[kind](key)} times"
        for kind, unknown in told.unknown.items()
        if kind in there
        for key in unknown
        if there[kind](key) > 1
    ]
    if marks.keys() != envelopes.keys():
        faults.append(
            f"{len(marks.keys() ^ envelopes.keys())} voters have a mark or an envelope, and not the other"
        )
    for kind, number in _counts(world).items():
        sure, perhaps = len(told.acknowledged.get(kind, ())), len(told.unknown.get(kind, ()))
        if not sure <= number - before[kind] <= sure + perhaps:
            faults.append(
                f"{kind}: {number - before[kind]} came in, {sure} were acknowledged and {perhaps} unknown"
            )
    return faults


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)


if __name__ == "__main__":
    raise SystemExit(main())
