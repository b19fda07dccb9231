"""Damage as files meet it: bytes flipped, lines lost and doubled, fields edited, encodings mixed.

``damage`` makes one mutation (or several on top of one another) from a file and
a random source; ``judge`` says what has to hold of whatever comes out of reading.
The tests and the sweep use the same two.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from coproduce.engines.kernel import Problem
from coproduce.formats import pabulib

_FIELDS = [
    b"", b" ", b"0", b"-1", b"-0", b"1e9", b"NaN", b"inf", b"1.5", b"1,5", b"1 000", b"99999999999999999999", b"9" * 70,
    b"1/3", b"a;b", b'"', b'""', b'"x', b'x"y"', b'"a;b"', b'"a\nb"', b"1,2,3", b"1,1", b",", b",,", b" 1 , 2 ", b"\xc5\x82",
    b"\xb3", b"\xff", b"\x00", b"\xe2\x80\xa8", b"\xc2\x85", b"\xf0\x9f\x8c\xb3", b"META", b"PROJECTS", b"VOTES",
    b"approval", b"cumulative", b"ordinal", b"scoring", b"choose-1", b"knapsack", b"points", b"vote", b"project_id",
    "\u0661".encode(), "\u00b2".encode(), b"\r", b"\t", b"\x1a", b"\x0b",
]  # fmt: skip
_LINES = [
    b"META", b"PROJECTS", b"VOTES", b"", b"   ", b";", b";;;;;;", b"key;value", b"budget;-5", b"budget;0", b"budget;x",
    b"min_length;3", b"max_length;0", b"max_sum_cost;1", b"min_sum_points;4", b"max_points;1", b"vote_type;cumulative",
    b"vote_type;scoring", b"vote_type;ordinal", b"vote_type;choose-1", b"vote_type;knapsack", b"fully_funded;maybe",
    b"budget_per_category;1,2", b"categories;a,b", b"neighborhoods;a,a", b"budget_per_neighborhood;1,x",
    b"min_length_per_category;1", b"project_id;cost", b"voter_id;vote", b"voter_id;vote;points", b'"', b'"a"b', b"\xb3\xea",
]  # fmt: skip

Mutation = Callable[[bytes, random.Random], bytes]


def _flip(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _splice(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[min(len(data), start + chance.randrange(1, 200)) :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_FIELDS) + data[at:]


def _on_lines(change: Callable[[list[bytes], int, random.Random], None]) -> Mutation:
    def mutation(data: bytes, chance: random.Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, _some_line(lines, chance), chance)
        return b"\n".join(lines)

    return mutation


def _some_line(lines: Sequence[bytes], chance: random.Random) -> int:
    # Heads are short and ballots many: half of the damage falls on the head.
    return chance.randrange(min(len(lines), 45) if chance.random() < 0.5 else len(lines))


def _delete(lines: list[bytes], at: int, chance: random.Random) -> None:
    del lines[at : at + chance.choice((1, 1, 1, 5))]


def _double(lines: list[bytes], at: int, chance: random.Random) -> None:
    lines.insert(chance.randrange(len(lines) + 1), lines[at])


def _swap(lines: list[bytes], at: int, chance: random.Random) -> None:
    other = chance.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _add(lines: list[bytes], at: int, chance: random.Random) -> None:
    lines.insert(at, chance.choice(_LINES))


def _edit(lines: list[bytes], at: int, chance: random.Random) -> None:
    fields = lines[at].split(b";")
    fields[chance.randrange(len(fields))] = chance.choice(_FIELDS)
    lines[at] = b";".join(fields)


def _edit_piece(lines: list[bytes], at: int, chance: random.Random) -> None:
    pieces = lines[at].split(b",")
    pieces[chance.randrange(len(pieces))] = chance.choice((*_FIELDS, *pieces))
    lines[at] = b",".join(pieces)


def _recode(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("cp1250", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-8-sig")), "replace"
    )


def _mix(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at:].decode("utf-8", "replace").encode("cp1250", "replace")


def _line_ends(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(
        b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b";\n", b";;;\n"))
    )


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _splice, _insert, _recode, _mix, _line_ends,
    *map(_on_lines, (_delete, _double, _swap, _add, _edit, _edit, _edit_piece, _edit_piece)),
)  # fmt: skip


def damage(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to three mutations, one after another."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def judge(data: bytes, name: str = "damaged.pb") -> str:
    """Reads ``data`` and checks what must hold; says ``"value"`` or ``"problems"``."""
    found = pabulib.read(data, name=name)
    problems = found if isinstance(found, list) else list(found.warnings)
    for problem in problems:
        assert isinstance(problem, Problem)
        assert problem.place.source == name
        assert problem.place.line >= 1 or problem.place.key
        assert problem.text
        assert "\n" not in str(problem)
        assert problem.code
    assert problems == sorted(problems)
    if isinstance(found, list):
        assert found
        return "problems"
    assert pabulib.read(pabulib.write(found), name=name) == found
    assert found.indptr[0] == 0
    assert found.indptr[-1] == len(found.indices)
    assert len(found.indptr) == len(found.voter_ids) + 1
    assert (found.indices >= 0).all()
    assert (found.indices < len(found.project_ids)).all()
    assert all(cost > 0 for cost in found.costs)
    assert len(found.costs) == len(found.names) == len(found.categories) == len(found.project_ids)
    assert found.points is None or ((found.points >= 0).all() and len(found.points) == len(found.indices))
    return "value"
