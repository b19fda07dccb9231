"""A study file back to bytes: every answer a judgement of its own or the study's figure, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coproduce.formats.study.fields import DO_NOT_KNOW
from coproduce.formats.study.reading import AGENT_QUESTIONS, RISK_QUESTIONS, StudyFile

Answers = Mapping[tuple[str, str], Any]


def write(value: StudyFile) -> bytes:
    """TOML from which ``read`` makes an equal study. Comments of a file that was read are not kept."""
    plain = value.plain
    given: Answers = {
        (one["about"], one["question"]): one["range"] for one in plain["answers"] if not one.get("group")
    }
    lines = _head(value)
    for part in ("outcomes", "groups", "activities"):
        for one in plain[part]:
            lines += ["", f"[[{part}]]", *_pairs(one)]
    for one in plain["risks"]:
        lines += ["", "[[risks]]", *_pairs(one), *_answers(given, one["id"], RISK_QUESTIONS)]
        links = [link for link in plain["links"] if link["cause"] == one["id"]]
        tables = [
            {"risk": link["effect"], **_points(given, f"{link['cause']}>{link['effect']}", "times", "times")}
            for link in links
        ]
        lines += [f"more_likely = {_text(tables)}"] if tables else []
    for one in plain["actions"]:
        effects = [
            {**effect, **_points(given, f"{one['id']}/{effect['on']}/{effect['of']}", "effect", "effect")}
            for effect in one["effects"]
        ]
        lines += ["", "[[actions]]", *_pairs({**one, "cost": list(one["cost"]), "effects": effects})]
    for one in plain["agents"]:
        lines += ["", "[[agents]]", *_pairs(one), *_answers(given, one["id"], AGENT_QUESTIONS)]
    for one in plain["substitutions"]:
        share = _points(given, f"{one['by']}>{one['agent']}", "substitution", "share")
        lines += ["", "[[stands_in]]", *_pairs({"who": one["by"], "for": one["agent"], **share})]
    for part, name in (
        ("happenings", "events"),
        ("reviews", "reviews"),
        ("organisational", "organisational"),
    ):
        for one in plain[part]:
            lines += ["", f"[[{name}]]", *_pairs(one)]
    for one in plain["answers"]:
        if one.get("group"):
            whose = {
                name: one.get(name) for name in ("group", "person", "about", "bearer", "round", "facilitator")
            }
            lines += ["", "[[judgements]]", *_pairs({**whose, **_range(one["question"], one["range"])})]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _head(value: StudyFile) -> list[str]:
    plain = value.plain
    names = ("title", "currency", "budget", "shock", "correlation", "weights_reason")
    lines = _pairs({name: plain[name] for name in names})
    lines += _pairs({"invented": plain["invented"], "judgements_file": value.judgements_file})
    if plain["weights"]:
        pairs = zip(plain["groups"], plain["weights"], strict=True)
        lines += ["", "[weights]", *_pairs({group["id"]: weight for group, weight in pairs})]
    return lines


def _answers(given: Answers, about: str, questions: Sequence[str]) -> list[str]:
    # One "sure" holds for a whole table, as it was read.
    found: dict[str, Any] = {}
    for question in questions:
        found.update(_points(given, about, question, question))
    return _pairs(found)


def _points(given: Answers, about: str, question: str, name: str) -> dict[str, Any]:
    return _range(name, given[about, question]) if (about, question) in given else {}


def _range(name: str, given: Mapping[str, float] | None) -> dict[str, Any]:
    if given is None:
        return {name: DO_NOT_KNOW}
    points = [given["lowest"], given["best"], given["highest"]]
    return {name: points, "sure": round(given["sure"] * 100, 9)}


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_text(one)}" for name, one in table.items() if one is not None and one != ""]


def _key(name: str) -> str:
    plain = name and all(char.isascii() and (char.isalnum() or char in "-_") for char in name)
    return name if plain else _text(name)


def _text(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value)) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_text(one) for one in value) + "]"
    return repr(value)
