"""Opening the box: keys, count, check, shuffle, slips; then nothing is left of the envelopes.

Each step can be interrupted. Opening and checking happen in memory, outside any transaction; the
slips are written and envelopes, keys and box deleted in one transaction, which first looks whether
the box still holds what was opened; wiping the files of the database comes last and is tried again
until it has been done. So at every moment either the envelopes are there or the slips are, never
both and never neither.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from coproduce.core import Actor, BadInput, Refusal, Refused
from coproduce.core.acting import acting
from coproduce.instruments.ballot import keys
from coproduce.instruments.ballot.boxes import Content, open_all
from coproduce.instruments.ballot.loose import Loose, loose_problems, loose_votes
from coproduce.instruments.ballot.models import Box, Envelope, Mark, Opening, Receipt, Slip
from coproduce.instruments.ballot.preparing import DEMO_PASSPHRASE, box_of, demo_keys, key_for
from coproduce.instruments.ballot.rules import Choice, check_choice, told_channels
from coproduce.instruments.ballot.settings import problem, settings_of
from coproduce.proceedings.public import of_handover, today
from coproduce.register.public import StepView, steps

_BATCH = 5_000


@dataclass(frozen=True)
class KeyInHand:
    """A key as an officer brings it: the text of its file or sheet, and her passphrase."""

    text: str
    passphrase: str


@dataclass(frozen=True)
class Vote:
    """One vote out of the box, apart from its voter."""

    choice: Choice
    channel: str


def opened(step_id: UUID) -> bool:
    """Whether the box of a vote was opened: its votes are slips."""
    return Opening.objects.filter(step_id=step_id).exists()


def open_box(step: StepView, brought: Sequence[KeyInHand] = (), *, by: Actor) -> int:
    """Open all envelopes, check and shuffle them into slips, destroy them. Returns how many slips. Twice is once.

    An empty box opens without keys, as does a vote that has none.

    Raises:
        BadInput: for a key or passphrase that does not open the box, for a vote that breaks the rules,
            for sheets of paper that are not settled yet. Nothing was changed then.
        Refused: ``ballot-count-differs`` where there are not as many envelopes as marks; ``ballot-no-box``.
    """
    done = Opening.objects.filter(step_id=step.id).first()
    if done is None:
        if problems := loose_problems(step):
            raise BadInput(problems)
        box, sealed = box_of(step.id), _sealed(step)
        contents = open_all(sealed.values(), unlock(step, brought)) if sealed else []
        _check_marks(step, contents)
        votes = [Vote(Choice.from_plain(one.choice), one.channel) for one in contents]
        loose = loose_votes(step)
        votes += [Vote(one.choice, one.channel) for one in loose]
        _check_votes(step, votes)
        secrets.SystemRandom().shuffle(votes)
        receipts = sorted(one.receipt for one in contents)
        done = _write(step, box.id if box else None, (_digest(sealed), loose), votes, receipts, by=by)
    if done.wiped_on is None:
        wipe(step, by=by)
    return done.slips


def open_demo_box(step: StepView, *, by: Actor) -> int:
    """Open the box of an invented vote, whose keys this site can work out."""
    brought = [KeyInHand(wrapped.compact(), DEMO_PASSPHRASE) for wrapped in demo_keys(step)]
    return open_box(step, brought, by=by)


def unlock(step: StepView, brought: Sequence[KeyInHand]) -> list[bytes]:
    """The private keys of all officers, in the order of closing.

    Raises:
        BadInput: says which key is missing, another box's, mistyped, or under another passphrase.
    """
    box = box_of(step.id)
    if box is None:
        raise Refused(Refusal("ballot-no-box", status=409))
    found: dict[int, bytes] = {}
    for one in brought:
        wrapped = keys.read(one.text)
        known = key_for(box, wrapped)
        private = keys.unwrap(wrapped, one.passphrase)
        if keys.pair_from(private).public != known.public:
            raise BadInput([problem("key", "This key belongs to another ballot box")])
        found[known.place] = private
    missing = [key.place for key in box.keys if key.place not in found]
    if missing:
        which = {1: "first", 2: "second"}[missing[0]]
        text = (
            f"The {which} officer’s key is missing: both must come"
            if box.officers == 2
            else "Bring the key to the box"
        )
        raise BadInput([problem("key", text)])
    return [found[place] for place in sorted(found)]


def wipe(step: StepView, *, by: Actor) -> bool:
    """Overwrite what is left of the envelopes in the files of the database. False where that could not be done now.

    SQLite: the file is written anew without its free pages and the write-ahead log emptied. PostgreSQL:
    the tables are written anew, by whoever owns them, once no other connection can still see the
    envelopes. Neither works within a transaction; then it is left to the next try.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            before = _files(cursor)
            try:
                for statement in _statements():
                    cursor.execute(statement)
                    if "checkpoint" in statement and cursor.fetchone()[0]:
                        return False
            finally:
                if before:
                    cursor.execute("RESET lock_timeout")
            if not _written_anew(cursor, before):
                return False
    except DatabaseError:
        return False
    with acting("ballot.wipe", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing:
        doing.codes = {"database": connection.vendor}
        Opening.objects.filter(step_id=step.id, wiped_on=None).update(wiped_on=today())
    return True


def wipe_due(*, by: Actor) -> bool:
    """Wipe for every box that was opened where that could not be done yet. True where nothing is left to do."""
    due = Opening.objects.filter(wiped_on=None).values_list("step_id", flat=True)
    return all([wipe(step, by=by) for step in steps(list(due)).values()])  # noqa: C419 - each is tried


def declare_destroyed(step: StepView, *, by: Actor) -> None:
    """An officer declares that key files and sheets are destroyed: every copy of an envelope is worthless now.

    Wiping that could not be done at the count is tried again.
    """
    with acting(
        "ballot.destroy-keys", by=by, subject=step.subject, initiative_id=step.initiative_id
    ) as doing:
        changed = Opening.objects.filter(step_id=step.id, destroyed_on=None).update(destroyed_on=today())
        doing.codes = {"first": bool(changed)}
    if Opening.objects.filter(step_id=step.id, wiped_on=None).exists():
        wipe(step, by=by)


def _sealed(step: StepView) -> dict[UUID, bytes]:
    rows = Envelope.objects.filter(step_id=step.id).order_by("id").values_list("id", "sealed")
    return {key: bytes(sealed) for key, sealed in rows}


def _digest(sealed: dict[UUID, bytes]) -> bytes:
    whole = hashlib.sha256()
    for key in sorted(sealed):
        whole.update(key.bytes)
        whole.update(sealed[key])
    return whole.digest()


def _check_marks(step: StepView, contents: Sequence[Content]) -> None:
    marks = Counter(Mark.objects.filter(step_id=step.id, sheet=False).values_list("channel", flat=True))
    found = Counter(one.channel for one in contents)
    if marks != found:
        params = {"envelopes": found.total(), "marks": marks.total()}
        raise Refused(Refusal("ballot-count-differs", params, status=409))


def _check_votes(step: StepView, votes: Sequence[Vote]) -> None:
    settings, items = settings_of(step.settings), of_handover(step.id)
    wrong = sum(1 for vote in votes if check_choice(vote.choice, settings, items))
    if wrong:
        text = f"{wrong} votes in the box break the rules of the vote. Nothing was changed"
        raise BadInput([problem("box", text)])


def _write(
    step: StepView, box_id: UUID | None, held: tuple[bytes, Sequence[Loose]], votes: Sequence[Vote],
    receipts: Sequence[str], *, by: Actor,
) -> Opening:  # fmt: skip
    told = told_channels(Counter(vote.channel for vote in votes))
    with (
        transaction.atomic(),
        acting("ballot.open-box", by=by, subject=step.subject, initiative_id=step.initiative_id) as doing,
    ):
        if box_id:
            Box.objects.select_for_update().filter(pk=box_id).first()
        there = Opening.objects.filter(step_id=step.id).first()
        if there:
            doing.codes = {"again": True}
            return there
        locked = Envelope.objects.select_for_update().filter(step_id=step.id).values_list("id", "sealed")
        if _digest({key: bytes(sealed) for key, sealed in locked}) != held[0]:
            raise Refused(Refusal("ballot-box-changed", status=409))
        if loose_problems(step) or loose_votes(step) != list(held[1]):
            raise Refused(Refusal("ballot-box-changed", status=409))
        slips = (
            Slip(step_id=step.id, choice=vote.choice.to_plain(), channel=told[vote.channel]) for vote in votes
        )
        Slip.objects.bulk_create(slips, batch_size=_BATCH)
        Receipt.objects.bulk_create(
            (Receipt(step_id=step.id, code=code) for code in receipts), batch_size=_BATCH
        )
        Envelope.objects.filter(step_id=step.id).delete()
        Box.objects.filter(step_id=step.id).delete()
        doing.codes = {"slips": len(votes), "envelopes": len(receipts)}
        return Opening.objects.create(step_id=step.id, slips=len(votes), on=today())


_WAIT_SECONDS = 5
_TABLES = ("envelope", "boxkey", "box")


def _statements() -> list[str]:
    if connection.vendor == "sqlite":
        return ["PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]
    # Who reads the table now would be waited for, and everybody else would wait behind: rather another time.
    vacuums = [f"VACUUM (FULL) ballot_{name}" for name in _TABLES]
    return [f"SET lock_timeout = '{_WAIT_SECONDS}s'", *vacuums]


@dataclass(frozen=True)
class _Files:
    """On PostgreSQL: the file of each table, and whether anything is under way that keeps old rows.

    That is a view of this database, or any transaction that writes, be it in another database of the
    same server: the vacuum's own view reaches back to it.
    """

    nodes: dict[str, int]
    watched: bool


def _files(cursor: CursorWrapper) -> _Files | None:
    if connection.vendor == "sqlite":
        return None
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
        "(backend_xid IS NOT NULL OR (datname = current_database() AND backend_xmin IS NOT NULL)))"
    )
    watched = bool(cursor.fetchone()[0])
    nodes = {}
    for name in _TABLES:
        cursor.execute(f"SELECT pg_relation_filenode('ballot_{name}')")
        nodes[name] = cursor.fetchone()[0]
    return _Files(nodes, watched)


def _written_anew(cursor: CursorWrapper, before: _Files | None) -> bool:
    """Whether the vacuum did what it was asked.

    It skips tables of another owner with a warning, and keeps rows that an older transaction may still
    read. An empty table tells by its size; one that holds the envelopes of another vote does not, so
    that nobody may have been looking.
    """
    for name, node in before.nodes.items() if before else ():
        cursor.execute(
            f"SELECT pg_relation_filenode('ballot_{name}'), pg_relation_size('ballot_{name}'), "  # noqa: S608 - our names
            f"EXISTS (SELECT 1 FROM ballot_{name})"
        )
        now_node, size, held = cursor.fetchone()
        if now_node == node or (size and (not held or (before and before.watched))):
            return False
    return True
