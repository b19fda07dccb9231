"""What the database itself refuses, on SQLite and on PostgreSQL, whoever asks and however.

SQLite has no triggers that wait for the commit. So one order serves both: an entry's postings
are written first (its key is chosen beforehand), its header last. When the header comes, a trigger
looks at its postings: as many as it says, zero in each unit, each on an account of its unit
and side. When a posting comes, another refuses it if its header is already there. A posting that
never gets its header fails at the commit: the foreign key is deferred.

Two things that only PostgreSQL needs, because there many write at once. A stranger may add postings
to a header that he cannot see yet: a trigger at the commit counts the lines again. And whoever writes
an entry holds a shared lock until the commit, while closing a period or taking a checkpoint holds it
alone: neither can miss an entry that is committed late.
"""

from __future__ import annotations

from collections.abc import Iterable

from coproduce.core.append_only import Trigger

POSTING_LOCK = 7_406_431
"""The key of the advisory lock: shared by posters, held alone by whoever closes a period or takes a checkpoint."""

SEQUENCE = "coproduce_ledger_entry_seq"


def ledger_triggers(vendor: str) -> Iterable[Trigger]:
    """The triggers of this room."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


# --- sentences, the same on both databases --------------------------------------------------

SEALED = "sealed: this entry is written; a correction is a new entry"
UNBALANCED = "unbalanced: the postings of an entry must come to zero in each unit"
MISCOUNTED = "miscounted: an entry must have as many postings as its header says, and at least two"
ASTRAY = "astray: a posting must have the unit, the side and the service of its account"
LOCKED = "locked: the books are closed through that day"
NOT_FORWARD = "not forward: a period can only be closed after those that are closed"
NOT_WHOLE = "not whole: a quantity is a whole number"
UNSEALED = "unsealed: a posting and its header are written together"
ISOLATION = "isolation: entries are written at isolation level read committed"

_ASTRAY = """SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
  WHERE p.entry_id = NEW.id AND (a.unit <> p.unit OR a.side <> p.side OR {differ})"""
_UNBALANCED = (
    """SELECT 1 FROM ledger_posting p WHERE p.entry_id = NEW.id GROUP BY p.unit HAVING SUM(p.quantity) <> 0"""
)
_LINES = "SELECT COUNT(*) FROM ledger_posting p WHERE p.entry_id = NEW.id"


def _sqlite() -> list[Trigger]:
    astray = _ASTRAY.format(differ="a.service_id IS NOT p.service_id")
    header = [
        (f"NEW.lines < 2 OR ({_LINES}) <> NEW.lines", MISCOUNTED),
        (f"EXISTS ({_UNBALANCED})", UNBALANCED),
        (f"EXISTS ({astray})", ASTRAY),
        ("NEW.occurred_on <= (SELECT MAX(through) FROM ledger_periodlock)", LOCKED),
    ]
    return [
        _sqlite_trigger("sealed", "ledger_posting", [
            ("typeof(NEW.quantity) <> 'integer'", NOT_WHOLE),
            ("EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id)", SEALED),
        ]),
        _sqlite_trigger("balanced", "ledger_entry", header),
        _sqlite_trigger("forward", "ledger_periodlock", [
            ("NEW.through <= (SELECT MAX(through) FROM ledger_periodlock)", NOT_FORWARD),
        ]),
    ]  # fmt: skip


def _sqlite_trigger(name: str, table: str, refusals: list[tuple[str, str]]) -> Trigger:
    full = f"coproduce_{table}_{name}"
    body = " ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {when};" for when, sentence in refusals)
    return Trigger(full, table, f'CREATE TRIGGER "{full}" BEFORE INSERT ON "{table}" BEGIN {body} END')


def _postgresql() -> list[Trigger]:
    astray = _ASTRAY.format(differ="a.service_id IS DISTINCT FROM p.service_id")
    refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"
    check = "IF {} THEN " + refuse + " END IF;"
    balanced = "\n".join((
        check.format("current_setting('transaction_isolation') <> 'read committed'", ISOLATION),
        f"PERFORM pg_advisory_xact_lock_shared({POSTING_LOCK});",
        check.format(f"NEW.lines < 2 OR ({_LINES}) <> NEW.lines", MISCOUNTED),
        check.format(f"EXISTS ({_UNBALANCED})", UNBALANCED),
        check.format(f"EXISTS ({astray})", ASTRAY),
        check.format("NEW.occurred_on <= (SELECT MAX(through) FROM ledger_periodlock)", LOCKED),
        "RETURN NEW;",
    ))  # fmt: skip
    sealed = "\n".join((
        check.format("EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id)", SEALED), "RETURN NEW;",
    ))  # fmt: skip
    together = "\n".join((
        check.format(
            "(SELECT lines FROM ledger_entry WHERE id = NEW.entry_id) IS DISTINCT FROM"
            " (SELECT COUNT(*) FROM ledger_posting WHERE entry_id = NEW.entry_id)",
            UNSEALED,
        ),
        "RETURN NULL;",
    ))  # fmt: skip
    forward = "\n".join((
        f"PERFORM pg_advisory_xact_lock({POSTING_LOCK});",
        check.format("NEW.through <= (SELECT MAX(through) FROM ledger_periodlock)", NOT_FORWARD),
        "RETURN NEW;",
    ))  # fmt: skip
    # The sequence goes on where the entries are, also after rows came over from another database.
    sequence = (
        f"CREATE SEQUENCE IF NOT EXISTS {SEQUENCE}; "
        f"SELECT setval('{SEQUENCE}', (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger_entry), false);"
    )
    return [
        _pg_trigger("sealed", "ledger_posting", "BEFORE INSERT", sealed),
        _pg_trigger("together", "ledger_posting", "AFTER INSERT", together, deferred=True),
        _pg_trigger("balanced", "ledger_entry", "BEFORE INSERT", balanced, before=sequence),
        _pg_trigger("forward", "ledger_periodlock", "BEFORE INSERT", forward),
    ]


def _pg_trigger(
    name: str, table: str, when: str, body: str, *, deferred: bool = False, before: str = ""
) -> Trigger:
    full = f"coproduce_{table}_{name}"
    function = (
        f"CREATE OR REPLACE FUNCTION {full}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n{body}\nEND $$;"
    )
    kind, wait = ("CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED ") if deferred else ("TRIGGER", "")
    create = f'CREATE {kind} "{full}" {when} ON "{table}" {wait}FOR EACH ROW EXECUTE FUNCTION {full}();'
    return Trigger(full, table, f"{before} {function} {create}")
