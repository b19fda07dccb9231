"""Two strategies, not one: suggestions for doing things alone and for doing them together.

Each suggestion comes from the literature and rests on an association that was found there.
Beside it stands what *this* survey says of that association: for it, against it, or
nothing clear. A survey at one moment shows who does what, not what would change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Target = Literal["individual", "collective"]
CAUTION = (
    "These are people who were asked once. That two things go together does not show that one brings about the "
    "other: try a suggestion out, with a comparison group, before you rely on it."
)
_SEED = "Bovaird 2013, on a survey of 5,000 people in five European countries (2008)"
_NO_LINK = (
    "In Australia (Alford and Yates 2016, 1,000 people) there was no link with satisfaction, information or "
    "consultation."
)
_MODEST = "In Australia (Alford and Yates 2016, 1,000 people) the link with self-efficacy was only modest."
_NUDGES = (
    "In five panels of English and Welsh councils (Bovaird and others 2016) self-efficacy went with doing more, "
    "but nudges had only a weak effect and may need to be quite strong."
)


@dataclass(frozen=True)
class Strategy:
    """One suggestion: what it is, on which association (role and sign) it rests, and what was found elsewhere."""

    key: str
    target: Target
    role: str
    sign: int
    text: str
    source: str
    elsewhere: tuple[str, ...]


STRATEGIES: tuple[Strategy, ...] = (
    Strategy("keep-older", "individual", "age", 1,
        "Older people already do much on their own: make it easy to keep on, and thank them.", _SEED, (_NUDGES,)),
    Strategy("ask-men", "individual", "female", 1,
        "Women do more on their own: ask men directly, about one small act at a time.", _SEED, ()),
    Strategy("inform-alone", "individual", "information", 1,
        "Give clear information about what one person can do and what comes of it.", _SEED, (_NO_LINK,)),
    Strategy("consult-alone", "individual", "consultation", 1,
        "Ask people what they think and show what became of it.", _SEED, (_NO_LINK,)),
    Strategy("customise", "individual", "efficacy", 1,
        "Fit the service to each person, help them picture what doing more would be like, and let them try it out: "
        "customise, visualise, rehearse.", _SEED, (_MODEST,)),
    Strategy("young-together", "collective", "age", -1,
        "Ask younger people to do things together, in a style of its own and not the one that suits those who "
        "already take part.", _SEED, (_NUDGES,)),
    Strategy("inform-together", "collective", "information", 1,
        "Give well-made information about what groups achieve.", _SEED, (_NO_LINK,)),
    Strategy("consult-together", "collective", "consultation", 1,
        "Consult in ways that bring people into the same room, and say what came of it.", _SEED, (_NO_LINK,)),
    Strategy("efficacy-together", "collective", "efficacy", 1,
        "Show people that what they do together makes a difference: small wins, seen soon.", _SEED,
        (_NUDGES, _MODEST)),
    Strategy("mentors", "collective", "efficacy", 1,
        "Ask people who believe that residents make a difference to be mentors of those who do not yet.", _SEED,
        (_NUDGES,)),
)  # fmt: skip


def suggestions(models: Sequence[Mapping[str, Any]], roles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each strategy with its evidence in ``models`` (as in the result); ``roles`` names the term of each role.

    ``evidence`` is ``for``, ``against`` or ``unclear``, or ``not asked`` where the survey has no such question.
    """
    by_kind = {model["kind"]: {term["name"]: term for term in model["terms"]} for model in models}
    found: list[dict[str, Any]] = []
    for each in STRATEGIES:
        if each.target not in by_kind:
            continue
        term = by_kind[each.target].get(roles.get(each.role, ""))
        found.append(
            {
                "key": each.key,
                "target": each.target,
                "text": each.text,
                "evidence": "not asked" if term is None else _reading(term, each.sign),
                "term": None if term is None else term["name"],
                "effect": None if term is None else [term["ame"], *term["ame_ci"]],
                "source": each.source,
                "elsewhere": list(each.elsewhere),
            }
        )
    return found


def _reading(term: Mapping[str, Any], sign: int) -> str:
    low, high = term["ame_ci"]
    if low > 0 or high < 0:
        return "for" if (low > 0) == (sign > 0) else "against"
    return "unclear"
