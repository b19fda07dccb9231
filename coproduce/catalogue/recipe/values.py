"""What a recipe says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Words = Mapping[str, str]
"""A text in each language it is written in: ``{"en": "Vote"}``."""

Hours = tuple[Decimal, Decimal, Decimal]
"""Low, usual and high."""


def say(words: Words, language: str = "en") -> str:
    """The text in ``language``; English where it is not written in that one."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


@dataclass(frozen=True)
class Ask:
    """A question of the wizard, asked before anything is made. ``$name`` elsewhere stands for its answer."""

    name: str
    type: str
    text: Words
    default: Any = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether it must be answered, there being no default."""
        return self.default is None


@dataclass(frozen=True)
class Part:
    """One way of taking part, and the hours it asks of each person per round, turn, month or year."""

    who: Words
    hours: Hours
    per: str = "round"


@dataclass(frozen=True)
class Asked:
    """What is asked of one side: kinds of contribution, hours of each person or for each hundred, in sentences."""

    kinds: tuple[str, ...] = ()
    hours_per_person: Hours | None = None
    hours_per_100_people: Hours | None = None
    parts: tuple[Part, ...] = ()
    text: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Steering:
    """The residents and staff who set the rules and read the results: how many, with which hours each."""

    people: tuple[int, int]
    hours: Hours
    text: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Take:
    """What a stage takes over: through which port, from which stage, which items, frozen or not."""

    port: str
    source: str
    where: str = ""
    freeze: bool = False

    @property
    def previous(self) -> bool:
        """Whether it comes from the round before this one."""
        return self.source.startswith("previous:")

    @property
    def step(self) -> str:
        """The name of the giving stage."""
        return self.source.removeprefix("previous:")

    def plain(self) -> dict[str, Any]:
        """As ``register`` stores it."""
        found: dict[str, Any] = {"port": self.port, "from": self.source}
        return (
            found | ({"where": self.where} if self.where else {}) | ({"freeze": True} if self.freeze else {})
        )


@dataclass(frozen=True)
class Lasts:
    """How long a stage is open, in hours; none where it stays open until the joint project is closed."""

    hours: int | None


@dataclass(frozen=True)
class Times:
    """How often a stage is repeated, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True)
class Split:
    """A stage once per area, where ``when`` (a yes-no question) says so; empty is always."""

    by: str
    when: str = ""


@dataclass(frozen=True)
class Sort:
    """Two questions that each card is sorted by, counted per session."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """When people hear, for each stage of a fate, and whose promise it is: the lead's, the proposer's, or ``$name``."""

    days: Mapping[str, str] = field(default_factory=dict)
    by: str = "lead"


@dataclass(frozen=True)
class RecipeStep:
    """A stage. The names are those of the file (docs/recipes.md)."""

    name: str
    instrument: str
    text: Words
    admits: str
    lasts: Lasts
    about: Words = field(default_factory=dict)
    after: tuple[str, ...] = ()
    overlaps: bool = False
    times: Times | None = None
    split: Split | None = None
    when: str = ""
    inside: str = ""
    takes: tuple[Take, ...] = ()
    gives: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)
    sort: Sort | None = None
    protects: tuple[str, ...] = ()
    fates: tuple[str, ...] = ()
    promise: Due = field(default_factory=Due)
    duty: str = ""
    decides: str = ""


@dataclass(frozen=True)
class Wrong:
    """What can go wrong, and what is done against it."""

    goes: str
    safeguard: str


@dataclass(frozen=True)
class Guide:
    """Plain-language guidance in one language."""

    fits: str
    not_for: str
    residents: str
    public: str
    record: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    on_paper: str
    you_would_know: str


@dataclass(frozen=True)
class Recipe:
    """A way of working. ``digest`` is that of the file's text, which a running joint project keeps."""

    key: str
    version: int
    stage: str
    level: str
    gains: tuple[str, ...]
    sources: tuple[str, ...]
    text: Mapping[str, Mapping[str, str]]
    steps: tuple[RecipeStep, ...]
    digest: str
    power: str = "asking"
    counts: str = "givers"
    ends: str = "stages"
    asks: Mapping[str, Asked] = field(default_factory=dict)
    questions: tuple[Ask, ...] = ()
    steering: Steering | None = None
    guides: Mapping[str, Guide] = field(default_factory=dict)

    def name(self, language: str = "en") -> str:
        """What screens call it."""
        return say({key: words["name"] for key, words in self.text.items()}, language)

    def summary(self, language: str = "en") -> str:
        """It in a sentence."""
        return say({key: words["summary"] for key, words in self.text.items()}, language)

    def guide(self, language: str = "en") -> Guide | None:
        """Its guidance; English where there is none in ``language``."""
        return self.guides.get(language) or self.guides.get("en")
