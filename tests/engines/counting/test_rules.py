"""The table of rules, and what a new rule takes."""

import pytest

from coproduce.engines.counting import Options, count, replay
from coproduce.engines.counting.rules import RULES, Entry, rule_named
from coproduce.engines.kernel import BadInput
from tests.engines.counting import naive


def test_a_new_rule_is_one_file_and_one_line(monkeypatch):
    monkeypatch.setitem(RULES, "toy", Entry("tests.engines.counting.toy_rule", "in the order of the ids"))
    outcome = count(naive.election([3, 2, 2], 5, [[0, 1, 2]]), Options(rule="toy"))
    assert outcome.selected == ("p00", "p01")
    assert replay(outcome.record).envelope().to_bytes() == outcome.envelope().to_bytes()


@pytest.mark.parametrize("name", RULES)
def test_every_rule_in_the_table_is_there(name):
    rule = rule_named(name)
    assert rule.elect.__doc__
    assert rule.losses.__doc__


def test_an_unknown_rule_is_refused_with_the_known_ones():
    with pytest.raises(BadInput, match="equal-shares"):
        rule_named("first-past-the-post")


@pytest.mark.parametrize(
    "changed", [{"utility": "joy"}, {"stop": "never"}, {"completion": "add:-1"}, {"ties": "coin"}]
)
def test_an_unknown_option_is_refused(changed):
    with pytest.raises(BadInput):
        Options(**changed)


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "greedy",
        "add-one",
        "add:5/2",
        "percent:1",
        "add-one,greedy",
        "add:10,greedy",
        "percent:1/2,greedy",
    ],
)
def test_a_completion_is_written_as_it_is_read(text):
    from coproduce.engines.counting import Completion

    assert str(Completion.parse(text)) == text
