"""One thread: ideas are put forward, costed, answered and delivered; one number, one trail, one fate."""

from datetime import timedelta

import pytest

from coproduce.conduct.moving import close, conclude, start
from coproduce.core import BadInput, Refused, now
from coproduce.core.clock import at
from coproduce.core.models import AuditEvent
from coproduce.decisions.models import Decision
from coproduce.decisions.public import NewDecision, NewRuling
from coproduce.instruments.answer.actions import answer
from coproduce.instruments.answer.queries import desk as answers
from coproduce.instruments.budget.actions import cost, decline, merge, split
from coproduce.instruments.budget.queries import desk as costs
from coproduce.instruments.budget.rules import Costing
from coproduce.instruments.delivery.actions import NewReport, drop, mark_done, plan, report
from coproduce.instruments.delivery.queries import board
from coproduce.instruments.ideas.actions import moderate, propose, remark, revise, support, withdraw
from coproduce.proceedings.models import Act
from coproduce.proceedings.public import ItemDraft, acts_of_claim, current, stories, supporters, today
from coproduce.register.public import NewStep, steps, steps_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PRICE = Costing(900_00, 1_000_00, 1_200_00, "GBP", "Two quotes")


@pytest.fixture
def project(standing):
    moment = now()
    return standing.project(
        NewStep(
            "ideas", "Put forward ideas", "ideas", settings={"support": True, "concludes": "by-clock"},
            gives={"items": "idea"}, promise={"considered": "14 days after submission", "decided": "end of costing"},
            opens=moment - DAY, closes=moment + 9 * DAY,
        ),
        NewStep(
            "costing", "Cost the ideas", "budget", settings={"envelope": 60_000_00, "currency": "GBP"}, after=["ideas"],
            takes=[{"port": "items", "from": "ideas", "where": "not-withdrawn"}], gives={"items": "project"},
            admits="team", opens=moment + 9 * DAY, closes=moment + 50 * DAY,
        ),
        NewStep(
            "adoption", "The council decides", "answer", after=["costing"], admits="team",
            takes=[{"port": "items", "from": "costing", "where": "eligible"}],
            opens=moment + 50 * DAY, closes=moment + 80 * DAY,
        ),
        NewStep(
            "delivery", "Make it happen", "delivery", after=["adoption"], admits="team",
            takes=[{"port": "items", "from": "costing", "where": "accepted"}],
            opens=moment + 80 * DAY, closes=moment + 400 * DAY,
        ),
    )  # fmt: skip


def stage(project, name):
    return next(step for step in steps_of([project.id])[project.id] if step.name == name)


def test_from_idea_to_delivered_project(standing, project):
    began = now()
    ideas = stage(project, "ideas")
    titles = ("Benches", "More benches", "Park", "Tunnel", "Lamps", "Swings")
    made = {title: propose(ideas, ItemDraft(title), by=standing.dora) for title in titles}
    ids = {title: one.item.id for title, one in made.items()}
    slip = support(ideas, ids["Benches"], by=standing.charlie)
    withdraw(ideas, ids["Swings"], by=standing.dora)
    assert stories([ids["Park"]])[ids["Park"]].next_promise.due_on == today() + 14 * DAY

    with at(began + 10 * DAY):
        conclude(ideas.id)
        costing = stage(project, "costing")
        start(costing.id)
        assert [item.title for item in costs(costing).items] == [
            "Benches",
            "More benches",
            "Park",
            "Tunnel",
            "Lamps",
        ]
        merge(costing, [ids["More benches"]], ids["Benches"], reason="The same wish.", by=standing.alice)
        parts = split(
            costing,
            ids["Park"],
            [ItemDraft("Park east"), ItemDraft("Park west")],
            reason="Two sites.",
            by=standing.alice,
        )
        decline(costing, ids["Tunnel"], reason="It costs more than there is.", by=standing.alice)
        problems = conclude(costing.id, by=standing.alice)
        assert len(problems) == 4
        for key in (ids["Benches"], ids["Lamps"], *(part.id for part in parts)):
            cost(costing, key, PRICE, seen_version=current([key])[key].version, by=standing.alice)
        conclude(costing.id, by=standing.alice)

    with at(began + 51 * DAY):
        adoption = stage(project, "adoption")
        start(adoption.id)
        assert [item.title for item in answers(adoption).items] == [
            "Benches",
            "Lamps",
            "Park east",
            "Park west",
        ]
        due = today() + 90 * DAY
        rulings = [
            NewRuling(item.id, "accepted", "Good value.", due_on=due) for item in answers(adoption).items[:3]
        ]
        answer(adoption, NewDecision(today(), "As far as the money goes.", rulings), by=standing.alice)
        assert conclude(adoption.id, by=standing.alice)[0].text == "“Park west” has no answer yet"
        last = [
            NewRuling(
                answers(adoption).items[3].id,
                "declined",
                "No money left.",
                next_step="Asked again next year.",
            )
        ]
        answer(adoption, NewDecision(today(), "No money left.", last), by=standing.alice)
        with pytest.raises(Refused):
            answer(adoption, NewDecision(today(), "Again.", last), by=standing.alice)
        conclude(adoption.id, by=standing.alice)

    with at(began + 81 * DAY):
        delivery = stage(project, "delivery")
        start(delivery.id)
        report(delivery, ids["Benches"], NewReport(40, "Ordered."), by=standing.bob)
        assert stories([ids["Benches"]])[ids["Benches"]].next_promise.due_on == due
        for item in board(delivery).items:
            report(delivery, item.id, NewReport(100, "It is there."), by=standing.bob)
        with pytest.raises(BadInput):
            report(delivery, ids["Benches"], NewReport(10, "Broken."), by=standing.bob)
        conclude(delivery.id, by=standing.alice)
        close(project.id, "done", by=standing.alice)

    told = stories(list(ids.values()))
    assert {title: (told[key].latest.stage, told[key].latest.outcome) for title, key in ids.items()} == {
        "Benches": ("delivered", "accepted"), "More benches": ("delivered", "accepted"), "Park": ("delivered", "accepted"),
        "Tunnel": ("decided", "declined"), "Lamps": ("delivered", "accepted"), "Swings": ("decided", "withdrawn"),
    }  # fmt: skip
    assert acts_of_claim(slip)[0].item_ids == (ids["Benches"],)
    assert AuditEvent.objects.filter(initiative_id=project.id, deed="answer.decide").count() == 2


def test_a_decision_against_the_vote_is_said_to_be_one():
    follows = NewRuling(None, "accepted", "x", voted=True)
    against = NewRuling(None, "declined", "x", voted=True)
    also_against = NewRuling(None, "partly", "x", voted=False)
    no_vote = NewRuling(None, "declined", "x")
    assert [one.against_the_vote for one in (follows, against, also_against, no_vote)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (ItemDraft(" "), ["title"]), (ItemDraft("x" * 121, "y" * 4001), ["body", "title"]),
        (ItemDraft("x", category="space"), ["category"]),
    ],
)  # fmt: skip
def test_an_idea_with_faults_tells_all_of_them_and_nothing_is_kept(standing, draft, fields):
    step = standing.open_step(settings={"categories": ["parks"]})
    with pytest.raises(BadInput) as refused:
        propose(step, draft, by=standing.dora)
    assert [problem.place.key for problem in refused.value.problems] == fields
    assert Act.objects.count() == 0


def test_support_counts_once_for_each_person_and_visitor(standing):
    from coproduce.core import Actor

    step = standing.open_step()
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    for actor in (standing.charlie, Actor(visitor="a" * 64), Actor(visitor="b" * 64)):
        support(step, item.id, by=actor)
        with pytest.raises(Refused) as refused:
            support(step, item.id, by=actor)
        assert refused.value.refusal.code == "done-before"
    assert supporters([item.id])[item.id] == 3


def test_moderation_before_and_after(standing):
    step = standing.open_step(settings={"moderation": "before"})
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    assert current([item.id])[item.id].visibility == "draft"
    for verdict, visibility in (("show", "public"), ("hide", "hidden"), ("put-back", "public")):
        moderate(step, item.id, verdict, reason="An advertisement.", by=standing.alice)
        assert current([item.id])[item.id].visibility == visibility
    assert revise(step, item.id, ItemDraft("Six benches"), seen_version=1, by=standing.dora).version == 2


def test_what_is_switched_off_is_refused(standing):
    step = standing.open_step(settings={"support": False, "remarks": False})
    item = propose(step, ItemDraft("Bench"), by=standing.dora).item
    for deed in (
        lambda: support(step, item.id, by=standing.charlie),
        lambda: remark(step, item.id, "Yes", by=standing.charlie),
    ):
        with pytest.raises(Refused):
            deed()


@pytest.mark.parametrize(
    ("costing", "field"),
    [
        (Costing(0, 1, 2, "GBP"), "low"), (Costing(3, 2, 4, "GBP"), "central"), (Costing(1, 2, 3, "EUR"), "currency"),
        (Costing(1, 60_000_01, 60_000_02, "GBP"), "central"),
    ],
)  # fmt: skip
def test_a_costing_with_a_fault_is_refused(standing, costing, field):
    step = standing.open_step("budget", "costing", settings={"envelope": 60_000_00, "currency": "GBP"})
    with pytest.raises(BadInput) as refused:
        cost(step, standing.council, costing, seen_version=1, by=standing.alice)
    assert field in {problem.place.key for problem in refused.value.problems}


def test_a_no_needs_its_reason_and_an_answer_its_date(standing, project):
    costing, adoption = stage(project, "costing"), stage(project, "adoption")
    with pytest.raises(BadInput, match="Say why"):
        decline(costing, standing.council, reason=" ", by=standing.alice)
    with pytest.raises(BadInput) as refused:
        answer(
            adoption,
            NewDecision(today(), "", [NewRuling(standing.council, "accepted", "")]),
            by=standing.alice,
        )
    assert {problem.code for problem in refused.value.problems} == {"answer-reasons", "answer-0"}
    assert Decision.objects.count() == 0


def test_duties_of_both_sides_are_kept_late_or_dropped(standing):
    step = standing.open_step("delivery", "delivery")
    late = plan(step, "Two officers a week", today() - DAY, side="public", by=standing.alice)
    kept = plan(step, "Paint the fence", today() + DAY, side="resident", by=standing.alice)
    gone = plan(step, "Print leaflets", today() - DAY, side="partner", by=standing.alice)
    mark_done(step, kept, today(), by=standing.bob)
    drop(step, gone, "Nobody reads them.", by=standing.bob)
    found = {one.id: (one.late, one.done_on is not None, one.dropped) for one in board(step).milestones}
    assert found == {
        late: (True, False, ""),
        kept: (False, True, ""),
        gone: (False, False, "Nobody reads them."),
    }
    other = standing.open_step("delivery", "delivery")
    for deed in (
        lambda: mark_done(other, late, today(), by=standing.bob),
        lambda: drop(other, late, "x", by=standing.bob),
    ):
        with pytest.raises(Refused):
            deed()
    assert steps([step.id])[step.id].concluded_at is None
