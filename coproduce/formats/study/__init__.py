"""A study of risks: a TOML file, and where there are many judgements a CSV beside it.

The file is written by people, so each quantity can be put where it is thought of: a
risk with its likelihood, an action with its effects. Here it becomes the one plain form
that the engine reads (``StudyFile.plain``), and the place of every part is kept, so that
faults found later can be told by line.
"""

from coproduce.formats.study.judgements import COLUMNS, read_judgements, write_judgements
from coproduce.formats.study.reading import StudyFile, inspect, read
from coproduce.formats.study.writing import write

__all__ = ["COLUMNS", "StudyFile", "inspect", "read", "read_judgements", "write", "write_judgements"]
