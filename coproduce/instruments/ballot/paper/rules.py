"""What holds for sheets of paper: why one may not count, and when the sums agree."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "blank": "Nothing is marked on it",
    "too-many": "More is marked than may be",
    "too-few": "Less is marked than must be",
    "unclear": "What is meant cannot be told",
    "named": "It says whose it is",
    "not-ours": "It is not a ballot of this vote",
}
"""Why a sheet is not counted. Told with the result, in these words."""
