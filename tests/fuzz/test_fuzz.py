"""A few thousand of the requests that `make fuzz` makes a hundred thousand of."""

from __future__ import annotations

import pytest

from coproduce.web.borough import making
from tests.fuzz.run import Fuzzer
from tests.fuzz.world import settle

NO_LIMITS = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.mark.django_db(transaction=True)
def test_no_request_breaks_the_site_and_no_refusal_leaves_a_row(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COPRODUCE_DEMO, settings.CACHES = True, NO_LIMITS  # type: ignore[attr-defined]
    monkeypatch.setattr(making, "VOTERS", 5)
    fuzzer = Fuzzer(settle(), seed=1)
    found = fuzzer.run(2_000)
    assert not found.faults, "\n\n".join(found.faults.values())
    assert found.asked > 2_000
    assert len(found.reached) > 0.5 * len(fuzzer.routes), sorted(set(fuzzer.routes) - found.reached)
