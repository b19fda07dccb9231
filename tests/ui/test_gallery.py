"""Every component stands on the gallery page, so that none is changed unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

import coproduce.ui

FOLDER = Path(coproduce.ui.__file__).parent / "templates"


def _drawn() -> set[str]:
    response = Client().get("/gallery/")
    assert response.status_code == 200
    return {template.name for template in response.templates}


@pytest.mark.django_db
def test_every_component_is_in_the_gallery() -> None:
    there = {f"ui/components/{path.name}" for path in (FOLDER / "ui/components").glob("*.html")}
    assert len(there) > 15
    assert there - _drawn() == set()


@pytest.mark.django_db
def test_every_field_is_in_the_gallery() -> None:
    there = {str(path.relative_to(FOLDER)) for path in (FOLDER / "forms").rglob("*.html")}
    assert len(there) > 10
    assert there - _drawn() - {"forms/form.html"} == set()
