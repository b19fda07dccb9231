"""The team at work on screen: an idea costed, answered and reported on; and the resident who finds all of it by her slip."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from coproduce.core import now
from coproduce.proceedings.public import by_number, stories
from coproduce.register.public import NewStep, StepView, steps_of
from tests.standing import Standing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class Thread:
    """A joint project whose stages are all open at once, and two browsers: hers and the lead's."""

    def __init__(self, standing: Standing) -> None:
        cache.clear()
        times = {"opens": now() - DAY, "closes": now() + 9 * DAY}
        self.project = standing.project(
            NewStep("ideas", "Ideas", "ideas", settings={"categories": ["parks"]}, gives={"items": "idea"},
                    promise={"decided": "9 days after submission"}, **times),
            NewStep("costing", "Costing", "budget", settings={"envelope": 60_000_00, "currency": "GBP"},
                    takes=[{"port": "items", "from": "ideas"}], gives={"items": "project"}, admits="team", **times),
            NewStep("answers", "Answers", "answer", takes=[{"port": "items", "from": "costing", "where": "eligible"}],
                    admits="team", **times),
            NewStep("delivery", "Delivery", "delivery", admits="team",
                    takes=[{"port": "items", "from": "costing", "where": "accepted"}], **times),
        )  # fmt: skip
        self.steps = {step.name: step for step in steps_of([self.project.id])[self.project.id]}
        self.resident, self.lead = Client(), Client()
        session = self.lead.session
        session["person"] = str(standing.alice.person_id)
        session.save()

    def path(self, name: str, rest: str) -> str:
        return f"/projects/{self.project.slug}/{self.steps[name].id}/{rest}"

    def step(self, name: str) -> StepView:
        return self.steps[name]

    def propose(self, title: str) -> str:
        data = {"title": title, "body": "For everyone.", "category": "parks", "role": "carer"}
        html = self.resident.post(self.path("ideas", "ideas/new/"), data, follow=True).content.decode()
        return html.split('class="cp-ref">')[1].split("<")[0]

    def lead_posts(self, name: str, rest: str, data: dict[str, str], status: int = 302) -> str:
        answer = self.lead.post(self.path(name, rest), data)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def finds(self, reference: str) -> str:
        return self.resident.post("/find-my-answer/", {"reference": reference.lower()}).content.decode()


PRICE = {"low": "£900", "central": "1,000.00", "high": "1200", "basis": "Two quotes.", "seen": "1"}


def test_from_a_slip_to_a_bench(standing: Standing) -> None:
    thread = Thread(standing)
    slip = thread.propose("Six benches")
    assert "Received" in thread.finds(slip)
    assert "Six benches" in thread.resident.get(thread.path("ideas", "ideas/")).content.decode()
    thread.lead_posts("costing", "costing/1/cost/", PRICE)
    assert "From two quotes" not in thread.finds(slip)
    assert "Two quotes." in thread.finds(slip)
    due = (now() + 90 * DAY).date().isoformat()
    answer = {"decided_on": now().date().isoformat(), "reasons": "It fits the plan.", "interests": "None"}
    html = thread.lead_posts(
        "answers", "answers/decide/", {**answer, "outcome_1": "accepted", "reason_1": "Good."}, 422
    )
    assert "say by when it will be done" in html
    whole = {
        **answer,
        "outcome_1": "accepted",
        "reason_1": "Good value.",
        "next_1": "We ring you.",
        "due_1": due,
    }
    thread.lead_posts("answers", "answers/decide/", whole)
    assert "Good value. We ring you." in thread.finds(slip)
    thread.lead_posts(
        "delivery", "progress/1/report/", {"progress": "40", "text": "Ordered.", "spent": "400"}
    )
    assert "40% done" in thread.finds(slip)
    assert "Spent so far £400" in thread.resident.get(thread.path("delivery", "progress/")).content.decode()
    thread.lead_posts("delivery", "progress/1/report/", {"progress": "100", "text": "They are there."})
    assert "They are there." in thread.finds(slip)
    found = by_number(thread.project.id, 1)
    assert found
    latest = stories([found.id])[found.id].latest
    assert latest
    assert latest.stage == "delivered"


def test_merged_split_and_declined_ideas_keep_their_slips(standing: Standing) -> None:
    thread = Thread(standing)
    slips = {title: thread.propose(title) for title in ("Benches", "More benches", "A park", "A tunnel")}
    thread.lead_posts("costing", "costing/2/merge/", {"into": "1", "reason": "The same wish."})
    thread.lead_posts(
        "costing", "costing/3/split/", {"first": "East", "second": "West", "reason": "Two sites."}
    )
    thread.lead_posts("costing", "costing/4/decline/", {"reason": "Too dear.", "referred_to": "the county"})
    assert "The same wish." in thread.finds(slips["More benches"])
    assert "Two sites." in thread.finds(slips["A park"])
    assert "Passed on to the county" in thread.finds(slips["A tunnel"])
    thread.lead_posts("costing", "costing/1/cost/", PRICE)
    assert "Two quotes." in thread.finds(slips["More benches"])
    html = thread.resident.get(thread.path("costing", "costing/")).content.decode()
    assert "About £1,000, from £900 to £1,200" in html
    assert "Work on it" not in html


@pytest.mark.parametrize(
    ("rest", "data", "words"),
    [
        ("costing/1/cost/", {**PRICE, "low": "much"}, "Write a sum such as"),
        ("costing/1/cost/", {**PRICE, "low": "5000"}, "must lie between"),
        ("costing/1/cost/", {**PRICE, "basis": ""}, "Say where the figure comes from"),
        ("costing/1/decline/", {"reason": " "}, "Say why"), ("costing/1/merge/", {"into": "1", "reason": "x"}, "Choose an idea"),
        ("costing/1/split/", {"first": "East", "reason": "x"}, "Name the second part"),
    ],
)  # fmt: skip
def test_the_desk_says_what_is_wrong_and_changes_nothing(
    standing: Standing, rest: str, data: dict[str, str], words: str
) -> None:
    thread = Thread(standing)
    slip = thread.propose("Benches")
    assert words in thread.lead_posts("costing", rest, data, 422)
    assert "Received" in thread.finds(slip)


def test_two_who_cost_at_once_do_not_overwrite_each_other(standing: Standing) -> None:
    thread = Thread(standing)
    thread.propose("Benches")
    thread.lead_posts("costing", "costing/1/cost/", PRICE)
    html = thread.lead_posts("costing", "costing/1/cost/", {**PRICE, "central": "1100"}, 409)
    assert "Somebody else changed this" in html


def test_promises_of_both_sides_are_kept_dropped_or_late(standing: Standing) -> None:
    thread = Thread(standing)
    yesterday = (now() - DAY).date().isoformat()
    for title in ("Officers", "Leaflets"):
        thread.lead_posts(
            "delivery", "progress/plan/", {"title": title, "due_on": yesterday, "side": "public"}
        )
    html = thread.lead.get(thread.path("delivery", "progress/")).content.decode()
    assert html.count("1 day late") == 2
    kept = html.split("/milestone/")[1].split("/")[0]
    dropped = next(part.split("/")[0] for part in html.split("/milestone/")[1:] if not part.startswith(kept))
    thread.lead_posts("delivery", f"progress/milestone/{kept}/done/", {})
    thread.lead_posts("delivery", f"progress/milestone/{dropped}/drop/", {"reason": ""}, 422)
    thread.lead_posts("delivery", f"progress/milestone/{dropped}/drop/", {"reason": "Nobody reads them."})
    html = thread.resident.get(thread.path("delivery", "progress/")).content.decode()
    assert "Nobody reads them." in html
    assert "1 day late" not in html


def test_an_idea_with_faults_and_a_wrong_reference_get_sentences(standing: Standing) -> None:
    thread = Thread(standing)
    answer = thread.resident.post(
        thread.path("ideas", "ideas/new/"), {"title": "", "category": "space", "role": "king"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Give your idea a name", "Choose one of the topics", "Choose one of these, or none"):
        assert words in html
    for typed, words in (
        ("", "Type the reference"),
        ("4R7K", "12 letters"),
        ("4R7K 2MQX 09TD", "do not know"),
    ):
        assert words in thread.finds(typed)


def test_support_counts_once_and_remarks_and_moderation_show(standing: Standing) -> None:
    thread = Thread(standing)
    thread.propose("Benches")
    idea = thread.path("ideas", "ideas/1/")
    assert "You support idea 1" in thread.resident.post(f"{idea}support/", follow=True).content.decode()
    assert thread.resident.post(f"{idea}support/").status_code == 409
    thread.resident.post(f"{idea}remark/", {"text": "<b>Yes</b>"})
    assert "&lt;b&gt;Yes&lt;/b&gt;" in thread.resident.get(idea).content.decode()
    thread.lead_posts("ideas", "ideas/1/moderate/", {"verdict": "hide"}, 422)
    thread.lead_posts("ideas", "ideas/1/moderate/", {"verdict": "hide", "reason": "An advertisement."})
    assert thread.resident.get(idea).status_code == 404
    assert thread.lead.get(idea).status_code == 200
    thread.lead_posts("ideas", "ideas/1/moderate/", {"verdict": "put-back"})
    assert thread.resident.get(idea).status_code == 200


def test_finishing_says_what_stands_against_it(standing: Standing) -> None:
    thread = Thread(standing)
    thread.propose("Benches")
    thread.lead.get(thread.path("costing", "costing/"))
    html = thread.lead_posts("costing", "finish/", {}, 409)
    assert "“Benches” has no answer yet" in html
    thread.lead_posts("costing", "costing/1/decline/", {"reason": "The land is not ours."})
    assert thread.lead.get(thread.path("costing", "finish/")).status_code == 200
    thread.lead_posts("costing", "finish/", {})
