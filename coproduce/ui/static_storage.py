"""Static files under names that carry their digest, compressed once, cached for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Also rewrites the names in ``import`` lines of our scripts, so that they are cached like the rest."""

    support_js_module_import_aggregation = True
