"""What answers must keep: about something that is there, three points in order, on the scale of the question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from coproduce.engines.kernel import Place, Problem
from coproduce.engines.risk.strategies import effect_about
from coproduce.engines.risk.values import AGENT_QUESTIONS, RISK_QUESTIONS, SCALES, Answer, Range, Scale, Study

Faults = Iterator[Problem]


def answer_key(answer: Answer) -> str:
    """Where an answer stands: ``answers[group/person/about/question/bearer/round]``."""
    parts = (answer.group, answer.person, answer.about, answer.question, answer.bearer, str(answer.round))
    return f"answers[{'|'.join(parts)}]"


def answer_faults(study: Study) -> Faults:
    """Every fault of the answers of ``study``."""
    questions = _questions(study)
    groups = {group.id for group in study.groups}
    bearers = {risk.id: risk.bearers for risk in study.risks}
    if not any(answer.group for answer in study.answers):
        yield _fault(
            "answers", "nobody has judged anything yet; a study needs at least one group's answers", "nobody"
        )
    for key, count in Counter(answer_key(answer) for answer in study.answers).items():
        if count > 1:
            yield _fault(
                key, f"the same question is answered {count} times by the same person in one round", "twice"
            )
    for answer in study.answers:
        if answer.group and answer.group not in groups:
            known = ", ".join(sorted(groups))
            yield _fault(
                answer_key(answer), f"there is no group {answer.group!r}; known: {known}", "unknown-group"
            )
        yield from _answer(answer, questions, bearers.get(answer.about, ()))


def _answer(answer: Answer, questions: dict[str, dict[str, str]], bearers: tuple[str, ...]) -> Faults:
    key = answer_key(answer)
    if answer.about not in questions:
        yield _fault(key, f"there is nothing called {answer.about!r} to judge in this study", "unknown-about")
        return
    scale = questions[answer.about].get(answer.question)
    if scale is None:
        able = ", ".join(questions[answer.about])
        yield _fault(
            key, f"{answer.about!r} has no question {answer.question!r}; it has: {able}", "unknown-question"
        )
        return
    if answer.bearer and answer.question != "severity":
        yield _fault(key, "only severity is asked bearer by bearer", "bearer-question")
    elif answer.bearer and answer.bearer not in bearers:
        yield _fault(key, f"{answer.bearer!r} does not bear {answer.about!r}", "unknown-bearer")
    if answer.round < 1:
        yield _fault(key, "rounds count from 1", "round")
    if answer.range is not None:
        yield from range_faults(key, answer.range, SCALES[scale])


def range_faults(key: str, given: Range, scale: Scale, *, scaled: bool = True) -> Faults:
    """The faults of three points and how sure."""
    points = (given.lowest, given.best, given.highest)
    if not all(math.isfinite(point) for point in points):
        yield _fault(key, "give plain numbers for lowest, best and highest", "not-finite")
        return
    if not given.lowest <= given.best <= given.highest:
        yield _fault(
            key,
            f"the best guess {given.best:g} does not lie between lowest {given.lowest:g} and highest "
            f"{given.highest:g}; put the three in order",
            "best-outside",
        )
    if scaled and any(not scale.low <= point <= scale.high for point in points):
        yield _fault(key, f"these answers go from {scale.low:g} to {scale.high:g}", "off-scale")
    if not 0.5 <= given.sure <= 1:
        yield _fault(key, "how sure goes from 50 to 100 of 100", "sure")


def _questions(study: Study) -> dict[str, dict[str, str]]:
    """What can be answered about what, and on which scale."""
    found: dict[str, dict[str, str]] = {}
    for risk in study.risks:
        asked = [one for one in RISK_QUESTIONS if risk.per == "year" or one != "share"]
        found[risk.id] = dict(zip(asked, asked, strict=True))
    for link in study.links:
        found[link.id] = {"times": "times"}
    for agent in study.agents:
        found[agent.id] = dict(zip(AGENT_QUESTIONS, AGENT_QUESTIONS, strict=True))
    for substitution in study.substitutions:
        found[substitution.id] = {"substitution": "substitution"}
    for action in study.actions:
        for effect in action.effects:
            found[effect_about(action, effect)] = {"effect": f"effect:{effect.on}"}
    return {
        about: {name: scale for name, scale in asked.items() if scale in SCALES}
        for about, asked in found.items()
    }


def _fault(key: str, text: str, code: str) -> Problem:
    return Problem(Place(key=key), text, code)
