"""Reading inputs and writing outputs: a sentence where it fails, all files or none."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from coproduce.engines.kernel import BadInput, Place, Problem

LARGEST = 2 * 1024**3
"""Bytes; a larger file is refused before it fills the memory."""


def read_input(path: str | Path) -> bytes:
    """The bytes of a file, or of standard input where the path is ``-``.

    Raises:
        BadInput: where the file is absent, is a folder, is not ours to read, or is too large.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        if (size := Path(path).stat().st_size) > LARGEST:
            raise BadInput.one(
                f"this file has {size:,} bytes; give one of at most {LARGEST:,}",
                code="file-size",
                source=str(path),
            )
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise BadInput([_why_not(path, error, "read")]) from None


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: each to a neighbour first, then all put in place.

    Raises:
        BadInput: where a folder is absent or not ours to write.
    """
    ready: list[tuple[Path, Path]] = []
    problems: list[Problem] = []
    for path, data in files.items():
        try:
            ready.append((_beside(path, data), path))
        except (OSError, ValueError) as error:
            problems.append(_why_not(path, error, "written"))
    if problems:
        for temporary, _ in ready:
            with suppress(OSError):
                temporary.unlink()
        raise BadInput(problems)
    for temporary, path in ready:
        temporary.replace(path)


def _beside(path: Path, data: bytes) -> Path:
    if path.is_dir():
        raise IsADirectoryError(str(path))
    handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    mask = os.umask(0)
    os.umask(mask)
    temporary = Path(name)
    temporary.chmod(0o666 & ~mask)
    return temporary


def _why_not(path: str | Path, error: Exception, deed: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        text = (
            "there is no such file; check the path"
            if deed == "read"
            else "its folder does not exist; make it first"
        )
    elif isinstance(error, IsADirectoryError):
        text = "this is a folder; name a file"
    elif isinstance(error, PermissionError):
        text = f"this may not be {deed} by you; change its permissions or choose another place"
    else:
        text = f"this cannot be {deed}: {getattr(error, 'strerror', None) or error}"
    return Problem(Place(str(path)), text, "file")
