"""Pabulib ``.pb``: elections of participatory budgeting, one file each.

A file has three sections, each headed by its name on a line of its own:
``META`` (key;value), ``PROJECTS`` (what could be funded, at what cost) and
``VOTES`` (who named which projects). Source of the format: Faliszewski et al.,
"Participatory Budgeting: Data, Tools, and Analysis", arXiv 2305.11035, and
Stolicki, Szufa, Talmon, "Pabulib", arXiv 2012.06539.

    >>> from coproduce.formats import load, pabulib
    >>> election = load(pabulib, data, "vote.pb")            # doctest: +SKIP
    >>> election.project_ids, election.indptr, election.indices  # doctest: +SKIP
"""

from coproduce.formats.pabulib.reader import read
from coproduce.formats.pabulib.value import VOTE_TYPES, Limits, PabulibFile
from coproduce.formats.pabulib.writer import build, write

__all__ = ["VOTE_TYPES", "Limits", "PabulibFile", "build", "read", "write"]
