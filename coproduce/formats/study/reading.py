"""From the bytes of a study file to its plain form, with the place of everything."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coproduce.engines.kernel import Place, Problem
from coproduce.formats.protocol import Faults
from coproduce.formats.study.fields import DO_NOT_KNOW, SCHEMA, Fields
from coproduce.formats.study.judgements import Judged
from coproduce.formats.text import decode
from coproduce.formats.toml_places import Places

RISK_QUESTIONS = ("likelihood", "severity", "share", "months")
AGENT_QUESTIONS = ("fall", "plateau", "recovery", "adaptation", "learning")
JUDGED = (*RISK_QUESTIONS, "times", "effect", *AGENT_QUESTIONS, "substitution")


@dataclass(frozen=True)
class StudyFile:
    """A study as it stands in files.

    ``plain`` is the engine's plain form (the field names of its ``Study``). ``places`` says where each part stands, by
    the keys in which the engine speaks of faults (``risks[fall].bearers``). ``judgements_file`` names a CSV to be read
    beside it.
    """

    plain: dict[str, Any]
    places: dict[str, Place] = field(default_factory=dict, compare=False)
    judgements_file: str = ""

    def with_judgements(self, judged: Sequence[Judged], name: str) -> StudyFile:
        """The study with the answers of a CSV called ``name``."""
        places = dict(self.places)
        for one in judged:
            places[answer_key(one.plain)] = Place(name, one.line, one.column)
        answers = [*self.plain["answers"], *(one.plain for one in judged)]
        return replace(self, plain={**self.plain, "answers": answers}, places=places)

    def placed(self, problems: Sequence[Problem]) -> list[Problem]:
        """``problems`` of the engine with file, line and key, wherever the key or one around it has a place."""
        return [
            Problem(self._place(problem.place.key), _with_key(problem), problem.code) for problem in problems
        ]

    def _place(self, key: str) -> Place:
        near = key
        while near and near not in self.places:
            near = near.rpartition(".")[0] or near.partition("[")[0] * ("[" in near)
        found = self.places.get(near, self.places[""])
        return replace(found, key=key)


def answer_key(plain: dict[str, Any]) -> str:
    """The key under which the engine speaks of an answer."""
    parts = [plain.get(name, "") for name in ("group", "person", "about", "question", "bearer")]
    return f"answers[{'|'.join([*parts, str(plain.get('round', 1))])}]"


def read(data: bytes, *, name: str) -> StudyFile | list[Problem]:
    """The study in ``data``, or every fault of its form. What it means is for the engine to check."""
    found, problems = inspect(data, name=name)
    return problems if problems or found is None else found


def inspect(data: bytes, *, name: str) -> tuple[StudyFile | None, list[Problem]]:
    """The study as far as it can be read, and every fault of its form; None where it is no TOML at all."""
    faults = Faults(name)
    text = decode(data, faults, Faults(name))
    if text is None:
        return None, faults.found()
    words = text.decode("utf-8")
    try:
        table = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        said, spot = _where(str(error), words)
        faults.add("toml", f"this is not TOML: {said}", spot)
        return None, faults.found()
    except RecursionError:
        faults.add("toml", "this is nested too deeply to be read", (1, 1))
        return None, faults.found()
    top = Fields(table, "", (), Places.of(words), faults)
    top.check_names()
    return _Study(top, name).read(), [_keyed(problem) for problem in faults.found()]


def _where(message: str, words: str) -> tuple[str, tuple[int, int]]:
    found = re.search(r"\s*\(at line (\d+), column (\d+)\)$", message)
    if found:
        return message[: found.start()].lower(), (int(found[1]), int(found[2]))
    return message.split(" (at", maxsplit=1)[0].lower(), (words.count("\n") + 1, 1)


def _keyed(problem: Problem) -> Problem:
    return Problem(problem.place, _with_key(problem), problem.code)


def _with_key(problem: Problem) -> str:
    """The sentence, with the key before it: ``file:line:column`` alone does not name it."""
    key = problem.place.key
    return f"{key}: {problem.text}" if key and not key.startswith("answers[") else problem.text


@dataclass
class _Study:
    top: Fields
    name: str
    places: dict[str, Place] = field(default_factory=dict)
    answers: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> StudyFile:
        top = self.top
        self.places[""] = Place(self.name, 1, 1)
        for part in SCHEMA:
            if part in top.table:
                self._mark(part, top, part)
        for name in top.table:
            self._mark(name, top, name)
        groups = self._groups()
        plain: dict[str, Any] = {
            "title": top.text("title"),
            "currency": top.text("currency") or "GBP",
            "budget": top.number("budget"),
            "shock": top.text("shock"),
            "correlation": top.number("correlation") or 0.0,
            "weights": self._weights([group["id"] for group in groups]),
            "weights_reason": top.text("weights_reason"),
            "outcomes": [self._outcome(one) for one in top.tables("outcomes")],
            "groups": groups,
            "activities": [self._texts(one, "activities", "id", "name") for one in top.tables("activities")],
            "risks": [self._risk(one) for one in top.tables("risks")],
            "actions": [self._action(one) for one in top.tables("actions")],
            "agents": [self._agent(one) for one in top.tables("agents")],
            "substitutions": [self._stands_in(one) for one in top.tables("stands_in")],
            "happenings": [self._texts(one, "events", "kind", "date") for one in top.tables("events")],
            "reviews": [self._review(one) for one in top.tables("reviews")],
            "organisational": [self._organisational(one) for one in top.tables("organisational")],
        }
        for one in top.tables("judgements"):
            self._judgement(one)
        invented = top.table.get("invented", False)
        if not isinstance(invented, bool):
            top.fault("not-yes-or-no", "this should be true or false", "invented")
        return StudyFile(
            {**plain, "links": self.links, "answers": self.answers, "invented": invented is True},
            self.places,
            top.text("judgements_file"),
        )

    def _mark(self, key: str, fields: Fields, name: str = "") -> None:
        line, column = fields.spot(name)
        if line:
            self.places[key] = Place(self.name, line, column)

    def _part(self, part: str, fields: Fields) -> str:
        """The key of a table by its id, its places and those of its fields noted."""
        key = f"{part}[{fields.text('id')}]"
        self._mark(key, fields)
        for name in fields.table:
            self._mark(f"{key}.{name}", fields, name)
        return key

    def _texts(self, fields: Fields, part: str, *names: str) -> dict[str, Any]:
        if "id" in names:
            self._part(part, fields)
        return {name: fields.text(name) for name in names}

    def _groups(self) -> list[dict[str, Any]]:
        found = []
        for one in self.top.tables("groups"):
            self._part("groups", one)
            people = one.number("people")
            found.append(
                {
                    **{name: one.text(name) for name in ("id", "name", "kind")},
                    "people": None if people is None else int(people),
                    "regret_limit": one.number("regret_limit"),
                }
            )
        return found

    def _weights(self, groups: list[str]) -> list[float]:
        value = self.top.table.get("weights")
        if value is None:
            return []
        if not isinstance(value, dict):
            self.top.fault(
                "not-weights", "give weights by group: [weights], then users = 0.5 and so on", "weights"
            )
            return []
        for name in value:
            self.places[f"weights.{name}"] = Place(self.name, *self.top.places.spot(("weights", name)))
            if name not in groups:
                self.top.faults.add(
                    "unknown-group",
                    f"there is no group {name!r}; known: {', '.join(groups) or 'none'}",
                    self.top.places.spot(("weights", name)),
                    key=f"weights.{name}",
                )
        inner = Fields(value, "weights", ("weights",), self.top.places, self.top.faults)
        return [inner.number(group) or 0.0 for group in groups]

    def _outcome(self, fields: Fields) -> dict[str, Any]:
        self._part("outcomes", fields)
        return {"id": fields.text("id"), "name": fields.text("name"), "ladder": fields.rungs("ladder")}

    def _risk(self, fields: Fields) -> dict[str, Any]:
        self._part("risks", fields)
        name = fields.text("id")
        for question in RISK_QUESTIONS:
            self._given(fields, name, question, question)
        for link in fields.tables("more_likely"):
            other = link.text("risk")
            self.links.append({"cause": name, "effect": other})
            self._mark(f"links[{name}>{other}]", link)
            self._given(link, f"{name}>{other}", "times", "times")
        texts = ("id", "name", "story", "outcome", "activity", "needs", "agent")
        return {
            **{text: fields.text(text) for text in texts},
            "bearers": fields.texts("bearers"),
            "per": fields.text("per") or "year",
            "sense": fields.text("sense") or "harm",
        }

    def _action(self, fields: Fields) -> dict[str, Any]:
        key = self._part("actions", fields)
        name = fields.text("id")
        effects = []
        for effect in fields.tables("effects"):
            on, of = effect.text("on"), effect.text("of")
            effects.append({"on": on, "of": of})
            self._mark(f"{key}.effects", effect)
            self._given(effect, f"{name}/{on}/{of}", "effect", "effect")
        cost = fields.points("cost")
        if cost == DO_NOT_KNOW:
            fields.fault("cost-unknown", "give a cost, as wide a range as you like", "cost")
        return {
            **{text: fields.text(text) for text in ("id", "name", "strategy")},
            "cost": cost if isinstance(cost, tuple) else (0.0, 0.0, 0.0),
            "doses": fields.numbers("doses") or [1.0],
            "excludes": fields.texts("excludes"),
            "effects": effects,
        }

    def _agent(self, fields: Fields) -> dict[str, Any]:
        self._part("agents", fields)
        for question in AGENT_QUESTIONS:
            self._given(fields, fields.text("id"), question, question)
        return {
            **{text: fields.text(text) for text in ("id", "name", "kind", "set_by")},
            **{name: fields.number(name) for name in ("least_level", "longest_gap", "promised")},
        }

    def _stands_in(self, fields: Fields) -> dict[str, Any]:
        by, agent = fields.text("who"), fields.text("for")
        self._mark(f"stands_in[{by}>{agent}]", fields)
        self._given(fields, f"{by}>{agent}", "share", "substitution")
        return {"by": by, "agent": agent}

    def _review(self, fields: Fields) -> dict[str, Any]:
        self._mark(f"reviews[{fields.text('risk')}]", fields)
        happened, tried = (int(fields.number(name) or 0) for name in ("happened", "tried"))
        return {
            "risk": fields.text("risk"),
            "happened": happened,
            "tried": tried,
            "date": fields.text("date"),
        }

    def _organisational(self, fields: Fields) -> dict[str, Any]:
        self._part("organisational", fields)
        return {"id": fields.text("id"), "name": fields.text("name"), "leads_to": fields.texts("leads_to")}

    def _judgement(self, fields: Fields) -> None:
        whose = {name: fields.text(name) for name in ("group", "person", "about", "bearer", "facilitator")}
        turn = fields.number("round")
        for question in JUDGED:
            bearer = whose["bearer"] if question == "severity" else ""
            more = {**whose, "bearer": bearer, "round": 1 if turn is None else int(turn)}
            self._given(fields, whose["about"], question, question, more)

    def _given(
        self, fields: Fields, about: str, name: str, question: str, more: dict[str, Any] | None = None
    ) -> None:
        points = fields.points(name)
        if points is None:
            return
        given = None
        if isinstance(points, tuple):
            keys = ("lowest", "best", "highest", "sure")
            given = dict(zip(keys, (*points, fields.sure()), strict=True))
        elif more is None:
            # "Do not know" in the study's own figures says no more than leaving them out.
            return
        plain = {**(more or {}), "about": about, "question": question, "range": given}
        self.answers.append(plain)
        self._mark(answer_key(plain), fields, name)
