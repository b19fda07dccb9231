"""What people, scripts and broken machines type: values that no form expects, and files that were sound once."""

from __future__ import annotations

import random
from pathlib import Path

ODD = (
    "", " ", "\t\n", "0", "-1", "1", "2", "3.5", "1e309", "NaN", "Infinity", "-0", "null", "None", "true", "[]", "{}",
    '{"a": 1}', "9" * 40, "9223372036854775808", "-9223372036854775809", "2147483648", "1,000.00", "£5", "0x10", "١٢٣",
    "2026-02-30", "2026-13-45", "0000-00-00", "99999-01-01", "0001-01-01", "9999-12-31", "31/12/2026", "25:61",
    "x" * 300, "x" * 120_000, "ü" * 5_000, "\x00", "a\x00b", "\x1b[31m", "\r\nSet-Cookie: a=b", "\u202e\u200fabc", "e\u0301" * 90,
    "👩‍👩‍👧‍👦" * 40, "\U0010ffff", "\ufeff", "ﷺ" * 50, "Ω≈ç√∫˜µ≤≥÷", "' OR 1=1 --", "'; DROP TABLE core_outbox; --",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% load x %}", "${jndi:x}", "%00%ff", "../../../etc/passwd", "file:///etc",
    "http://[::1", "a@b", "a@" + "b" * 300 + ".org", "ann@example.org", "+44 7700 900123", "not-a-uuid",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "4R7K 2MQX 09TD", "0" * 12, "=1+1",
    "@SUM(A1)", "a" * 12, "O0IL1", "accepted", "declined", "GBP", "public", "resident", "lead", "open", "__all__", "-", ".", "/",
)  # fmt: skip

RAW = (
    b"%ff%fe=%c3%28", b"title=%ff%fe%fd&body=%00", b"a" * 5_000, b"&&&===&", b"a[]=1&a[]=2&a[0][b]=3", b"\xff\xfe\x00\x00",
    b"csrfmiddlewaretoken=", b"{", b'{"title": ', b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n',
    b"x=1&" * 300, b"--x--", b"",
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json",
    "text/plain; charset=utf-7", "application/x-www-form-urlencoded; charset=klingon", "", "a/b; c=" + "d" * 900,
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"HTTP_ACCEPT": "application/json"}, {"HTTP_ACCEPT": "\x01"}, {"HTTP_ACCEPT_LANGUAGE": "x" * 4_000},
    {"HTTP_HX_REQUEST": "true"}, {"HTTP_X_FORWARDED_FOR": "1.2.3.4, ,,;"}, {"HTTP_REFERER": "http://evil.example/"},
    {"HTTP_IF_MODIFIED_SINCE": "never"}, {"HTTP_RANGE": "bytes=9-1"}, {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": "many"},
    {"HTTP_COOKIE": "sessionid=\x7f; coproduce_visit=' OR 1"}, {"HTTP_HOST": "evil.example"}, {"HTTP_X_REQUEST_ID": "x\ny"},
)  # fmt: skip


def odd(chance: random.Random) -> str:
    """A value that no form expects."""
    if chance.random() < 0.8:
        return chance.choice(ODD)
    size = chance.choice((1, 3, 12, 60, 400))
    return "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0x3000), chance.randrange(0x1F300, 0x1F600)))) for _ in range(size))  # fmt: skip


def nearly(value: str, chance: random.Random) -> str:
    """A sound value, a little off."""
    if not value or chance.random() < 0.3:
        return odd(chance)
    at = chance.randrange(len(value))
    return chance.choice((
        value[:at] + value[at + 1 :], value[:at] + odd(chance)[:3] + value[at:], value * 2, value.upper(), value[::-1],
        f" {value} ", value[:at],
    ))  # fmt: skip


def real_files() -> list[tuple[str, bytes]]:
    """Small sound files of the kinds that people bring: from the repository, and from the data beside it."""
    root = Path(__file__).resolve().parents[2]
    found = [
        *(root / "coproduce").rglob("*.pb"),
        *(root / "coproduce").rglob("*.png"),
        *(root / "docs").rglob("*.csv"),
    ]
    found += [*(root / "docs").rglob("*.toml"), *(root / "coproduce" / "catalogue").rglob("*.toml")][:12]
    shared = root.parent / "shared" / "data"
    if shared.is_dir():
        beside = (
            path
            for path in sorted(shared.rglob("*"))
            if path.suffix in {".pb", ".csv", ".sav", ".xlsx", ".zip", ".json"}
        )
        found += [path for path in beside if path.stat().st_size < 60_000][:40]
    made = [
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 4),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("list.csv", "name,hours,when\nÄnne,2,2026-05-01\n".encode()),
        ("empty.txt", b""),
    ]  # fmt: skip
    return made + [(path.name, path.read_bytes()) for path in found if path.stat().st_size < 60_000]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with a fault in it; now and then sound."""
    if not data or chance.random() < 0.1:
        return data
    at = chance.randrange(len(data))
    piece = bytes(chance.randrange(256) for _ in range(chance.choice((1, 4, 40))))
    return chance.choice((
        data[:at], data[:at] + piece + data[at:], data[:at] + piece + data[at + len(piece) :], data[at:], data * 2,
        data.replace(b";", b",", 3), data.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + data, data.decode("latin-1").encode("utf-16"),
        data + b"\x00" * 50, data.replace(b"1", b"-9999999999999999999999", 2),
    ))  # fmt: skip
