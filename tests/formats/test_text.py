"""Bytes to text: sure, or said to be unsure with the place."""

from __future__ import annotations

import pytest

from coproduce.formats import text
from coproduce.formats.protocol import Faults
from coproduce.formats.text import decode


def read(data: bytes, language: str = "") -> tuple[bytes | None, list[str], list[str]]:
    faults, warnings = Faults("f"), Faults("f")
    found = decode(data, faults, warnings, language=language)
    assert (found is None) == bool(faults)
    return found, [str(problem) for problem in faults.found()], [str(problem) for problem in warnings.found()]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", b""),
        (b"abc", b"abc\n"),
        (b"a\r\nb\rc\n", b"a\nb\nc\n"),
        (b"\xef\xbb\xbfa;b\n", b"a;b\n"),
        ("Łódź\n".encode(), "Łódź\n".encode()),
        ("Łódź\r\n🌳".encode("utf-16"), "Łódź\n🌳\n".encode()),
        (b"\xfe\xff" + "é\rx\n".encode("utf-16-be"), "é\nx\n".encode()),
    ],
)
def test_unicode_in_its_forms(data: bytes, expected: bytes) -> None:
    assert read(data) == (expected, [], [])


@pytest.mark.parametrize(
    ("words", "encoding", "language", "name"),
    [
        ("café Müller €5", "cp1252", "", "Windows-1252"),
        ("Zażółć gęślą jaźń", "cp1250", "pl", "Windows-1250"),
        ("Mała łąka", "cp1250", "", "Windows-1250"),
        ("SZKÓŁ, Żółw", "cp1250", "pl", "Windows-1250"),
        ("bench £500", "cp1252", "", "Windows-1252"),
        ("cañón, São João", "cp1252", "es", "Windows-1252"),
        ("œuvre à Châlons, fête", "cp1252", "fr", "Windows-1252"),
        ("x \x98 y ł".replace("\x98", "˜").replace("ł", ""), "cp1252", "", "Windows-1252"),
    ],
)
def test_old_encodings_where_one_reading_is_certain(
    words: str, encoding: str, language: str, name: str
) -> None:
    found, faults, warnings = read(b"one\n" + words.encode(encoding), language)
    assert found == f"one\n{words}\n".encode()
    assert faults == []
    assert len(warnings) == 1
    assert f"read as {name}" in warnings[0]
    assert warnings[0].startswith("f:2:")


@pytest.mark.parametrize(
    "data", ["gęsi".encode("cp1250"), "fête".encode("cp1252"), b"a \x81\x83\x90 b", b"m\xb2 \xaf\xaf"]
)
def test_an_uncertain_old_encoding_is_a_problem(data: bytes) -> None:
    found, faults, warnings = read(b"fine\n" + data)
    assert found is None
    assert warnings == []
    assert len(faults) == 1
    assert faults[0].startswith("f:2:")
    assert "not certain which older encoding" in faults[0]


def test_a_language_does_not_outweigh_what_cannot_be() -> None:
    # In Windows-1252 this would be "£¹ka", whatever language the file says it is in.
    assert read("Łąka".encode("cp1250"), "en")[0] == "Łąka\n".encode()


def test_mixed_encodings_are_listed_line_by_line() -> None:
    found, faults, _ = read("Łódź\n".encode() + b"ok\n" + "aż\nbł ł\n".encode("cp1250"))
    assert found is None
    assert [fault[:6] for fault in faults] == ["f:3:2:", "f:4:2:"]
    assert "0xBF" in faults[0]
    assert "two encodings are mixed" in faults[0]


def test_one_letter_of_utf_8_in_an_old_file_is_a_mixture() -> None:
    for word in ("kópia", "łąka", "żaba", "ósmy"):
        found, faults, _ = read("Zażółć gęślą\n".encode("cp1250") + word.encode(), "pl")
        assert found is None
        assert "two encodings are mixed" in faults[0]


def test_text_cut_inside_a_letter() -> None:
    found, faults, _ = read("ab\nŁó".encode()[:-1])
    assert found is None
    assert faults[0].startswith("f:2:2: the byte 0xC3")


def test_utf_16_that_is_cut_off() -> None:
    found, faults, _ = read("one\r\ntwo".encode("utf-16")[:-1])
    assert found is None
    assert faults[0].startswith("f:2:3: the file says that it is UTF-16")


def test_zero_bytes() -> None:
    _, faults, _ = read(b"one\nt\xc5\x82\0o\nthree\nfo\0r\0\n")
    assert [fault[:6] for fault in faults] == ["f:2:3:", "f:4:3:"]
    _, faults, _ = read("no mark".encode("utf-16-le"))
    assert len(faults) == 1
    assert "perhaps UTF-16" in faults[0]


def test_lines_and_files_that_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_LINE_BYTES", 10)
    lines = [b"0123456789", b"", b"0123456789a", b"ab", b"x" * 40, b"abc"]
    _, faults, _ = read(b"\n".join(lines))
    assert [fault[:5] for fault in faults] == ["f:3:1", "f:5:1"]
    assert "11 bytes" in faults[0]
    assert read(b"\n".join([b"0123456789"] * 7))[1] == []
    monkeypatch.setattr(text, "MAX_BYTES", 5)
    _, faults, _ = read(b"123456")
    assert "split it" in faults[0]


def test_a_line_over_ten_megabytes_is_named() -> None:
    _, faults, _ = read(b"short\n" + b"x" * 10_000_001 + b"\nshort\n")
    assert [fault[:6] for fault in faults] == ["f:2:1:"]
