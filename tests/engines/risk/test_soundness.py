"""Every fault of a study, all at once, each at its key."""

from dataclasses import replace

import pytest

from coproduce.engines.kernel import BadInput, Seed
from coproduce.engines.risk.calculus import calculate
from coproduce.engines.risk.soundness import problems
from coproduce.engines.risk.subjects import single, typical
from coproduce.engines.risk.values import (
    Action,
    Agent,
    Answer,
    Effect,
    Group,
    Link,
    Outcome,
    Range,
    Review,
    Risk,
)


def codes(of):
    return {problem.code: problem for problem in reversed(problems(of))}


def one_risk(**more):
    return replace(single(), risks=(replace(single().risks[0], **more),))


def said(**more):
    return replace(single(), answers=(*single().answers, replace(single().answers[0], person="bob", **more)))


def test_sound_studies_have_no_fault():
    assert problems(single()) == []
    assert problems(typical()) == []


@pytest.mark.parametrize(
    ("study", "code", "key"),
    [
        (one_risk(bearers=()), "bearer-missing", "risks[fall].bearers"),
        (one_risk(outcome="?"), "unknown-outcome", "risks[fall].outcome"),
        (one_risk(bearers=("users", "users")), "bearer-twice", "risks[fall].bearers"),
        (one_risk(bearers=("users", "x")), "unknown-group", "risks[fall].bearers"),
        (one_risk(needs="x"), "unknown-action", "risks[fall].needs"),
        (one_risk(agent="x"), "unknown-agent", "risks[fall].agent"),
        (one_risk(activity="x"), "unknown-activity", "risks[fall].activity"),
        (one_risk(per="day"), "per", "risks[fall].per"),
        (one_risk(sense="bad"), "sense", "risks[fall].sense"),
        (replace(single(), outcomes=(Outcome("home", "H", ((50.0, "b"), (0.0, "a"))),)), "ladder-order",
         "outcomes[home].ladder"),
        (replace(single(), outcomes=(Outcome("home", "H", ((0.0, "b"), (120.0, "a"))),)), "ladder-range",
         "outcomes[home].ladder"),
        (replace(single(), outcomes=(Outcome("home", "H", ((0.0, ""), (12.0, "a"))),)), "ladder-words",
         "outcomes[home].ladder"),
        (said(range=Range(10, 5, 20)), "best-outside", "answers[users|bob|fall|likelihood||1]"),
        (said(range=Range(10, 50, 200)), "off-scale", "answers[users|bob|fall|likelihood||1]"),
        (said(range=Range(10, 50, float("nan"))), "not-finite", "answers[users|bob|fall|likelihood||1]"),
        (said(range=Range(10, 50, 60, 0.2)), "sure", "answers[users|bob|fall|likelihood||1]"),
        (said(group="?"), "unknown-group", "answers[?|bob|fall|likelihood||1]"),
        (said(about="?"), "unknown-about", "answers[users|bob|?|likelihood||1]"),
        (said(question="?"), "unknown-question", "answers[users|bob|fall|?||1]"),
        (said(round=0), "round", "answers[users|bob|fall|likelihood||0]"),
        (said(bearer="users"), "bearer-question", "answers[users|bob|fall|likelihood|users|1]"),
        (said(question="severity", bearer="x"), "unknown-bearer", "answers[users|bob|fall|severity|x|1]"),
        (replace(single(), answers=single().answers * 2), "twice", "answers[users|ann|fall|likelihood||1]"),
        (replace(single(), answers=()), "nobody", "answers"),
        (replace(single(), groups=(*single().groups, Group("g", "G", "dogs"))), "kind", "groups[g].kind"),
        (replace(single(), groups=(Group("users", "G", "users", -1),)), "people-negative", "groups[users].people"),
        (replace(single(), groups=(Group("users", "G", "users", 1, -2.0),)), "limit-negative",
         "groups[users].regret_limit"),
        (replace(single(), weights=(0.5,)), "weights-sum", "weights"),
        (replace(single(), weights=(0.5, 0.5)), "weights-count", "weights"),
        (replace(single(), weights=(-1.0,)), "weight-negative", "weights.users"),
        (replace(single(), actions=(Action("a", "A", "environment", Range(-5, 1, 2)),)), "cost-negative",
         "actions[a].cost"),
        (replace(single(), actions=(Action("a", "A", "hope"),)), "strategy", "actions[a].strategy"),
        (replace(single(), actions=(Action("a", "A", "activity", effects=(Effect("likelihood", "fall"),)),)),
         "effect-strategy", "actions[a].effects"),
        (replace(single(), actions=(Action("a", "A", "environment", effects=(Effect("likelihood", "x"),)),)),
         "unknown-risk", "actions[a].effects"),
        (replace(single(), actions=(Action("a", "A", "enablement"),)), "enables-nothing", "actions[a]"),
        (replace(single(), actions=(Action("a", "A", "environment", doses=(2.0,)),)), "dose", "actions[a].doses"),
        (replace(single(), agents=(Agent("a", "A", "robots"),)), "kind", "agents[a].kind"),
        (replace(single(), agents=(Agent("a", "A", "users", 60, 2),)), "limit-set-by", "agents[a].set_by"),
        (replace(single(), agents=(Agent("a", "A", "users", 160, 2, None, "users"),)), "limit-range",
         "agents[a].least_level"),
        (replace(single(), agents=(Agent("a", "A", "users", 60, -2, None, "users"),)), "weeks-negative",
         "agents[a].longest_gap"),
        (replace(single(), budget=-1.0), "budget-negative", "budget"),
        (replace(single(), correlation=1.0), "correlation", "correlation"),
        (replace(single(), reviews=(Review("fall", 3, 2),)), "review", "reviews[fall]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_fault_is_found_at_its_key(study, code, key):
    found = codes(study)
    assert code in found
    assert found[code].place.key == key
    assert found[code].text[0].islower() or found[code].text[0] in "'\""


def test_a_circle_of_links_is_named_with_its_members():
    risks = tuple(Risk(name, name, "home", ("users",)) for name in ("a", "b", "c"))
    of = replace(single(), risks=(*single().risks, *risks),
                 links=(Link("a", "b"), Link("b", "c"), Link("c", "a")))  # fmt: skip
    text = codes(of)["link-cycle"].text
    assert "→" in text
    assert all(name in text for name in "abc")


def test_a_share_of_people_cannot_make_an_event_more_likely():
    risks = (Risk("a", "A", "home", ("users",), per="person"), *single().risks)
    assert "link-person" in codes(replace(single(), risks=risks, links=(Link("a", "fall"),)))


def test_a_changed_weight_needs_a_reason():
    answers = (*single().answers, *(replace(one, group="staff", person="s") for one in single().answers))
    of = replace(single(), groups=(*single().groups, Group("staff", "S", "staff")), answers=answers)
    assert "weights-reason" in codes(replace(of, weights=(0.7, 0.3)))
    assert codes(replace(of, weights=(0.7, 0.3), weights_reason="users live with it")) == {}
    assert codes(replace(of, weights=(0.5, 0.5))) == {}


def test_all_faults_come_at_once_and_nothing_is_computed():
    of = replace(one_risk(bearers=(), outcome="?"), budget=-1.0)
    with pytest.raises(BadInput) as refusal:
        calculate(of, Seed("x"))
    assert {problem.code for problem in refusal.value.problems} == {
        "bearer-missing",
        "unknown-outcome",
        "budget-negative",
    }


def test_an_organisational_risk_is_kept_beside_and_counts_for_nothing():
    from coproduce.engines.risk.calculus import Options
    from coproduce.engines.risk.values import OrganisationalRisk

    options = Options(400, 50, 10, 5)
    plain = calculate(single(), Seed("x"), options).result
    beside = calculate(
        replace(single(), organisational=(OrganisationalRisk("money", "We overspend", ("fall",)),)),
        Seed("x"),
        options,
    ).result
    assert beside.portfolios == plain.portfolios
    assert beside.organisational[0]["name"] == "We overspend"


def test_answers_about_nothing_said_are_not_filled_in():
    of = replace(single(), answers=(*single().answers, Answer("fall", "months", None, "users", "ann")))
    assert problems(of) == []
