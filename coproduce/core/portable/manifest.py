"""What a copy says of itself, and reading it without believing it."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORM = "coproduce-copy"
FORM_VERSION = 1
MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 16_000_000
_LONGEST_LINE = 256_000_000
_CHUNK = 1 << 20
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
"""What Python raises for a ZIP that was cut off, changed, or is none."""


class Damaged(Exception):
    """A file that is no copy of ours, or is no longer whole: what is wrong, in a sentence."""


@dataclass(frozen=True)
class TableOf:
    """One table of a copy: its columns in order, how many rows, the digest and size of its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str
    bytes: int


@dataclass(frozen=True)
class FileOf:
    """One uploaded file: its path below the folder of uploads."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a copy holds.

    Attributes:
        made_at: when, in UTC.
        version: of Coproduce.
        database: sqlite or postgresql, from which it was taken.
        migrations: every migration that the database had, ``app.name``.
        digest: SHA-256 over the digests of all tables and files: one word for the whole.
    """

    made_at: str
    version: str
    database: str
    migrations: tuple[str, ...]
    tables: tuple[TableOf, ...]
    files: tuple[FileOf, ...] = ()

    @property
    def digest(self) -> str:
        """One digest for the whole copy; the moment and the kind of database are not in it."""
        return overall(
            [
                *((one.name, one.sha256) for one in self.tables),
                *((f"files/{one.path}", one.sha256) for one in self.files),
            ]
        )

    @property
    def rows(self) -> int:
        """How many rows in all."""
        return sum(table.rows for table in self.tables)

    def to_bytes(self) -> bytes:
        """As it lies in the ZIP."""
        said = {"form": FORM, "form_version": FORM_VERSION, **asdict(self), "digest": self.digest}
        return json.dumps(said, indent=1, sort_keys=True).encode() + b"\n"


def overall(parts: list[tuple[str, str]]) -> str:
    """One digest of many."""
    return hashlib.sha256(
        "".join(f"{name} {digest}\n" for name, digest in sorted(parts)).encode()
    ).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """The manifest of a copy, every member checked to be there with its size.

    Raises:
        Damaged: where the file is none of ours, from a later version, or not whole.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            there = {info.filename: info.file_size for info in archive.infolist()}
            if len(there) != len(archive.infolist()):
                raise Damaged("it names one of its parts twice; take another copy")
            if there.get(MANIFEST, _LARGEST_MANIFEST) >= _LARGEST_MANIFEST:
                raise Damaged("this is not a copy made by 'coproduce backup': it has no manifest")
            raw = archive.read(MANIFEST)
    except FileNotFoundError:
        raise Damaged("there is no such file; check the path") from None
    except IsADirectoryError:
        raise Damaged("this is a folder; name a file") from None
    except BROKEN_ZIP as error:
        raise Damaged(
            f"it cannot be read as a copy ({error}); it was cut off or is another kind of file"
        ) from None
    found = _manifest(raw)
    expected = {f"tables/{one.name}.jsonl": one.bytes for one in found.tables}
    expected |= {f"files/{one.path}": one.bytes for one in found.files}
    for name, size in expected.items():
        if there.get(name) != size:
            raise Damaged(
                f"its part {name} is missing or not as long as its manifest says; take another copy"
            )
    strange = sorted(there.keys() - expected.keys() - {MANIFEST})
    if strange:
        raise Damaged(f"it holds {strange[0]}, which its manifest does not name; take another copy")
    return found


def _manifest(raw: bytes) -> Manifest:
    try:
        said: dict[str, Any] = json.loads(raw)
        if said["form"] != FORM:
            raise Damaged("this is not a copy made by 'coproduce backup'")
        if said["form_version"] != FORM_VERSION:
            raise Damaged(f"it was made by a later version ({said['version']}); restore it with that version")
        found = Manifest(
            made_at=str(said["made_at"]), version=str(said["version"]), database=str(said["database"]),
            migrations=tuple(map(str, said["migrations"])),
            tables=tuple(
                TableOf(str(one["name"]), tuple(map(str, one["columns"])), int(one["rows"]), str(one["sha256"]),
                        int(one["bytes"]))
                for one in said["tables"]
            ),
            files=tuple(FileOf(str(one["path"]), str(one["sha256"]), int(one["bytes"])) for one in said["files"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged("its manifest cannot be read; take another copy") from None
    if said.get("digest") != found.digest:
        raise Damaged("its manifest was changed: its digest is not that of its tables; take another copy")
    for one in found.files:
        if Path(one.path).is_absolute() or ".." in Path(one.path).parts or not one.path:
            raise Damaged(f"it names a file outside the folder of uploads ({one.path}); take another copy")
    return found


def copied_lines(archive: zipfile.ZipFile, table: TableOf) -> Iterator[list[Any]]:
    """The rows of a table, each checked; its number and digest at the end.

    Raises:
        Damaged: at the first line that is none, or at the end where the digest is another.
    """
    hasher, number, wrong = hashlib.sha256(), 0, f"its table {table.name} is damaged; take another copy"
    try:
        with archive.open(f"tables/{table.name}.jsonl") as stream:
            while raw := stream.readline(_LONGEST_LINE):
                hasher.update(raw)
                number += 1
                row = json.loads(raw)
                if not isinstance(row, list) or len(row) != len(table.columns):
                    raise Damaged(wrong)
                yield row
    except BROKEN_ZIP as error:
        raise Damaged(f"{wrong} ({error})") from None
    except (ValueError, RecursionError):
        raise Damaged(f"{wrong} (line {number})") from None
    if (number, hasher.hexdigest()) != (table.rows, table.sha256):
        raise Damaged(wrong)


def copied_file(archive: zipfile.ZipFile, file: FileOf) -> bytes:
    """An uploaded file, checked.

    Raises:
        Damaged: where it is not what the manifest says.
    """
    try:
        data = archive.read(f"files/{file.path}")
    except BROKEN_ZIP as error:
        raise Damaged(f"its file {file.path} is damaged ({error}); take another copy") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Damaged(f"its file {file.path} is damaged; take another copy")
    return data
