"""Sending what is due: e-mail one by one, texts as a file for a sender; again later where it failed.

Each row is claimed before it is sent: its number of attempts goes up and its next moment is put off, each time for
longer, in a transaction of its own. So two workers never send one message, and one that dies between sending and noting
it leads to a second try after the pause: the e-mail then carries the same Message-ID, by which mail programs drop the
double. What went wrong is kept as a code; a mail server's own words may hold an address.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import smtplib
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from coproduce.conduct.telling.announcing import NOTICE
from coproduce.conduct.telling.choosing import EMAIL, LETTER, TEXT, choose
from coproduce.conduct.telling.wording import Letter, body, letters, subject, text_message
from coproduce.core import now
from coproduce.core.models import Outbox
from coproduce.decisions.public import note_how, note_told, notices
from coproduce.people.public import contacts

MOST_ATTEMPTS = 8
_AT_ONCE = 500
_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=12)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 5 minutes, then twice as long each time, at most 12 hours."""
    times: int = 2 ** max(0, attempts - 1)
    return min(_FIRST_PAUSE * times, _LONGEST_PAUSE)


def send_due() -> str:
    """Send what is due by e-mail and text. Returns what was done in a few words; nothing where nothing was due."""
    claimed = _claim(now())
    if not claimed:
        return ""
    found = notices([_notice_id(row) for row in claimed])
    reach = contacts({one.person_id for one in found.values()})
    ready = {letter.notice_id: letter for letter in letters(list(found.values()), reach)}
    done: Counter[str] = Counter()
    by_way: dict[str, list[tuple[Outbox, Letter]]] = {EMAIL: [], TEXT: []}
    for row in claimed:
        letter = ready.get(_notice_id(row))
        if letter is None:
            _give_up(row, "erased")
            done["given up"] += 1
        else:
            by_way[row.channel].append((row, letter))
    _send_email(by_way[EMAIL], done)
    _send_texts(by_way[TEXT], done)
    return ", ".join(f"{number} {what}" for what, number in sorted(done.items()))


def _claim(moment: datetime) -> list[Outbox]:
    rows = Outbox.objects.filter(
        kind=NOTICE,
        channel__in=(EMAIL, TEXT),
        sent_at__isnull=True,
        given_up_at__isnull=True,
        due_at__lte=moment,
    ).order_by("due_at", "id")[:_AT_ONCE]
    claimed = []
    for row in rows:
        mine = Outbox.objects.filter(
            pk=row.pk, attempts=row.attempts, sent_at__isnull=True, given_up_at__isnull=True
        )
        row.attempts += 1
        row.due_at = moment + pause(row.attempts)
        if mine.update(attempts=row.attempts, due_at=row.due_at):
            claimed.append(row)
    return claimed


def _send_email(rows: Sequence[tuple[Outbox, Letter]], done: Counter[str]) -> None:
    if not rows:
        return
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        for row, _ in rows:
            _failed(row, "mail-server", done)
        return
    try:
        for row, letter in rows:
            name = hashlib.sha256(row.key.encode()).hexdigest()[:32]
            domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
            headers = {"Message-ID": f"<{name}@{domain}>", "Auto-Submitted": "auto-generated"}
            message = EmailMessage(
                subject(), body(letter), to=[letter.contact.email], headers=headers, connection=connection
            )
            try:
                message.send()
            except smtplib.SMTPRecipientsRefused as refused:
                codes = [code for code, _ in refused.recipients.values()]
                _failed(row, "mail-refused", done, for_good=all(code >= 500 for code in codes))
            except (OSError, smtplib.SMTPException):
                _failed(row, "mail-server", done)
            except ValueError:
                _failed(row, "mail-refused", done, for_good=True)
            else:
                _told(row, done, "by e-mail")
    finally:
        connection.close()


def _send_texts(rows: Sequence[tuple[Outbox, Letter]], done: Counter[str]) -> None:
    """One file for whoever sends texts: number and words. It is there whole, or not at all."""
    if not rows:
        return
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(["number", "text"])
    for _, letter in rows:
        table.writerow([_plain(letter.contact.phone), text_message(letter)])
    try:
        put(f"texts-{rows[0][0].pk.hex}.csv", lines.getvalue().encode())
    except OSError:
        for row, _ in rows:
            _failed(row, "text-file", done)
        return
    for row, _ in rows:
        _told(row, done, "by text")


def put(name: str, data: bytes) -> Path:
    """Write a file into the folder that senders watch, in one step; only its owner may read it."""
    folder = Path(settings.COPRODUCE_OUTBOX)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".")
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    path = folder / name
    Path(temporary).replace(path)
    return path


def _plain(number: str) -> str:
    """A telephone number as senders take it: digits, and a plus in front. A spreadsheet sees no formula in it."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"+{digits}" if number.strip().startswith("+") else digits


def _told(row: Outbox, done: Counter[str], words: str) -> None:
    moment = now()
    Outbox.objects.filter(pk=row.pk, sent_at__isnull=True).update(sent_at=moment, last_problem="")
    note_told(_notice_id(row), row.channel, moment)
    done[words] += 1


def _failed(row: Outbox, problem: str, done: Counter[str], *, for_good: bool = False) -> None:
    """Again after a pause; after many attempts, or where it is for good, by another way; or not at all."""
    Outbox.objects.filter(pk=row.pk).update(last_problem=problem)
    done["to be tried again"] += 1
    if not for_good and row.attempts < MOST_ATTEMPTS:
        return
    done["to be tried again"] -= 1
    person = row.person_id
    way, stands = choose(
        contacts([person]).get(person) if person else None, tried={EMAIL, row.channel} - {LETTER}
    )
    if stands:
        _give_up(row, stands)
        done["given up"] += 1
        return
    Outbox.objects.filter(pk=row.pk).update(channel=way, attempts=0, due_at=now())
    note_how(_notice_id(row), way)
    done[f"now by {way}"] += 1


def _give_up(row: Outbox, problem: str) -> None:
    Outbox.objects.filter(pk=row.pk).update(given_up_at=now(), last_problem=problem)
    note_how(_notice_id(row), row.channel, problem)


def _notice_id(row: Outbox) -> UUID:
    return UUID(row.subject.rpartition(":")[2])
