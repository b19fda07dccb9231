"""Bytes to values and back, for every file that Coproduce reads or writes.

One module (or folder) per format, each with ``read`` and ``write`` as
``protocol`` says. A format imports no engine, no Django and no other format.
"""

from coproduce.formats.protocol import Faults, Format, load

__all__ = ["Faults", "Format", "load"]
