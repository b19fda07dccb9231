r"""Bytes to text, when nobody says which encoding: be sure, or say where you are not.

Everything is turned into UTF-8 with ``\n`` as line end, so that readers work on
one kind of bytes. Accepted are UTF-8 (with or without a byte order mark) and
UTF-16 with its mark. A file in an old Windows encoding is accepted only where
one reading of it is certain, and leaves a warning: the same byte is *ł* in
Windows-1250 and *³* in Windows-1252, and a guess would misspell names for ever.
Mixed encodings (two files pasted together) are never guessed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from coproduce.formats.protocol import MAX_BYTES, MAX_LINE_BYTES, Faults, plural

_CENTRAL = frozenset(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"))
_WESTERN = frozenset(
    ("ca", "cy", "da", "de", "en", "es", "fi", "fr", "ga", "gd", "is", "it", "nl", "no", "pt", "sv")
)
_OLD = {"cp1250": "Windows-1250", "cp1252": "Windows-1252"}
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, faults: Faults, warnings: Faults, *, language: str = "") -> bytes | None:
    """``data`` as UTF-8 bytes without mark, every line ended by LF, or None where faults were found.

    ``language`` (ISO 639-1, ``"pl"``) helps to tell old encodings apart. Line
    ends CRLF and CR become LF, inside quoted fields too.
    """
    if len(data) > MAX_BYTES:
        faults.add(
            "file-too-large",
            f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} that are read; "
            "split it into several files",
        )
        return None
    found = _unicode(data, faults, warnings, language)
    if found is None:
        return None
    if found and not found.endswith(b"\n"):
        found += b"\n"
    _check_nul(found, faults)
    _check_long(found, faults)
    return None if faults else found


def _unicode(data: bytes, faults: Faults, warnings: Faults, language: str) -> bytes | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, faults)
    found = _line_ends(data.removeprefix(codecs.BOM_UTF8))
    if found.isascii():
        return found
    try:
        found.decode("utf-8")
    except UnicodeDecodeError:
        return _old(found, faults, warnings, language)
    return found


def _utf16(data: bytes, faults: Faults) -> bytes | None:
    try:
        return _line_ends(data.decode("utf-16").encode("utf-8"))
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-16", "ignore").replace("\r\n", "\n").replace("\r", "\n")
        faults.add(
            "encoding",
            "the file says that it is UTF-16, but what stands here is not; "
            "it may be cut off: save it again as UTF-8",
            (good.count("\n") + 1, len(good) - good.rfind("\n")),
        )
        return None


def _old(data: bytes, faults: Faults, warnings: Faults, language: str) -> bytes | None:
    """A file that is not UTF-8: read in an old encoding where that is certain."""
    mixed = _mixed(data)
    name = None if mixed else _sure(data, language)
    if name is not None:
        place = _NOT_ASCII.search(data)
        start = place.start() if place else 0
        warnings.add(
            "old-encoding",
            f"the file is not UTF-8; it was read as {_OLD[name]}, which fits every letter "
            "in it: check the names, and save it as UTF-8",
            (data.count(b"\n", 0, start) + 1, start - data.rfind(b"\n", 0, start)),
        )
        return data.decode(name).encode("utf-8")
    rest = (
        "the rest of the file is UTF-8: two encodings are mixed"
        if mixed
        else "it is not certain which older encoding it is"
    )
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            faults.add(
                "encoding",
                f"the byte 0x{line[error.start]:02X} here is not UTF-8, and {rest}; "
                "save the whole file as UTF-8",
                (number, len(line[: error.start].decode("utf-8")) + 1),
            )
    return None


def _mixed(data: bytes) -> bool:
    """Whether some of ``data`` is UTF-8 after all, though not all of it is.

    Two letters of an old encoding can look like one of UTF-8, as in SZKÓŁ in Windows-1250; only
    between capitals is that let pass, where the reading as UTF-8 would break a word.
    """
    for match in _UTF8.finditer(data):
        start, end = max(match.start() - 1, 0), match.end() + 1
        word = data[start:end].decode("cp1250", "replace")
        inside = match.group().decode("cp1250", "replace")
        if not (inside.isalpha() and inside.isupper()) or any(char.islower() for char in word):
            return True
    return False


def _sure(data: bytes, language: str) -> str | None:
    """The one old encoding that fits, or None."""
    readings = {}
    for name in _OLD:
        try:
            readings[name] = data.decode(name)
        except UnicodeDecodeError:
            continue
    if len(set(readings.values())) == 1:
        # Only what both spell alike (é, ö, €) or only one can read at all.
        return "cp1252" if "cp1252" in readings else "cp1250"
    if not readings:
        return None
    central, western = readings["cp1250"], readings["cp1252"]
    differ = [
        place.start()
        for place in _NOT_ASCII.finditer(data)
        if central[place.start()] != western[place.start()]
    ]
    odd_central = sum(_odd(central, position) for position in differ)
    odd_western = sum(_odd(western, position) for position in differ)
    if language in _CENTRAL and odd_central <= odd_western:
        return "cp1250"
    if language in _WESTERN and odd_western <= odd_central:
        return "cp1252"
    if not odd_central and odd_western:
        return "cp1250"
    if not odd_western and odd_central:
        return "cp1252"
    return None


def _odd(text: str, position: int) -> bool:
    """Whether a character stands where it hardly can: an accent alone, a sign in a word, a letter beside a digit."""
    char, before, after = (
        text[position],
        text[max(position - 1, 0) : position],
        text[position + 1 : position + 2],
    )
    if unicodedata.category(char) in {"Lm", "Sk"}:
        return True
    if char.isalpha():
        return before.isdigit() or after.isdigit()
    # Spanish opens a sentence with a sign; otherwise £, ¹ or ¼ do not stand before a letter.
    return after.isalpha() and (before.isalpha() or char not in "¡¿")


def _line_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _check_nul(data: bytes, faults: Faults) -> None:
    count = data.count(b"\0")
    if not count:
        return
    if count * 5 > len(data):
        faults.add(
            "nul",
            "the file is full of zero bytes, so it is not text in UTF-8 "
            "(perhaps UTF-16 without its mark, or no text at all); save it as UTF-8",
            (1, 1),
        )
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        at = line.find(b"\0")
        if at >= 0:
            faults.add(
                "nul",
                "a zero byte stands here, which no text holds; remove it",
                (number, len(line[:at].decode("utf-8")) + 1),
            )


def _check_long(data: bytes, faults: Faults) -> None:
    if len(data) <= MAX_LINE_BYTES:
        return
    start, number = 0, 1
    while start < len(data):
        # Jump by the limit and look back for a line end: long files are not walked line by line.
        end = data.find(b"\n", start, start + MAX_LINE_BYTES + 1)
        if end < 0:
            stop = data.find(b"\n", start)
            faults.add(
                "line-too-long",
                f"this line has {plural(stop - start, 'byte')}, more than the "
                f"{MAX_LINE_BYTES:,} that are read; break it up",
                (number, 1),
            )
            start, number = stop + 1, number + 1
            continue
        last = data.rfind(b"\n", start, start + MAX_LINE_BYTES + 1)
        number += data.count(b"\n", start, last + 1)
        start = last + 1
