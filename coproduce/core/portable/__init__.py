"""The whole database as one file that any of our databases can be made from again.

A copy is a ZIP: ``manifest.json``, one ``tables/NAME.jsonl`` for each table, and what was uploaded under
``files/``. A row is one line, a JSON list in the order of its columns; rows stand in the order of their keys. Ids,
moments, money and JSON are written in one form whatever database they come from, so the digest of a table
(SHA-256 of its lines) is the same on SQLite and on PostgreSQL, and a copy is checked by comparing digests.

What is not in it: sessions and the cache (they end with the machine), rows that migrating makes by itself, and
**no key**: the site's secret key and the officers' keys are kept apart from every copy (docs/operators.md).
"""

from coproduce.core.portable.comparing import changed_since, digests
from coproduce.core.portable.manifest import Damaged, Manifest, TableOf, read_manifest
from coproduce.core.portable.restoring import NotEmpty, fill, is_empty
from coproduce.core.portable.rows import made_by_migrating
from coproduce.core.portable.writing import write_copy

__all__ = [
    "Damaged",
    "Manifest",
    "NotEmpty",
    "TableOf",
    "changed_since",
    "digests",
    "fill",
    "is_empty",
    "made_by_migrating",
    "read_manifest",
    "write_copy",
]
