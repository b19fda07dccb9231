"""What every room of the platform stands on, without one business word.

A clock that tests can hold still, ids that sort by time, the actor who does
something, the refusal that says why not, the deed every page must declare, and
a brake on how often the public may do what is costly. Problems of an input are
the kernel's: the same fault reads the same on the command line and on a page.
"""

from coproduce.core.actor import Actor, actor_of, visit
from coproduce.core.clock import at, now
from coproduce.core.deeds import Deed, deed, deed_of
from coproduce.core.ids import minted_at, new_id
from coproduce.core.limits import Limit, spend
from coproduce.core.refusal import Refusal, Refused, require
from coproduce.engines.kernel import BadInput, Place, Problem

__all__ = [
    "Actor",
    "BadInput",
    "Deed",
    "Limit",
    "Place",
    "Problem",
    "Refusal",
    "Refused",
    "actor_of",
    "at",
    "deed",
    "deed_of",
    "minted_at",
    "new_id",
    "now",
    "require",
    "spend",
    "visit",
]
