"""The tables of what passes from stage to stage."""

from coproduce.proceedings.models.adopting import Adoption
from coproduce.proceedings.models.handing import (
    HandOver,
    HandOverItem,
    ItemResult,
    Result,
    Roll,
    RollEntry,
    RollFeature,
)
from coproduce.proceedings.models.items import (
    Item,
    ItemLink,
    ItemVersion,
)
from coproduce.proceedings.models.pictures import Picture
from coproduce.proceedings.models.tellings import (
    FATE_ORDER,
    ONE_SUBJECT,
    Act,
    Fate,
    FateOutcome,
    FateStage,
    Hiding,
    Promise,
    Remark,
    Trace,
)

__all__ = [
    "FATE_ORDER",
    "ONE_SUBJECT",
    "Act",
    "Adoption",
    "Fate",
    "FateOutcome",
    "FateStage",
    "HandOver",
    "HandOverItem",
    "Hiding",
    "Item",
    "ItemLink",
    "ItemResult",
    "ItemVersion",
    "Picture",
    "Promise",
    "Remark",
    "Result",
    "Roll",
    "RollEntry",
    "RollFeature",
    "Trace",
]
