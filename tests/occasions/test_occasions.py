"""One calendar: asked, said, came, handed on; forgotten without a hole in the counts."""

from datetime import timedelta

import pytest

from coproduce.core import Refused, at, now
from coproduce.occasions.models import Part
from coproduce.occasions.public import (
    KEEPER,
    NewOccasion,
    NewOpportunity,
    arrange,
    ask,
    calendar_of,
    cancel,
    hand_on,
    note_attendance,
    occasions,
    occasions_of,
    offer,
    opportunities_of,
    parts_of,
    say,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def step(standing):
    return standing.open_step()


def an_occasion(step, standing, hours_ahead=24, title="Tuesday visits"):
    starts = now() + hours_ahead * HOUR
    return arrange([NewOccasion(step.id, title, starts, starts + 2 * HOUR, "Hall")], by=standing.bob)[0]


def refused(code, deed):
    with pytest.raises(Refused) as caught:
        deed()
    assert caught.value.refusal.code == code


def test_asked_said_came(standing, step):
    offered = offer(
        NewOpportunity(step.id, "resident", "Visit", wanted=3, skills=("listening",)), by=standing.bob
    )
    assert opportunities_of([step.id])[step.id] == [offered]
    made = an_occasion(step, standing)
    dora = standing.dora.person_id
    for _ in range(2):
        ask(made.id, {dora: "carer"}, reasons={dora: ["lives near"]}, by=standing.bob)
    part = say(made.id, "carer", yes=True, by=standing.dora)
    assert parts_of([made.id])[made.id] == [part]
    assert part.said is True
    assert calendar_of(dora, since=now(), until=now() + 99 * HOUR) == [made]
    came = note_attendance({part.id: "yes"}, by=standing.bob)
    assert came[0].attended == "yes"
    assert occasions([made.id])[made.id] == occasions_of([step.id])[step.id][0]


def test_two_at_the_same_time_are_a_clash_and_touching_ones_are_not(standing, step):
    first = an_occasion(step, standing)
    second = an_occasion(step, standing, 25)
    third = an_occasion(step, standing, 26)
    say(first.id, "carer", yes=True, by=standing.dora)
    refused("occasion-clash", lambda: say(second.id, "carer", yes=True, by=standing.dora))
    say(second.id, "carer", yes=False, by=standing.dora)
    with at(first.starts - HOUR):
        say(first.id, "carer", yes=True, by=standing.dora)
    assert third.starts - first.ends >= timedelta(0)
    say(third.id, "carer", yes=True, by=standing.dora)


def test_what_is_refused(standing, step):
    made = an_occasion(step, standing)
    refused("sign-in", lambda: say(made.id, "carer", yes=True, by=type(standing.dora)()))
    refused(
        "occasion-hours",
        lambda: arrange([NewOccasion(step.id, "x", made.ends, made.starts)], by=standing.bob),
    )
    with at(made.starts):
        refused("occasion-over", lambda: say(made.id, "carer", yes=True, by=standing.dora))
    part = say(made.id, "carer", yes=True, by=standing.dora)
    refused("occasion-attended", lambda: note_attendance({part.id: "perhaps"}, by=standing.bob))
    refused("not-found", lambda: note_attendance({made.id: "yes"}, by=standing.bob))
    assert cancel(made.id, by=standing.bob).cancelled_at == cancel(made.id, by=standing.bob).cancelled_at
    refused("occasion-cancelled", lambda: say(made.id, "carer", yes=True, by=standing.dora))
    refused("occasion-cancelled", lambda: hand_on(part.id, standing.charlie.person_id, by=standing.bob))


def test_somebody_else_comes_instead_and_nobody_was_absent(standing, step):
    made = an_occasion(step, standing)
    part = say(made.id, "carer", yes=True, by=standing.dora)
    other = hand_on(part.id, standing.charlie.person_id, by=standing.dora)
    old = next(one for one in parts_of([made.id])[made.id] if one.id == part.id)
    assert (old.attended, old.covered_by_id, other.said) == ("excused", other.id, True)
    assert calendar_of(standing.dora.person_id, since=now(), until=now() + 99 * HOUR) == []


def test_forgetting_takes_what_is_to_come_and_leaves_the_count_of_what_was(standing, step):
    dora = standing.dora.person_id
    past, ahead = an_occasion(step, standing, 24), an_occasion(step, standing, 72, "Next time")
    ask(past.id, {dora: "carer"}, reasons={dora: ["cares for her mother"]}, by=standing.bob)
    say(ahead.id, "carer", yes=True, by=standing.dora)
    rows = [row for table in KEEPER.personal(dora) for row in table.rows]
    assert len(rows) == 2
    with at(past.ends + HOUR):
        KEEPER.forget(dora, by=standing.dora)
        KEEPER.forget(dora, by=standing.dora)
    assert list(KEEPER.personal(dora)) == []
    assert [part.reasons for part in Part.objects.all()] == [[]]
