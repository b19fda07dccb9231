"""A group in a few plain sentences, made by rule from its representative statements.

No sentence is invented: each says how many of a group voted how on a statement that
people wrote, and how that compares with everybody else. Shares become words by fixed
bounds: nine in ten is "nearly all", two thirds "most", one half "more than half".
"""

from __future__ import annotations

from collections.abc import Sequence

from coproduce.engines.opinion.counts import Counts
from coproduce.engines.opinion.representative import Representative

_WORDS = ((0.9, "Nearly all"), (2 / 3, "Most"), (0.5, "More than half"), (0.0, "Some"))
_LONGEST = 160
_SENTENCES = 3


def group_summary(
    listed: Sequence[Representative], counts: Counts, group: int, *, size: int, of: int, texts: Sequence[str]
) -> str:
    """Who the group is: its size, then up to three statements that mark it."""
    sentences = [f"{size} of {of} people."]
    sentences += [_sentence(entry, counts, group, texts) for entry in listed[:_SENTENCES]]
    if len(sentences) == 1:
        sentences.append("No statement marks this group.")
    return " ".join(sentences)


def _sentence(entry: Representative, counts: Counts, group: int, texts: Sequence[str]) -> str:
    share = entry.votes_for / max(entry.seen, 1)
    word = next(text for bound, text in _WORDS if share >= bound)
    verb = "agree" if entry.side == "agree" else "disagree"
    who = f"{word} of those who voted on it {verb} ({entry.votes_for} of {entry.seen})"
    own = f"{who}: {_quoted(texts[entry.statement])}"
    by_side = counts.agree if entry.side == "agree" else counts.disagree
    outside_for = int(by_side[:, entry.statement].sum() - by_side[group, entry.statement])
    outside_seen = int(counts.seen[:, entry.statement].sum() - counts.seen[group, entry.statement])
    if not outside_seen:
        return f"{own}."
    return f"{own}; elsewhere {outside_for} of {outside_seen} {'does' if outside_for == 1 else 'do'}."


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    if not flat:
        return "(a statement without text)"
    short = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return f"“{short.rstrip('.')}”"
