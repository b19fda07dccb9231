"""Ways of working in the database: loaded once, versions added and never changed, shown by the four Co's."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from coproduce.catalogue.kinds import KINDS
from coproduce.catalogue.models import ContributionKind, Gain, Method
from coproduce.catalogue.public import (
    Co,
    Loaded,
    add_gain,
    gains_of,
    load_catalogue,
    load_method,
    method,
    methods,
    methods_by_co,
    missing_tools,
    retire_method,
)
from coproduce.catalogue.recipe import recipe_files
from coproduce.core import Actor, BadInput, Refused
from coproduce.core.models import AuditEvent
from tests.catalogue.test_recipes import SOUND

pytestmark = pytest.mark.django_db
CLERK = Actor(role="manager")
SECOND = SOUND.replace("version = 1", "version = 2").replace("We ask and", "We ask, we listen and")


def load(text=SOUND, name="ours.toml"):
    return load_method(text.encode(), name=name, by=CLERK)


def refused(text):
    with pytest.raises(BadInput) as told:
        load(text)
    return [(one.code, one.place.key) for one in told.value.problems]


def test_what_comes_with_it_is_there_once_the_database_is_made():
    events = AuditEvent.objects.count()
    assert (Method.objects.count(), Gain.objects.count()) == (21, 9)
    assert ContributionKind.objects.count() == len(KINDS)
    assert load_catalogue(by=CLERK) == Loaded()
    assert AuditEvent.objects.count() == events


def test_what_is_new_is_loaded_once_however_often_it_is_loaded(monkeypatch):
    shipped = {**recipe_files(), "new.toml": SOUND.encode()}
    monkeypatch.setattr("coproduce.catalogue.actions.recipe_files", lambda: shipped)
    assert load_catalogue(by=CLERK) == Loaded((("our-way", 1),))
    assert load_catalogue(by=CLERK) == Loaded()
    assert Method.objects.count() == 22


def test_a_gain_follows_the_data_file_and_ours_stays():
    load_catalogue(by=CLERK)
    add_gain("carers.a-break", "carers", "A proper break", by=CLERK)
    Gain.objects.filter(key="users.outcomes").update(name="Old words")
    load_catalogue(by=CLERK)
    shown = gains_of(["carers.a-break", "users.outcomes"])
    assert [(one.key, one.ours) for one in shown] == [("users.outcomes", False), ("carers.a-break", True)]
    assert shown[0].name == "Life is better in the way I said"
    assert shown[0].beware
    with pytest.raises(Refused):
        add_gain("carers.a-break", "carers", "Again", by=CLERK)


def test_all_four_cos_have_ways_of_working_with_guidance():
    load_catalogue(by=CLERK)
    found = methods_by_co()
    assert {co: len(ways) for co, ways in found.items()} == {
        Co.COMMISSION: 8, Co.DESIGN: 3, Co.DELIVER: 7, Co.ASSESS: 3,
    }  # fmt: skip
    assert all(one.recipe.guide() and one.co == co for co, ways in found.items() for one in ways)
    way = method("online-ratings")
    assert way
    assert missing_tools(way.recipe, {"answer"}) == ("inspection",)


def test_a_way_of_working_of_our_own_is_a_row_like_the_others():
    load_catalogue(by=CLERK)
    ours = load()
    assert load() == ours
    assert Method.objects.count() == 22
    assert (ours.origin, ours.version, ours.recipe.name()) == ("local", 1, "Our way")
    second = load(SECOND)
    assert [one.version for one in methods() if one.key == "our-way"] == [2]
    assert method("our-way", 1) == ours
    assert method("our-way") == second


def test_a_version_that_is_there_is_never_another_text():
    load_catalogue(by=CLERK)
    load(SECOND)
    assert refused(SECOND.replace("Our way", "Another way")) == [("version-taken", "version")]
    assert refused(SOUND) == [("version-taken", "version")]
    assert refused(SOUND.replace('"our-way"', '"open-space"')) == [("key-taken", "key")]
    assert refused(SOUND.replace('"anyone"', '"citizens"')) == [("unknown-admits", "step[1].admits")]


def test_our_own_gain_may_be_named_once_it_is_there():
    load_catalogue(by=CLERK)
    text = SOUND.replace("users.outcomes", "carers.a-break")
    assert refused(text) == [("unknown-gain", "gains[1]")]
    add_gain("carers.a-break", "carers", "A proper break", by=CLERK)
    assert load(text).recipe.gains == ("carers.a-break",)


def test_a_retired_version_is_offered_no_longer_and_still_found():
    load_catalogue(by=CLERK)
    load()
    day = retire_method("our-way", 1, by=CLERK).retired_on
    assert day
    assert retire_method("our-way", 1, by=CLERK).retired_on == day
    assert method("our-way") is None
    assert method("our-way", 1)
    with pytest.raises(Refused) as told:
        retire_method("our-way", 7, by=CLERK)
    assert told.value.refusal.code == "no-method"


def test_a_version_cannot_be_changed_in_sql_either():
    load_catalogue(by=CLERK)
    with pytest.raises(DatabaseError), transaction.atomic():
        Method.objects.filter(key="open-space").update(source="")


def test_a_shipped_recipe_that_changed_needs_a_new_version(monkeypatch):
    load_catalogue(by=CLERK)
    from coproduce.catalogue import actions

    files = dict(actions.recipe_files())
    files["open-space.toml"] += b"\n# another text\n"
    monkeypatch.setattr(actions, "recipe_files", lambda: files)
    with pytest.raises(BadInput) as told:
        load_catalogue(by=CLERK)
    assert [one.code for one in told.value.problems] == ["version-taken"]
    assert Method.objects.count() == 21
