"""All that other rooms may know of the catalogue."""

from __future__ import annotations

from coproduce.catalogue.kinds import KINDS, Kind
from coproduce.catalogue.words import (
    GROUP_OF_ROLE,
    Co,
    Group,
    Level,
    Port,
    Power,
    Role,
    Side,
    Stage,
    Strategy,
)

__all__ = [
    "GROUP_OF_ROLE",
    "KINDS",
    "Co",
    "Group",
    "Kind",
    "Level",
    "Port",
    "Power",
    "Role",
    "Side",
    "Stage",
    "Strategy",
]
