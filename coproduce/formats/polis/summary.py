"""``summary.csv``: a few facts about the conversation, one a row, name before value."""

from __future__ import annotations

from dataclasses import dataclass

from coproduce.engines.kernel import Problem
from coproduce.formats.delimited import rows, write_rows
from coproduce.formats.protocol import Faults, plural
from coproduce.formats.text import decode

NAMES = (
    "topic", "url", "views", "voters", "voters-in-conv", "commenters", "comments", "groups",
    "conversation-description",
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """The facts by name, in the order of the file."""

    facts: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """The fact of that name, "" where it is not told."""
        return dict(self.facts).get(name, "")


def read(data: bytes, *, name: str) -> Summary | list[Problem]:
    """The facts in ``data``, or every problem found."""
    faults = Faults(name)
    text = decode(data, faults, Faults(name))
    if text is None:
        return faults.found()
    facts: dict[str, str] = {}
    for row in rows(text, faults, delimiter=","):
        if row.blank:
            continue
        key, *values = row.fields
        if len(values) != 1:
            faults.add(
                "row-width",
                f"this row has {plural(len(row.fields), 'field')}; each has two, a name and its value "
                "(put text that holds a comma between double quotes)",
                (row.line, 1),
            )
        elif key in facts:
            faults.add("name-twice", f"{key} stands twice; keep one of them", row.place(0))
        else:
            facts[key] = values[0]
    return faults.found() if faults else Summary(tuple(facts.items()))


def write(value: Summary) -> bytes:
    """The file that ``read`` turns into ``value``."""
    return write_rows(value.facts, delimiter=",").encode("utf-8")
