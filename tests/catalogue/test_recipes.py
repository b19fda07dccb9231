"""Recipes: every planted fault is found at its line and key, all at once; and all that are shipped are sound."""

from __future__ import annotations

from decimal import Decimal

import pytest

from coproduce.catalogue.kinds import KINDS
from coproduce.catalogue.recipe import check, gains, missing_tools, read, recipe_files, stored, words
from coproduce.catalogue.words import Group, Level, Port, Power, Side, Stage
from coproduce.conduct.public import WHERE
from coproduce.conduct.registry import INSTRUMENTS
from coproduce.engines.kernel import BadInput
from coproduce.proceedings.promised import is_promise

DESIGN = {
    "commission.plan": {"citizens-jury", "planning-for-real", "open-space"},
    "commission.prioritise": {"participatory-budgeting", "individual-budgets"},
    "commission.finance": {"fundraising", "charges", "tax-agreement"},
    "design": {"user-consultation", "service-design-lab", "journey-mapping"},
    "deliver.manage": {"service-trust", "community-asset", "school-governors"},
    "deliver.perform": {"peer-support", "visiting-programme", "meals-round", "neighbourhood-watch"},
    "assess": {"tenant-inspectors", "online-ratings", "village-appraisal"},
}

SOUND = """\
key = "our-way"
version = 1
stage = "design"
level = "mixed"
gains = ["users.outcomes"]

[text.en]
name = "Our way"
summary = "We ask and we answer."

[asks.resident]
kinds = ["time-active"]
hours_per_person = [0.5, 1, 2]

[[ask]]
name = "by_area"
type = "yes-no"
default = false
text.en = "By area?"

[[ask]]
name = "who"
type = "organisation"
text.en = "Who answers?"

[[step]]
name = "ideas"
instrument = "ideas"
lasts = "14 days"
admits = "anyone"
text.en = "Ideas"
gives = { items = "idea" }
promise = { considered = "14 days after submission", by = "$who" }

[[step]]
name = "jury"
instrument = "draw"
lasts = "3 hours"
admits = "team"
text.en = "Draw"
gives = { roll = "jury" }

[[step]]
name = "talk"
instrument = "gathering"
after = ["ideas", "jury"]
lasts = "8 hours"
admits = "roll:jury"
text.en = "Talk"
when = "not nobody-came"
split = { by = "area", when = "$by_area" }
takes = [{ port = "items", from = "ideas", where = "not-withdrawn" }, { port = "roll", from = "jury" }]
"""

FAULTS = [
    ('stage = "design"', 'stage = "desing"', "unknown-word", 3, "stage"),
    ('level = "mixed"', "level = 3", "not-text", 4, "level"),
    ('key = "our-way"', 'key = "Our Way"', "not-a-name", 1, "key"),
    ("version = 1", "version = 0", "not-a-count", 2, "version"),
    ('"users.outcomes"', '"users.outcome"', "unknown-gain", 5, "gains[1]"),
    ('["users.outcomes"]', "[]", "missing", 5, "gains"),
    ('kinds = ["time-active"]', 'kinds = ["time-given"]', "unknown-kind", 12, "asks.resident.kinds[1]"),
    ("[0.5, 1, 2]", "[0.5, 2, 1]", "not-hours", 13, "asks.resident.hours_per_person"),
    ("[asks.resident]", "[asks.citizen]", "unknown-key", 11, "asks.citizen"),
    ('type = "yes-no"', 'type = "maybe"', "unknown-word", 17, "ask[1].type"),
    ("default = false", 'default = "no"', "wrong-default", 18, "ask[1].default"),
    ('name = "who"', 'name = "by_area"', "twice", 22, "ask[2].name"),
    ('instrument = "ideas"', 'instrument = "idea-box"', "unknown-instrument", 28, "step[1].instrument"),
    ('"14 days"', '"two weeks"', "unknown-time", 29, "step[1].lasts"),
    ('"14 days"', '"until closed"', "never-ends", 29, "step[1].lasts"),
    ('admits = "anyone"', 'admits = "citizens"', "unknown-admits", 30, "step[1].admits"),
    ('items = "idea"', 'item = "idea"', "unknown-port", 32, "step[1].gives.item"),
    ('items = "idea"', 'items = "vetting"', "never-an-item", 32, "step[1].gives.items"),
    ('items = "idea"', 'items = "candidate"', "fates-of-people", 32, "step[1].gives.items"),
    ('"14 days after submission"', '"soon"', "unknown-promise", 33, "step[1].promise.considered"),
    ('"14 days after submission"', '"end of vote"', "no-such-stage", 33, "step[1].promise.considered"),
    ('by = "$who"', 'by = "$by_area"', "not-an-organisation", 33, "step[1].promise.by"),
    ('by = "$who"', 'by = "$whom"', "unknown-question", 33, "step[1].promise.by"),
    ('name = "jury"\ninstrument', 'name = "ideas"\ninstrument', "twice", 36, "step[2].name"),
    ('gives = { roll = "jury" }', 'gives = { roll = "panel" }', "no-such-roll", 48, "step[3].admits"),
    ('after = ["ideas", "jury"]', 'after = ["ideas", "jury", "vote"]', "no-such-stage", 46, "step[3].after[3]"),
    ('after = ["ideas", "jury"]', 'after = ["jury"]', "not-before", 52, "step[3].takes[1].from"),
    ('after = ["ideas", "jury"]', 'after = ["ideas", "jury", "talk"]', "loop", 46, "step[3].after"),
    ('"not nobody-came"', '"sunny"', "unknown-when", 50, "step[3].when"),
    ('"not nobody-came"', '"$who"', "not-yes-no", 50, "step[3].when"),
    ('when = "$by_area"', 'when = "sometimes"', "not-a-question", 51, "step[3].split.when"),
    ('port = "items"', 'port = "item"', "unknown-port", 52, "step[3].takes[1].port"),
    ('port = "items", from = "ideas", where = "not-withdrawn"', 'port = "result", from = "ideas"', "nobody-gives", 52,
     "step[3].takes[1].port"),
    ('where = "not-withdrawn"', 'where = "good"', "unknown-where", 52, "step[3].takes[1].where"),
    ('{ port = "roll", from', '{ port = "roll", where = "selected", from', "where-not-items", 52,
     "step[3].takes[2].where"),
    ('from = "jury"', 'from = "vote"', "no-such-stage", 52, "step[3].takes[2].from"),
    ('text.en = "Draw"', 'text.en = "Draw"\nprotects = ["age"]', "never-erased", 41, "step[2].protects"),
    ('text.en = "Talk"', 'text.en = "Talk"\ninside = "ideas"', "not-an-event", 50, "step[3].inside"),
    ('text.en = "Draw"', 'text.en = "Draw"\nsort = { rows = ["a", "b"], columns = ["c", "d"] }',
     "sort-not-ideas", 41, "step[2].sort"),
    ('text.en = "Draw"', 'text.en = "Draw"\nfates = ["loser"]', "unknown-fate", 41, "step[2].fates[1]"),
    ('text.en = "Draw"', 'text.en = "Draw"\ntimes = { from = 3, to = 2 }', "times", 41, "step[2].times"),
    ('text.en = "Draw"', 'text.en = "Draw"\nwhen = "contested"', "when-of-what", 41, "step[2].when"),
    ('text.en = "Draw"', 'text.fr = "Tirage"', "missing-english", 40, "step[2].text.fr"),
    ('text.en = "Draw"', 'text.en = "Draw"\nlast = "1 day"', "unknown-key", 41, "step[2].last"),
]  # fmt: skip


def faults(text: str) -> list:
    found = check(text.encode(), name="ours.toml")
    return found if isinstance(found, list) else []


def test_a_sound_recipe_becomes_values():
    recipe = read(SOUND.encode(), name="ours.toml")
    talk = recipe.steps[2]
    assert (talk.lasts.hours, talk.when, talk.takes[0].plain()) == (
        8, "not nobody-came", {"port": "items", "from": "ideas", "where": "not-withdrawn"},
    )  # fmt: skip
    assert recipe.asks["resident"].hours_per_person == (Decimal("0.5"), 1, 2)
    assert recipe.steps[0].promise.by == "$who"
    assert recipe.steps[0].lasts.hours == 14 * 24
    assert stored(SOUND) == recipe


@pytest.mark.parametrize(("right", "wrong", "code", "line", "key"), FAULTS)
def test_a_planted_fault_is_found_where_it_stands(right, wrong, code, line, key):
    assert SOUND.count(right) >= 1
    found = {(one.code, one.place.line, one.place.key): one for one in faults(SOUND.replace(right, wrong, 1))}
    assert (code, line, key) in found
    assert str(found[code, line, key]).startswith(f"ours.toml:{line}:")
    assert key in found[code, line, key].text


def test_all_faults_come_at_once():
    text = SOUND
    planted = [FAULTS[place] for place in (0, 4, 6, 13, 15, 28)]
    for right, wrong, *_ in planted:
        text = text.replace(right, wrong, 1)
    found = faults(text)
    assert {one.code for one in found} >= {code for _, _, code, _, _ in planted}
    assert found == sorted(found)


def test_stages_in_a_ring_are_told_for_each():
    text = SOUND.replace('name = "jury"\ninstrument', 'name = "jury"\nafter = ["talk"]\ninstrument')
    assert [one.place.key for one in faults(text) if one.code == "loop"] == ["step[2].after", "step[3].after"]


def test_what_comes_from_the_round_before_needs_no_order():
    text = SOUND.replace('{ port = "roll", from = "jury" }', '{ port = "items", from = "previous:ideas" }')
    assert faults(text) == []
    assert [one.code for one in faults(text.replace("previous:ideas", "previous:talk"))] == ["nobody-gives"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b'key = "x', "not-toml"), (b"key = '\xff'", "not-utf-8"), (b"#" * 300_000, "too-large")],
)
def test_what_is_no_recipe_at_all_gets_one_sentence(data, code):
    with pytest.raises(BadInput) as refused:
        read(data, name="x.toml")
    assert [one.code for one in refused.value.problems] == [code]


@pytest.mark.parametrize("text", ["", "step = 3", "[step]", "[[step]]", "text = 1\nasks = 2\nask = 3\nguide = 4", "step = [1]",
                                  "[[step]]\ntakes = 1\ngives = 2\nset = 3\npromise = 4\ntimes = 5\nsplit = 6\nafter = 7"])  # fmt: skip
def test_shapes_that_are_wrong_are_faults_and_never_crash(text):
    assert len(faults(text)) > 1


def test_an_agency_may_name_gains_of_its_own():
    text = SOUND.replace("users.outcomes", "carers.a-break").encode()
    assert isinstance(check(text, name="x", gains={"carers.a-break"}), type(read(SOUND.encode(), name="x")))


@pytest.mark.parametrize("name", sorted(recipe_files()))
def test_every_shipped_recipe_is_sound_and_guides(name):
    recipe = read(recipe_files()[name], name=name)
    guide = recipe.guide()
    assert f"{recipe.key}.toml" == name
    assert recipe.key in DESIGN[recipe.stage]
    assert guide
    assert guide.record
    assert len(guide.wrong) >= 3
    assert recipe.sources[0] == "Bovaird and Loeffler 2013"
    asked = [recipe.asks[side] for side in ("resident", "public")]
    assert all(one.hours_per_person or one.hours_per_100_people or one.parts for one in asked)
    assert any(step.promise.days for step in recipe.steps)
    for step in recipe.steps:
        assert all(is_promise(days) for days in step.promise.days.values())


def test_all_twenty_one_ways_are_there():
    assert {name.removesuffix(".toml") for name in recipe_files()} == set().union(*DESIGN.values())
    assert len(recipe_files()) == 21


def test_words_are_those_of_the_rooms():
    assert list(words.STAGES) == Stage.values
    assert list(words.LEVELS) == Level.values
    assert list(words.POWERS) == Power.values
    assert list(words.PORTS) == Port.values
    assert set(words.SIDES) == set(Side.values)
    assert words.WHERE == WHERE
    assert words.KIND_KEYS == tuple(kind.key for kind in KINDS)
    assert set(INSTRUMENTS) <= set(words.INSTRUMENTS)
    assert len(words.INSTRUMENTS) == 16
    assert {one.group for one in gains().values()} <= set(Group.values)
    assert len(gains()) == 9


def test_tools_that_are_not_built_are_named_in_order():
    recipe = read(recipe_files()["citizens-jury.toml"], name="x")
    assert missing_tools(recipe, {"ballot", "answer", "delivery"}) == (
        "survey",
        "draw",
        "gathering",
        "dialogue",
    )
