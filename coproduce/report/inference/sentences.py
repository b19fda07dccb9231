"""What a survey says, in sentences fit to be read out: never more than the intervals allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coproduce.report.numbers import listed, number, plural

Told = Mapping[str, Any]

PEOPLE = {
    "age": "Older people",
    "female": "Women",
    "efficacy": "People who believe that they can make a difference",
    "information": "People who are content with the information they get",
    "consultation": "People who feel heard",
    "education": "People with more education",
    "performance": "People who are content with the service",
}
"""Who has more of what stands for a role."""

DOES = {"individual": "on their own", "collective": "together with others"}


def findings(result: Told) -> list[str]:
    """One sentence for each term, both outcomes in it: first where they clearly differ, then what is clear at all."""
    models = result["models"]
    differs = {row["term"]: row for row in result["difference"]}
    told: list[tuple[int, int, str]] = []
    for at, term in enumerate(models[0]["terms"] if models else []):
        others = [_named(model, term["name"]) for model in models]
        signs = [_sign(each["ame_ci"]) if each else "0" for each in others]
        clear = sum(sign != "0" for sign in signs)
        row = differs.get(term["name"])
        apart = len(set(signs)) > 1 and row is not None and _sign(row["ci"]) != "0"
        told.append((-3 if apart else -clear, at, _sentence(term, models, signs, differs.get(term["name"]))))
    return [sentence for _, _, sentence in sorted(told)]


def headline(result: Told) -> str:
    """The finding to begin with: a term that goes with one of the two only, or else the first sentence."""
    models = result["models"]
    if len(models) == 2 and all(model["kind"] in DOES for model in models):
        for term in models[0]["terms"]:
            other = _named(models[1], term["name"])
            clear = next((row for row in result["difference"] if row["term"] == term["name"]), None)
            if other is None or clear is None or _sign(clear["ci"]) == "0":
                continue
            one, two = _sign(term["ame_ci"]), _sign(other["ame_ci"])
            if one != "0" and two == "0":
                return f"{who(term)} {_does(models[0], one)}, not {_where(models[1])}"
            if two != "0" and one == "0":
                return f"{who(term)} {_does(models[1], two)}, not {_where(models[0])}"
    return str(result["title"])


def who(term: Told) -> str:
    """Whom a term speaks of: "Older people", or "People with more of …"."""
    if term["people"]:
        return str(term["people"])
    if term["role"] in PEOPLE:
        return PEOPLE[term["role"]]
    return f"People with “{term['label']}”" if term["step"] else f"People with more of “{term['label']}”"


def basis(result: Told) -> str:
    """How many people this rests on, and as how many they count."""
    people, n = result["people"], result["n"]
    told = [f"{plural(people, 'person', 'people')} answered; {number(n)} answered all that the models ask."]
    if result["weighted"]:
        told.append(
            f"With their weights they tell as much as {number(round(result['n_effective']))} would without."
        )
    else:
        told.append("There are no weights: each answer counts once, and it is not known whom they stand for.")
    return " ".join(told)


def missing(result: Told) -> str:
    """What became of those without a value: nobody drops out in silence."""
    lost = [(result["people"] - each["n"], each["label"]) for each in result["answers"] if each["in_model"]]
    shown = [
        f"{label} ({number(count)})" for count, label in sorted(lost, key=lambda each: -each[0]) if count
    ]
    if not shown:
        return "Everybody gave an answer that counts to every question used."
    return f"People without an answer that counts, by question: {listed(shown, 8)}. The annex says why."


def expected(result: Told) -> list[str]:
    """What earlier studies found and this survey does not confirm, one sentence each."""
    told = []
    for each in result["expected"]:
        if not each["confirmed"]:
            where, _, role = each["what"].partition(".")
            told.append(
                f"Not confirmed here: {_claim(where, role, each['expected'], result)}. "
                f"This survey shows {_seen(each['found'], where)}."
            )
    return told


def claim(each: Told, result: Told) -> str:
    """One expectation in words."""
    where, _, role = each["what"].partition(".")
    text = _claim(where, role, each["expected"], result)
    return text[:1].upper() + text[1:]


def sign_in_words(sign: str) -> str:
    """A sign as words for a table."""
    return {"+": "more", "-": "less", "0": "no clear link"}[sign]


def _claim(where: str, role: str, sign: str, result: Told) -> str:
    people = PEOPLE.get(role, role)
    people = people[:1].lower() + people[1:]
    if where == "difference":
        first, second = (_where(model) for model in result["models"])
        stronger, weaker = (first, second) if sign == "+" else (second, first)
        if sign == "0":
            return f"for {people} the link is the same {first} and {second}"
        return f"for {people} the link is stronger {stronger} than {weaker}"
    model = next(each for each in result["models"] if where in (each["outcome"], each["kind"]))
    if sign == "0":
        return f"{people} do neither more nor less {_where(model)}"
    return f"{people} {_does(model, sign)}"


def _seen(sign: str, where: str) -> str:
    if where == "difference":
        return {"+": "the opposite", "-": "the opposite", "0": "no clear difference between the two"}[sign]
    return {"+": "that they do more", "-": "that they do less", "0": "no clear link"}[sign]


def _sentence(term: Told, models: Sequence[Told], signs: Sequence[str], differs: Told | None) -> str:
    subject = who(term)
    if len(models) == 1 or signs[0] == signs[1]:
        if signs[0] == "0":
            return f"{subject}: no clear link with {'either' if len(models) > 1 else 'it'}."
        parts = [_does(models[0], signs[0])]
        if len(models) == 2:
            parts.append(_does(models[1], signs[1]))
        text = f"{subject} {' and '.join(parts)}"
        if differs and _sign(differs["ci"]) != "0":
            first = abs(term["ame"]) > abs(term["ame"] - differs["diff"])
            text += f"; the link is stronger {_where(models[0 if first else 1])}"
        return text + "."
    clear, unclear = (0, 1) if signs[0] != "0" else (1, 0)
    if signs[unclear] == "0":
        text = f"{subject} {_does(models[clear], signs[clear])}; {_where(models[unclear])} there is no clear difference"
        if differs and _sign(differs["ci"]) == "0":
            text += ", but the two links are not clearly different from one another"
        return text + "."
    return f"{subject} {_does(models[0], signs[0])}, but {_does(models[1], signs[1])}."


def _does(model: Told, sign: str) -> str:
    if model["kind"] in DOES:
        return f"do {'more' if sign == '+' else 'less'} {DOES[model['kind']]}"
    return f"are {'more' if sign == '+' else 'less'} often {model['label']}"


def _where(model: Told) -> str:
    return DOES.get(model["kind"], f"for “{model['label']}”")


def _named(model: Told, name: str) -> Told | None:
    return next((term for term in model["terms"] if term["name"] == name), None)


def _sign(ci: Sequence[float]) -> str:
    return "+" if ci[0] > 0 else "-" if ci[1] < 0 else "0"
