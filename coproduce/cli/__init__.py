"""The command ``coproduce``: each engine on a file, under one contract.

``coproduce VERB INPUT… [options] [--json] [--html FILE] [--out FILE]``. What every
verb shares (output, exit status, problems in sentences) stands in ``contract``;
``verbs`` is the table of verbs; a verb is one module, loaded only when called.
"""

from coproduce.cli.contract import main

__all__ = ["main"]
