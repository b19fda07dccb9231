"""Ideas with what hangs on them: remarks and replies, taking down with reason and notice, worries, places, pictures."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from coproduce.conduct.public import download, erase
from coproduce.core import Actor, BadInput, Refused
from coproduce.core.models import AuditEvent, Outbox
from coproduce.instruments.ideas.actions import (
    answer_worry,
    moderate,
    moderate_remark,
    propose,
    remark,
    worry,
)
from coproduce.instruments.ideas.mapping import Spotted, draw
from coproduce.instruments.ideas.models import Concern
from coproduce.instruments.ideas.queries import open_concerns, places
from coproduce.proceedings.models import Picture
from coproduce.proceedings.public import (
    ItemDraft,
    acts_of_claim,
    picture_bytes,
    pictures,
    remake,
    remarks,
    remarks_of_acts,
    why_hidden,
)


def photo(size=(3000, 2000), kind="JPEG", **more) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera of Rosa"
    exif[0x8825] = {1: "N", 2: (51.0, 27.0, 16.0)}
    if kind == "JPEG":
        more = {"exif": exif, **more}
    out = io.BytesIO()
    Image.effect_noise((size[0] // 3, size[1] // 3), 90).convert("RGB").resize(size).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.django_db
def test_remarks_are_answered_moderated_and_told_of(standing):
    step = standing.open_step()
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    slip = remark(step, item.id, "Yes!", by=standing.charlie)
    first = remarks([item.id])[item.id][0]
    remark(step, item.id, "Why?", parent_id=first.id, by=standing.dora)
    reply = remarks([item.id])[item.id][1]
    remark(step, item.id, "Because.", parent_id=reply.id, by=Actor(role="resident"))
    assert [one.parent_id for one in remarks([item.id])[item.id]] == [None, first.id, first.id]
    moderate_remark(step, first.id, "hide", reason="It names a neighbour.", by=standing.alice)
    assert [one.text for one in remarks([item.id])[item.id]] == ["Why?", "Because."]
    notice = Outbox.objects.get()
    assert (notice.person_id, notice.kind) == (standing.charlie.person_id, "taken-down")
    (act,) = acts_of_claim(slip)
    assert remarks_of_acts([act.id])[act.id].taken_down == "It names a neighbour."
    with pytest.raises(Refused):
        remark(step, item.id, "Hm.", parent_id=first.id, by=standing.dora)
    moderate_remark(step, first.id, "put-back", by=standing.alice)
    assert len(remarks([item.id])[item.id]) == 3
    moderate(step, item.id, "hide", reason="An advertisement.", by=standing.alice)
    assert why_hidden([item.id]) == {item.id: "An advertisement."}
    assert Outbox.objects.filter(kind="taken-down", person_id=standing.dora.person_id).count() == 1


@pytest.mark.django_db
def test_remarks_wait_where_the_team_reads_first(standing):
    step = standing.open_step(settings={"moderation": "before"})
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    remark(step, item.id, "Yes!", by=standing.charlie)
    assert remarks([item.id])[item.id] == []
    waiting = remarks([item.id], hidden=True)[item.id][0]
    assert waiting.waits
    moderate_remark(step, waiting.id, "show", by=standing.alice)
    assert remarks([item.id])[item.id][0].shown
    moderate_remark(step, waiting.id, "hide", reason="No.", by=standing.alice)
    moderate_remark(step, waiting.id, "show", by=standing.alice)
    assert remarks([item.id])[item.id] == [], "only putting back shows again what was taken down"


@pytest.mark.django_db
def test_a_worry_reaches_the_team_names_nobody_and_is_answered_once(standing):
    step = standing.open_step()
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    key = worry(step, item.id, "It gives an address.", by=standing.charlie)
    assert [one.text for one in open_concerns(step.id)] == ["It gives an address."]
    assert Outbox.objects.get(kind="worry").person_id == standing.alice.person_id
    event = AuditEvent.objects.get(deed="ideas.worry")
    assert (event.actor_id, event.role) == (None, "")
    answer_worry(step, key, "The address is taken out.", by=standing.bob)
    with pytest.raises(Refused) as refused:
        answer_worry(step, key, "Again.", by=standing.alice)
    assert refused.value.refusal.code == "changed-meanwhile"
    with pytest.raises(Refused) as refused:
        answer_worry(standing.open_step(), key, "Elsewhere.", by=standing.alice)
    assert refused.value.refusal.status == 404
    assert open_concerns(step.id) == []
    assert Concern.objects.count() == 1


@pytest.mark.django_db
def test_places_and_pictures_are_kept_and_erased_with_their_author(standing):
    step = standing.open_step(settings={"place": "required"})
    with pytest.raises(BadInput) as refused:
        propose(step, ItemDraft("Bench"), by=standing.dora)
    assert refused.value.problems[0].place.key == "place"
    made = remake(photo(), "A broken bench by the water")
    item = propose(step, ItemDraft("Bench"), place="Harbour walk", picture=made, by=standing.dora).item
    assert places([item.id]) == {item.id: "Harbour walk"}
    assert pictures([item.picture])[item.picture].says == "A broken bench by the water"
    assert picture_bytes(item.picture) == made.data
    words = [row for table in download(standing.dora.person_id) for row in table.rows]
    assert ("Harbour walk",) in words
    assert ("A broken bench by the water",) in words
    erase(standing.dora.person_id, by=standing.dora)
    assert places([item.id]) == {}
    assert Picture.objects.count() == 0
    assert picture_bytes(item.picture) is None
    assert not any("Harbour" in str(row) for table in download(standing.dora.person_id) for row in table.rows)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_made_small_and_nothing_hidden_stays(kind):
    made = remake(photo(kind=kind), "A bench")
    assert max(made.width, made.height) <= 1200
    assert b"Rosa" not in made.data
    again = Image.open(io.BytesIO(made.data))
    assert again.format == "JPEG"
    assert not again.getexif()


def test_a_picture_lies_as_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert remake(photo((200, 100), exif=exif), "x").height == 200


@pytest.mark.parametrize(
    ("data", "says", "fields"),
    [
        (b"", "x", {"picture"}), (b"not a picture", "", {"picture", "picture_says"}),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "x", {"picture"}), (b"<svg/>", "x", {"picture"}),
        (b"x" * 10_000_001, "x", {"picture"}), (photo((9, 9)), "x" * 301, {"picture_says"}),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_words(data, says, fields):
    with pytest.raises(BadInput) as refused:
        remake(data, says)
    assert {problem.place.key for problem in refused.value.problems} == fields


@given(st.binary(max_size=300), st.integers(0, 400))
def test_damaged_pictures_never_break_anything(noise, at):
    whole = photo((20, 20), "PNG")
    try:
        remake(whole[:at] + noise + whole[at + len(noise) :], "x")
    except BadInput as refused:
        told = refused.problems[0].text
    else:
        told = "We could not read"
    assert told.startswith("We could not read")


SQUARE = {"type": "Polygon", "coordinates": [[[-2.6, 51.4], [-2.5, 51.4], [-2.5, 51.5], [-2.6, 51.4]]]}


def test_the_map_shows_each_idea_once_and_those_close_together_as_one():
    spots = [
        Spotted(1, "A", 51.45, -2.55),
        Spotted(2, "B", 51.45001, -2.55001),
        Spotted(3, "C", 51.41, -2.52),
    ]
    drawn = draw(
        spots, [SQUARE, {"type": "Feature", "geometry": SQUARE}, {"type": "Point"}, None, {"type": "Polygon"}]
    )
    assert len(drawn.outlines) == 2
    assert sorted(number for dot in drawn.dots for number in dot.numbers) == [1, 2, 3]
    assert {dot.words for dot in drawn.dots} == {"2", "3"}
    north, south = (next(dot for dot in drawn.dots if number in dot.numbers) for number in (1, 3))
    assert north.y < south.y
    assert draw([]) is None


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=60))
def test_every_point_lies_on_the_map(points):
    drawn = draw([Spotted(number, "x", lat, lon) for number, (lat, lon) in enumerate(points, 1)])
    assert sorted(number for dot in drawn.dots for number in dot.numbers) == list(range(1, len(points) + 1))
    for dot in drawn.dots:
        assert 0 <= dot.x <= drawn.width
        assert 0 <= dot.y <= drawn.height
    assert len(drawn.across) < 20
