"""The study: who bears what, what people said about it, and what could be done.

A study holds risks to *outcomes of people*, never to an organisation. Whoever
bears a risk is a group; every number is an answer that a named group gave, as three
points and "how sure", or "do not know". Nothing here is computed; ``soundness``
says what a study must keep, ``calculus`` what follows from it.

Answers keep the units of the form that people filled in (of 100, points, months,
weeks); ``SCALES`` says how each question is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strategy = Literal["activity", "environment", "resilience", "enablement"]
Sense = Literal["harm", "gain"]
Per = Literal["year", "person"]

STRATEGIES: tuple[Strategy, ...] = ("activity", "environment", "resilience", "enablement")
"""The four strategies of Bovaird and Quirk (2013): choose activities, reduce risk, build resilience, enable."""

GROUP_KINDS = ("users", "carers", "communities", "staff", "providers", "politicians", "other")
BEARER_KINDS = ("users", "carers", "communities")
"""A risk has at least one bearer of these kinds: a risk to an organisation alone is not a risk here."""

AGENT_KINDS = ("users", "networks", "communities", "providers")

EFFECTS_OF: dict[str, tuple[str, ...]] = {
    "activity": ("exposure",),
    "environment": ("likelihood", "severity", "cap"),
    "resilience": ("fall", "plateau", "recovery", "adaptation", "learning", "substitution"),
    "enablement": ("likelihood", "severity", "cap"),
}
"""What an action of each strategy may act on. Enablement itself switches on gains and harms that ``need`` it."""

AGENT_EFFECTS = EFFECTS_OF["resilience"]


@dataclass(frozen=True)
class Scale:
    """How answers to one question are read: bounds in the units of the form, and what one whole unit is."""

    low: float
    high: float
    unit: float = 1.0


SCALES: dict[str, Scale] = {
    "likelihood": Scale(0, 100, 100),
    "severity": Scale(0, 100),
    "share": Scale(0, 100, 100),
    "months": Scale(0, 12),
    "times": Scale(1, 100),
    "fall": Scale(0, 100),
    "plateau": Scale(0, 520),
    "recovery": Scale(0, 520),
    "adaptation": Scale(-100, 100),
    "learning": Scale(0, 100, 100),
    "effect:exposure": Scale(-200, 100, 100),
    "effect:likelihood": Scale(-100, 100, 100),
    "effect:severity": Scale(-100, 100, 100),
    "effect:cap": Scale(0, 100),
    "effect:fall": Scale(-100, 100, 100),
    "effect:plateau": Scale(-100, 100, 100),
    "effect:recovery": Scale(-100, 100, 100),
    "effect:adaptation": Scale(-100, 100),
    "effect:learning": Scale(0, 100, 100),
    "effect:substitution": Scale(0, 100, 100),
    "substitution": Scale(0, 100, 100),
}
RISK_QUESTIONS = ("likelihood", "severity", "share", "months")
AGENT_QUESTIONS = ("fall", "plateau", "recovery", "adaptation", "learning")


@dataclass(frozen=True)
class Range:
    """Three points and how sure (0.5 to 1) the person is that the truth lies between the outer two."""

    lowest: float
    best: float
    highest: float
    sure: float = 0.9


@dataclass(frozen=True)
class Answer:
    """What one person said to one question; ``range`` is None for "we do not know".

    ``group`` and ``person`` are empty where the study itself gives the figure for
    everybody. ``bearer`` is empty where the answer holds for every bearer of the
    risk. The highest ``round`` of a person counts; earlier ones are kept.
    """

    about: str
    question: str
    range: Range | None
    group: str = ""
    person: str = ""
    bearer: str = ""
    round: int = 1
    facilitator: str = ""


@dataclass(frozen=True)
class Outcome:
    """What should be different for people, on a ladder of worded rungs from 0 to 100 points."""

    id: str
    name: str
    ladder: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Group:
    """People who bear risks, judge them, or both. ``regret_limit`` is in points of net outcome; None for no limit."""

    id: str
    name: str
    kind: str
    people: int | None = None
    regret_limit: float | None = None
    stream: str = ""


@dataclass(frozen=True)
class Activity:
    """Something that is done and that brings both gains and harms; actions may make it more or less."""

    id: str
    name: str


@dataclass(frozen=True)
class Risk:
    """One way in which an outcome of its bearers may turn out worse (harm) or better (gain).

    ``per`` is "year" (an event that does or does not come in a year) or "person" (a
    share of people in a year). ``needs`` names the action without which it cannot
    come: what enablement adds. ``agent`` names the agent that the event strikes;
    building that agent's resilience then shrinks the harm. ``stream`` seeds its
    draws (its id, where empty), so that renaming need not change a result.
    """

    id: str
    name: str
    outcome: str
    bearers: tuple[str, ...]
    per: str = "year"
    sense: str = "harm"
    activity: str = ""
    needs: str = ""
    agent: str = ""
    story: str = ""
    stream: str = ""


@dataclass(frozen=True)
class Link:
    """When ``cause`` happens in a year, ``effect`` becomes more likely (the answers to ``times`` say how much)."""

    cause: str
    effect: str

    @property
    def id(self) -> str:
        """What answers to "how many times more likely" are about."""
        return f"{self.cause}>{self.effect}"


@dataclass(frozen=True)
class Effect:
    """What an action changes: ``on`` one parameter ``of`` a risk, an activity, an agent or ``agent>agent``."""

    on: str
    of: str


@dataclass(frozen=True)
class Action:
    """Something that could be done, under one of the four strategies.

    ``cost`` in money a year, three points. ``doses`` are the strengths in which it
    can be taken, of which one at most is chosen; effect and cost scale with the dose.
    """

    id: str
    name: str
    strategy: str
    cost: Range = Range(0, 0, 0)
    effects: tuple[Effect, ...] = ()
    doses: tuple[float, ...] = (1.0,)
    excludes: tuple[str, ...] = ()
    stream: str = ""


@dataclass(frozen=True)
class Agent:
    """One who must stand when the shock comes, with the limits that its users set.

    ``least_level`` (0 to 100) is the least that is acceptable (in ISO 22301 the MBCO);
    ``longest_gap`` (weeks) the longest that people can bear to be below it (MTPD);
    ``promised`` the provider's own recovery time (RTO), to be held against it.
    """

    id: str
    name: str
    kind: str
    least_level: float | None = None
    longest_gap: float | None = None
    promised: float | None = None
    set_by: str = ""
    stream: str = ""


@dataclass(frozen=True)
class Substitution:
    """While ``agent`` is down, ``by`` can carry a share of what is missing, as far as it stands itself."""

    by: str
    agent: str

    @property
    def id(self) -> str:
        """What answers to "how much of it" are about."""
        return f"{self.by}>{self.agent}"


@dataclass(frozen=True)
class Happening:
    """One harmful event that came, in the log of events; ``kind`` may or may not be on the register."""

    kind: str
    date: str = ""


@dataclass(frozen=True)
class Review:
    """What came of a risk by its review date: ``happened`` of ``tried`` years or people."""

    risk: str
    happened: int
    tried: int
    date: str = ""


@dataclass(frozen=True)
class OrganisationalRisk:
    """A risk to an organisation, kept beside the register; it counts only through the risks to people it leads to."""

    id: str
    name: str
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Study:
    """All that the calculus reads. ``weights``: one figure a group, in the order of ``groups``; empty for equal.

    ``invented`` says that the judgements are made up, to show how a study works; the result says so too.
    """

    outcomes: tuple[Outcome, ...]
    groups: tuple[Group, ...]
    risks: tuple[Risk, ...]
    answers: tuple[Answer, ...]
    actions: tuple[Action, ...] = ()
    activities: tuple[Activity, ...] = ()
    links: tuple[Link, ...] = ()
    agents: tuple[Agent, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    happenings: tuple[Happening, ...] = ()
    reviews: tuple[Review, ...] = ()
    organisational: tuple[OrganisationalRisk, ...] = ()
    weights: tuple[float, ...] = ()
    weights_reason: str = ""
    budget: float | None = None
    correlation: float = 0.0
    shock: str = ""
    title: str = ""
    currency: str = "GBP"
    invented: bool = False
