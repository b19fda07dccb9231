"""One number, one trail, one fate: items, acts, promises, and what is late."""

from datetime import timedelta

import pytest

from coproduce.core import Actor, Refused, now
from coproduce.core.clock import at
from coproduce.proceedings.models import Act, Fate, Item
from coproduce.proceedings.public import (
    Admission,
    Filter,
    ItemDraft,
    StepDeed,
    acts_of_claim,
    acts_of_person,
    add_remark,
    check_deed,
    current,
    hide,
    link_items,
    make_promise,
    page,
    promised_days,
    propose_item,
    propose_items,
    put_back,
    record_act,
    record_fate,
    remarks,
    revise_item,
    stage,
    step_stories,
    stories,
    supporters,
    today,
    unsettled,
)
from coproduce.register.public import State, StepView, initiatives

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(standing):
    return standing.open_step()


def idea(step, by, title="Benches"):
    return propose_item(step, ItemDraft(title, "by the pond", category="parks"), kind="idea", by=by)


def test_items_are_numbered_per_joint_project(standing, step):
    other = standing.open_step()
    assert [idea(step, standing.dora).number for _ in range(3)] == [1, 2, 3]
    assert idea(other, standing.dora).number == 1


def test_a_new_version_keeps_the_number_and_the_old_words(standing, step):
    first = idea(step, standing.dora)
    second = revise_item(
        first.id, ItemDraft("Six benches"), seen_version=1, reason="clearer", by=standing.alice
    )
    assert (second.number, second.version, second.title) == (1, 2, "Six benches")
    with pytest.raises(Refused) as refused:
        revise_item(first.id, ItemDraft("No benches"), seen_version=1, by=standing.bob)
    assert refused.value.refusal.code == "changed-meanwhile"
    assert current([first.id])[first.id].title == "Six benches"


def test_links_make_no_circle(standing, step):
    a, b, c = (idea(step, standing.dora, title) for title in "abc")
    link_items([a.id], b.id, "merged", by=standing.alice)
    link_items([b.id], c.id, "merged", by=standing.alice)
    for source, target in ((c, a), (a, a)):
        with pytest.raises(Refused):
            link_items([source.id], target.id, "merged", by=standing.alice)


def test_a_fate_recorded_once_reaches_three_hundred_supporters(standing, step, django_assert_num_queries):
    item = idea(step, standing.dora)
    codes = [
        record_act(step, "supported", by=Actor(role="resident"), traces={item.id: "supporter"}, slip=True)[1]
        for _ in range(300)
    ]
    record_fate(
        "decided", items=[item.id], outcome="declined", reason="The path is too narrow.", by=standing.alice
    )
    assert Fate.objects.count() == 1
    assert supporters([item.id])[item.id] == 300
    found = acts_of_claim(codes[123].lower().replace(" ", "-"))
    with django_assert_num_queries(4):
        told = stories(found[0].item_ids)
    assert told[item.id].latest.reason == "The path is too narrow."


def test_a_merged_idea_lives_on_in_its_heir(standing, step):
    small, large = idea(step, standing.dora, "Bench"), idea(step, standing.charlie, "Park")
    record_fate("considered", items=[small.id], outcome="merged", reason="The same place.", by=standing.alice)
    link_items([small.id], large.id, "merged", by=standing.alice)
    assert stories([small.id])[small.id].latest.outcome == "merged"
    record_fate("decided", items=[large.id], outcome="accepted", reason="Most votes.", by=standing.alice)
    told = stories([small.id, large.id])
    assert told[small.id].latest.outcome == told[large.id].latest.outcome == "accepted"
    assert told[small.id].heirs == {large.id}


def test_a_promise_is_late_only_while_it_is_owed(standing, step):
    item = idea(step, standing.dora)
    make_promise("decided", today() + timedelta(days=5), items=[item.id], by=standing.alice)
    assert not stories([item.id])[item.id].is_late
    with at(now() + timedelta(days=6)):
        late = stories([item.id])[item.id]
        assert late.is_late
        assert not late.is_settled
        record_fate("considered", items=[item.id], by=standing.alice)
        assert stories([item.id])[item.id].is_late
        record_fate("decided", items=[item.id], outcome="partly", reason="Half of it.", by=standing.alice)
        assert not stories([item.id])[item.id].is_late


def test_moving_a_promise_keeps_the_first_date(standing, step):
    item = idea(step, standing.dora)
    first, second = today() + timedelta(days=5), today() + timedelta(days=50)
    make_promise("decided", first, items=[item.id], by=standing.alice)
    make_promise("decided", second, items=[item.id], reason="The surveyor is ill.", by=standing.alice)
    promise = stories([item.id])[item.id].next_promise
    assert (promise.due_on, promise.first_due_on, promise.reason) == (second, first, "The surveyor is ill.")


def test_residents_promises_are_never_late(standing, step):
    item = idea(step, standing.dora)
    make_promise(
        "delivered", today() - timedelta(days=5), items=[item.id], side="resident", by=standing.alice
    )
    assert not stories([item.id])[item.id].is_late


def test_what_is_unsettled_stands_against_closing(standing, step):
    done, promised, forgotten, hidden = (idea(step, standing.dora, title) for title in ("a", "b", "c", "d"))
    record_fate("decided", items=[done.id], outcome="declined", reason="No land.", by=standing.alice)
    make_promise("decided", today() + timedelta(days=3), items=[promised.id], by=standing.alice)
    hide(item_id=hidden.id, reason="An advertisement.", by=standing.alice)
    assert unsettled(step.initiative_id) == [forgotten.id]


def test_a_vote_is_secret_by_construction(standing, step):
    item = idea(step, standing.dora)
    with pytest.raises(ValueError, match="no trace"):
        record_act(step, "voted", by=standing.dora, secret=True, traces={item.id: "supporter"})
    act, _ = record_act(step, "voted", by=standing.dora, secret=True)
    row = Act.objects.get(pk=act)
    assert (row.at.hour, row.at.minute, row.at.second, row.at.microsecond) == (0, 0, 0, 0)


def test_what_counts_once_is_refused_twice(standing, step):
    record_act(step, "answered", by=standing.dora, once=True)
    with pytest.raises(Refused) as refused:
        record_act(step, "answered", by=standing.dora, once=True)
    assert refused.value.refusal.code == "done-before"
    record_act(step, "answered", by=standing.charlie, once=True)


def test_stages_have_stories_too(standing, step):
    record_fate("decided", step_id=step.id, reason="1,240 votes were counted.", by=standing.alice)
    assert step_stories([step.id])[step.id].latest.reason == "1,240 votes were counted."
    with pytest.raises(ValueError, match="belongs to"):
        record_fate("decided", reason="x", by=standing.alice)


def test_remarks_are_hidden_and_put_back(standing, step):
    item = idea(step, standing.dora)
    act, _ = record_act(step, "remarked", by=standing.charlie, traces={item.id: "source"})
    remark = add_remark(item.id, "Near the swings, please.", act_id=act, by=standing.charlie)
    hide(remark_id=remark, reason="Rude.", by=standing.alice)
    assert remarks([item.id])[item.id] == []
    put_back(remark_id=remark, by=standing.alice)
    assert [row.text for row in remarks([item.id])[item.id]] == ["Near the swings, please."]
    assert [act.kind for act in acts_of_person(standing.charlie.person_id)] == ["remarked"]


@pytest.mark.parametrize("order", ["number", "newest", "lot"])
def test_pages_show_each_item_once(standing, step, order):
    propose_items(step, [ItemDraft(f"Idea {n}") for n in range(25)], kind="idea", by=standing.alice)
    seen, after = [], None
    while True:
        found = page(step.id, Filter(order=order), after=after, size=7)
        seen += [item.number for item in found.items]
        after = found.after
        if after is None:
            break
    assert sorted(seen) == list(range(1, 26))
    assert found.total == 25


@pytest.mark.parametrize("size", [10, 1000])
def test_a_page_costs_the_same_however_many_there_are(standing, step, size, django_assert_max_num_queries):
    propose_items(step, [ItemDraft(f"Idea {n}", "body") for n in range(size)], kind="idea", by=standing.alice)
    with django_assert_max_num_queries(4):
        page(step.id, Filter())


def test_lists_are_narrowed(standing, step):
    idea(step, standing.dora, "Benches")
    propose_item(step, ItemDraft("Lights", category="streets"), kind="idea", by=standing.dora)
    assert [item.title for item in page(step.id, Filter(words="BENCH")).items] == ["Benches"]
    assert [item.title for item in page(step.id, Filter(words="pond")).items] == ["Benches"]
    assert [item.title for item in page(step.id, Filter(category="streets")).items] == ["Lights"]


DEEDS = {
    "t.read": StepDeed(frozenset(State), "anyone", writes=False),
    "t.do": StepDeed(frozenset({State.OPEN}), "admitted"),
    "t.run": StepDeed(frozenset({State.OPEN, State.COUNTING}), "team"),
    "t.lead": StepDeed(frozenset({State.OPEN}), "lead"),
    "t.own": StepDeed(frozenset({State.OPEN}), "own"),
}
LEAD, CLERK, LOOKS = (Admission(frozenset({duty})) for duty in ("lead", "clerk", "observer"))


def asked(standing, step, deed, *, admission=None, admits="anyone", actor=None, owner=None):
    from dataclasses import replace

    return check_deed(
        DEEDS, deed, actor=actor or standing.charlie, step=replace(step, admits=admits),
        initiative=initiatives([step.initiative_id])[step.initiative_id],
        admission=admission or Admission(), now=now(), owner_id=owner,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("admits", "admission", "allowed"),
    [
        ("anyone", Admission(), True), ("residents", Admission(), False), ("residents", Admission(resident=True), True),
        ("residents", Admission(code=True), True), ("token", Admission(resident=True), False),
        ("token", Admission(code=True), True), ("team", Admission(), False), ("team", CLERK, True),
        ("participants", Admission(took_part=True), True), ("participants", Admission(), False),
        ("roll:jury", Admission(rolls=frozenset({"jury"})), True), ("roll:jury", Admission(), False),
        ("nonsense", LEAD, False),
    ],
)  # fmt: skip
def test_the_stage_says_whom_it_admits(standing, step, admits, admission, allowed):
    refusal = asked(standing, step, "t.do", admits=admits, admission=admission)
    assert (refusal is None) == allowed


def test_deeds_of_the_team_the_lead_and_the_owner(standing, step):
    assert asked(standing, step, "t.run").code == "not-admitted"
    assert asked(standing, step, "t.run", admission=CLERK) is None
    assert asked(standing, step, "t.lead", admission=CLERK).code == "not-admitted"
    assert asked(standing, step, "t.lead", admission=LEAD) is None
    assert asked(standing, step, "t.own", owner=standing.dora.person_id).code == "not-admitted"
    assert asked(standing, step, "t.own", owner=standing.charlie.person_id) is None
    assert asked(standing, step, "t.do", admission=LOOKS).code == "observers-read"
    assert asked(standing, step, "t.read", admission=LOOKS) is None
    assert asked(standing, step, "t.unheard-of").status == 404


def test_a_draft_is_seen_by_its_team_only(standing, step):
    from coproduce.register.models import Initiative

    Initiative.objects.filter(pk=step.initiative_id).update(visibility="draft")
    assert asked(standing, step, "t.read").status == 404
    assert asked(standing, step, "t.read", admission=CLERK) is None


def test_clerks_enter_paper_for_whoever_may_take_part(standing, step):
    paper = Actor(person_id=standing.bob.person_id, channel="paper", clerk_id=standing.bob.person_id)
    assert asked(standing, step, "t.do", admits="residents", admission=CLERK, actor=paper) is None
    assert asked(standing, step, "t.do", admits="residents", admission=CLERK).code == "not-admitted"


def test_promised_days_follow_the_recipe():
    day = today()
    step = StepView(
        id=None, initiative_id=None, name="ideas", title="", instrument="ideas", position=0, opens=now(),
        closes=now() + timedelta(days=28),
        promise={
            "considered": "14 days after submission", "decided": "end of costing", "delivered": "asked per item",
            "assessed": "365 days after closing",
        },
    )  # fmt: skip
    costing = StepView(
        id=None, initiative_id=None, name="costing", title="", instrument="budget", position=1,
        closes=now() + timedelta(days=70),
    )  # fmt: skip
    assert promised_days(step, [step, costing], day) == {
        "considered": day + timedelta(days=14), "decided": day + timedelta(days=70),
        "assessed": day + timedelta(days=28 + 365),
    }  # fmt: skip
    assert Item.objects.count() == 0


def test_a_page_finds_its_stage_or_is_as_good_as_none(standing, step):
    slug = initiatives([step.initiative_id])[step.initiative_id].slug
    here = stage(standing.alice, slug, step.id, "ideas")
    assert (here.step.id, here.state) == (step.id, State.OPEN)
    assert here.may(DEEDS, "t.lead")
    assert not stage(standing.charlie, slug, step.id, "ideas").may(DEEDS, "t.lead")
    other = standing.open_step()
    for wrong_slug, wrong_step, tool in (
        (slug, other.id, "ideas"),
        ("none", step.id, "ideas"),
        (slug, step.id, "ballot"),
    ):
        with pytest.raises(Refused) as refused:
            stage(standing.alice, wrong_slug, wrong_step, tool)
        assert refused.value.refusal.status == 404
    with pytest.raises(Refused):
        stage(standing.charlie, slug, step.id, "ideas").require(DEEDS, "t.run")
