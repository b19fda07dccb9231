"""The five files of a Polis export: who said what, on which statement, and when.

``comments`` (the statements), ``votes`` (one row a vote), ``participants-votes`` (one row
a participant, one column a statement), ``summary`` and ``stats-history``. Each has a
module with ``read`` and ``write``; ``conversation`` joins what a folder holds, and
``export`` writes all five again, with the same columns.

A vote is 1 for agree, −1 for disagree, 0 for pass. Where somebody voted twice on a
statement, the later vote counts.
"""

from coproduce.formats.polis.conversation import Conversation, join

__all__ = ["Conversation", "join"]
"""Read with ``join``; each file's own module has ``read`` and ``write``."""
