"""The one definition of a stage's state, in Python and in SQL; and which changes it allows."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.core import Refused, now
from coproduce.core.clock import at
from coproduce.core.models import AuditEvent
from coproduce.register.models import Initiative, Step, StepChange
from coproduce.register.public import (
    NewStep,
    State,
    StepView,
    begin_initiative,
    mark_concluded,
    move_step,
    publish_initiative,
    reschedule,
    revise_label,
    state,
    step_of,
    steps,
    steps_of,
)
from coproduce.register.rules import MOVES, state_in_sql

pytestmark = pytest.mark.django_db
NOON = now().replace(microsecond=0)
MOMENTS = st.none() | st.integers(-3, 3).map(lambda hours: NOON + timedelta(hours=hours))


def test_state_in_sql_is_state(standing):
    project = standing.project()
    offsets = [None, -2, -1, 0, 1, 2]

    def moment(hours):
        return None if hours is None else NOON + timedelta(hours=hours)

    rows = [
        Step(
            initiative_id=project.id, name=f"s{number}", title="s", position=number, instrument="ideas", admits="anyone",
            opens=moment(opens), closes=moment(closes), paused_at=paused, cancelled_at=cancelled, concluded_at=concluded,
        )
        for number, (opens, closes, paused, cancelled, concluded) in enumerate(
            (opens, closes, paused, cancelled, concluded)
            for opens in offsets for closes in offsets if opens is None or closes is None or opens < closes
            for paused in (None, NOON) for cancelled, concluded in ((None, None), (NOON, None), (None, NOON))
        )
    ]  # fmt: skip
    Step.objects.bulk_create(rows)
    found = {row.pk: row.found for row in Step.objects.annotate(found=state_in_sql(NOON))}
    assert found == {row.pk: state(row, NOON).value for row in rows}
    assert set(found.values()) == set(State)


@given(MOMENTS, MOMENTS)
def test_a_stage_is_open_from_its_first_instant_and_not_at_its_last(opens, closes):
    step = StepView(
        id=None,
        initiative_id=None,
        name="s",
        title="s",
        instrument="ideas",
        position=0,
        opens=opens,
        closes=closes,
    )
    if opens and (closes is None or opens < closes):
        assert state(step, opens) is State.OPEN
    if opens and closes and opens < closes:
        assert state(step, closes) is State.COUNTING


def test_nothing_is_published_before_its_label_is_complete(standing):
    from coproduce.register.public import NewInitiative

    new = NewInitiative("A talk", standing.council, method_key="x", method_version=1, method_digest="0" * 64)
    made = begin_initiative(new, by=standing.alice)
    with pytest.raises(Refused) as refused:
        publish_initiative(made.id, by=standing.alice)
    assert refused.value.refusal.params["missing"][0] == "power"
    revise_label(made.id, {"power": "asking"}, by=standing.alice)
    assert Initiative.objects.get(pk=made.id).power == "asking"
    assert Initiative.objects.get(pk=made.id).visibility == "draft"


@pytest.mark.parametrize("move", ["pause", "resume", "cancel"])
def test_moves_are_refused_where_the_table_does_not_allow_them(standing, move):
    step = standing.open_step()
    closed = NOON + timedelta(days=30)
    with at(closed):
        assert state(step, closed) is State.COUNTING
        if State.COUNTING in MOVES[move]:
            move_step(step.id, move, reason="rain", by=standing.alice)
        else:
            with pytest.raises(Refused):
                move_step(step.id, move, reason="rain", by=standing.alice)


def test_moving_a_stage_keeps_what_was_before_and_why(standing):
    step = standing.open_step()
    later = step.closes + timedelta(days=7)
    moved = reschedule(
        step.id, opens=step.opens, closes=later, reason="The hall was flooded.", by=standing.alice
    )
    assert moved.closes == later
    change = StepChange.objects.get(step_id=step.id)
    assert (change.field, change.before != change.after) == ("closes", True)
    assert (
        AuditEvent.objects.filter(deed="register.reschedule", actor_id=standing.alice.person_id).count() == 1
    )


def test_a_stage_is_concluded_once(standing):
    step = standing.open_step()
    assert mark_concluded(step.id, by=standing.alice) is True
    assert mark_concluded(step.id, by=standing.alice) is False
    with pytest.raises(Refused):
        move_step(step.id, "pause", reason="", by=standing.alice)


def test_an_id_of_another_joint_project_is_as_good_as_none(standing):
    one, other = standing.open_step(), standing.open_step()
    assert step_of(one.initiative_id, one.id) == steps([one.id])[one.id]
    assert step_of(one.initiative_id, other.id) is None


def test_titles_may_repeat_and_addresses_do_not(standing):
    slugs = [standing.project(title="Ideas für Ältere").slug for _ in range(3)]
    assert slugs == ["ideas-fur-altere", "ideas-fur-altere-2", "ideas-fur-altere-3"]
    assert standing.project(title="日本").slug == "joint-project"


def test_stages_come_in_order_for_many_projects_in_one_read(standing, django_assert_num_queries):
    made = [standing.project(NewStep("b", "B", "ideas"), NewStep("a", "A", "ideas")) for _ in range(3)]
    with django_assert_num_queries(1):
        found = steps_of([project.id for project in made])
    assert [[step.name for step in found[project.id]] for project in made] == [["b", "a"]] * 3
