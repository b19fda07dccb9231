"""What is refused, what is hidden, and the ends of each step."""

from dataclasses import replace

import numpy as np
import pytest

from coproduce.engines.kernel import BadInput, Record, RecordMismatch, Seed
from coproduce.engines.opinion import compiled
from coproduce.engines.opinion.consensus import wilson
from coproduce.engines.opinion.groups import found_groups
from coproduce.engines.opinion.kmeans import Partition, divided, first_distinct, lloyd, spread_out, whole
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.plane import find_plane
from coproduce.engines.opinion.replay import replay
from coproduce.engines.opinion.silhouette import MOST_POINTS, silhouettes
from coproduce.engines.opinion.subjects import planted
from coproduce.engines.opinion.summary import group_summary
from coproduce.engines.opinion.votes import LongVotes, Votes

QUICK = MapOptions(resamples=0)


def small(**changes):
    whole_table = {
        "participant_ids": ["a", "b"], "statement_ids": ["s", "t"], "voter": np.array([0, 1]),
        "statement": np.array([0, 1]), "vote": np.array([1, -1]),
    }  # fmt: skip
    return LongVotes(**{**whole_table, **changes})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"participant_ids": ["a", "a"]},
            "votes:a: participant 'a' stands twice; each participant needs an id of its own",
        ),
        (
            {"statement_ids": ["s", "s"]},
            "votes:s: statement 's' stands twice; each statement needs an id of its own",
        ),
        ({"vote": np.array([1, 2])}, "votes:b: a vote is 2; it must be 1 (agree), 0 (pass) or -1 (disagree)"),
        (
            {"vote": np.array([1.0, 0.5])},
            "votes:b: a vote is 0.5; it must be 1 (agree), 0 (pass) or -1 (disagree)",
        ),
        ({"voter": np.array([0, 2])}, "votes: a vote points at a participant that is not listed"),
        (
            {"voter": np.array([0, 5]), "vote": np.array([1, 7])},
            "votes: a vote points at a participant that is not listed",
        ),
        ({"statement": np.array([0, -1])}, "votes: a vote points at a statement that is not listed"),
        ({"vote": np.array([1])}, "votes: voter, statement and vote must be equally long"),
        ({"texts": ["one"]}, "votes: give a text for each statement, or none at all"),
        ({"arrival": [1]}, "votes: give arrival for each participant, or not at all"),
        (
            {"voter": np.array([0, 0]), "statement": np.array([0, 0])},
            "participant a voted twice on one statement",
        ),
    ],
)
def test_votes_that_cannot_be_are_refused_in_a_sentence(changes, said):
    with pytest.raises(BadInput) as refusal:
        Votes.of(small(**changes))
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mode": "magic"}, "the mode is 'magic'; choose coproduce or polis"),
        ({"confidence": 1.0}, "confidence must lie between 0 and 1"),
        ({"least_votes": 0, "pick": 0}, "least-votes must be 1 or more; pick must be 1 or more"),
        ({"only": ("nobody",)}, "fewer than two of the participants named took part"),
    ],
)
def test_options_that_cannot_be_are_refused(changes, said):
    with pytest.raises(BadInput) as refusal:
        draw_map(Votes.of(planted(30, 8, 2, seed="options")), MapOptions(**changes))
    assert said in str(refusal.value)


def test_a_record_that_is_not_of_this_map_is_refused():
    drawn = draw_map(Votes.of(planted(30, 8, 2, seed="record")), QUICK)
    record = drawn.record
    with pytest.raises(BadInput, match="not of an opinion map"):
        replay(replace(record, method="counting/equal-shares"))
    bare = replace(record, data={"votes": None, "last": None})
    with pytest.raises(BadInput, match="holds no votes"):
        replay(bare)
    assert replay(bare, drawn.votes).result() == drawn.result()
    with pytest.raises(BadInput, match="cannot be read"):
        replay(replace(record, data={"votes": {**record.data["votes"], "start": "%"}, "last": None}))
    with pytest.raises(RecordMismatch):
        replay(Record(record.method, record.options, record.seed, "0" * 64, record.data))
    with pytest.raises(BadInput, match="the last map cannot be read"):
        draw_map(drawn.votes, QUICK, last={"smoothing": {"nonsense": 1}})


def test_above_the_limit_the_silhouette_is_taken_on_a_sample_and_the_map_says_so():
    size = MOST_POINTS + 1000
    points = np.concatenate([Seed("left").uniforms(size // 2, 2), Seed("right").uniforms(size // 2, 2) + 2.0])
    label = np.repeat([0, 1], size // 2)
    exact = silhouettes(points[::2], [label[::2]], Seed("x"))[0]
    sampled = silhouettes(points, [label], Seed("x"))[0]
    assert sampled == pytest.approx(exact, abs=0.01)
    assert sampled == silhouettes(points, [label], Seed("x"))[0] != silhouettes(points, [label], Seed("y"))[0]
    assert silhouettes(points, [], Seed("x")) == []
    table = planted(MOST_POINTS + 50, 8, 2, seed="many", share=1.0)
    drawn = draw_map(Votes.of(table), replace(QUICK, most_groups=2, starts=0))
    assert drawn.warnings == (
        f"The number of groups was chosen on a sample of {MOST_POINTS} of {MOST_POINTS + 50} people.",
    )


def test_a_centre_that_loses_its_points_is_left_out():
    points = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0]])
    found = lloyd(points, np.ones(3), np.array([[0.0, 0.5], [50.0, 50.0], [9.0, 9.0]]), still=-1.0, turns=10)
    assert found.label.tolist() == [0, 0, 1]
    assert found.centres.tolist() == [[0.0, 0.5], [9.0, 9.0]]
    assert found.inertia == 0.5


def test_points_that_are_all_one_cannot_be_divided():
    points = np.ones((12, 2))
    ones = np.ones(12)
    assert divided(points, ones, whole(points, ones)) is None
    assert first_distinct(points, 3).tolist() == [[1.0, 1.0]]
    assert spread_out(points, ones, np.array([0.3, 0.9])).tolist() == [[1.0, 1.0]] * 2
    assert found_groups(points, QUICK.settled()).partition.k == 1


def test_groups_that_would_be_too_small_are_not_formed():
    points = np.concatenate([Seed("crowd").uniforms(30, 2), Seed("three").uniforms(3, 2) + 20.0])
    assert found_groups(points, QUICK.settled()).partition.sizes().min() >= 5
    three = found_groups(points, replace(QUICK, smallest_group=1).settled()).partition
    assert 3 in three.sizes().tolist()


def test_wilsons_interval_is_the_published_one():
    # Newcombe 1998, table I: 81 of 263, 0 of 20 and 15 of 148 at 95 %.
    low, high = wilson(np.array([81, 15, 0, 0]), np.array([263, 148, 20, 0]), 0.95)
    assert low[:3] == pytest.approx([0.2553, 0.0624, 0.0], abs=5e-5)
    assert high[:3] == pytest.approx([0.3662, 0.1605, 0.1611], abs=5e-5)
    assert (low[3], high[3]) == (0.0, 1.0)


def test_two_votes_cannot_head_the_list_but_in_polis_mode():
    table = planted(80, 12, 2, seed="two votes", share=0.95)
    more = replace(
        table,
        statement_ids=[*table.statement_ids, "s99"], texts=[*table.texts, "Only two saw this."],
        voter=np.r_[table.voter, 0, 1], statement=np.r_[table.statement, 12, 12], vote=np.r_[table.vote, 1, 1],
    )  # fmt: skip
    votes = Votes.of(more)
    place = votes.statements.index("s99")
    listed = {
        mode: draw_map(votes, MapOptions(mode=mode, resamples=0, pick=20)).consensus
        for mode in ("polis", "coproduce")
    }
    assert place in [entry.statement for entry in listed["polis"].agree]
    assert place not in [entry.statement for entry in listed["coproduce"].agree]
    assert all(entry.seen >= 8 for entry in (*listed["coproduce"].agree, *listed["coproduce"].disagree))


def test_declared_groups_hide_the_few_and_what_would_give_them_away():
    table = planted(60, 12, 2, seed="declared", share=1.0)
    names = ["councillors"] * 4 + ["staff"] * 6 + ["residents"] * 50
    found = draw_map(Votes.of(replace(table, stakeholders=names)), QUICK).stakeholders
    sizes = dict(zip(found.names, found.sizes.tolist(), strict=True))
    assert sizes == {"councillors": -1, "residents": 50, "staff": 6}
    councillors, staff = found.names.index("councillors"), found.names.index("staff")
    assert (found.votes[:, councillors] == -1).all()
    # With the totals known, one hidden row could be worked out: the next smallest is hidden with it.
    assert (found.votes[:, staff] == -1).all()
    for line in (*found.in_groups, *found.in_groups.T):
        assert (line == -1).sum() != 1


def test_a_group_without_marks_says_so():
    drawn = draw_map(Votes.of(planted(60, 12, 2, seed="declared")), QUICK)
    assert group_summary((), drawn.counts, 0, size=30, of=60, texts=drawn.votes.texts) == (
        "30 of 60 people. No statement marks this group."
    )
    long = ["word " * 80] * len(drawn.votes.texts)
    assert "…" in group_summary(drawn.representative[0], drawn.counts, 0, size=30, of=60, texts=long)


def test_where_nothing_may_be_kept_loops_are_compiled_all_the_same(monkeypatch):
    real = compiled.numba.njit

    def refuses(*, cache=False, **options):
        if cache:
            raise RuntimeError("no locator available")
        return real(**options)

    monkeypatch.setattr(compiled.numba, "njit", refuses)
    assert compiled.compiled(lambda number: number + 1)(1) == 2


def test_the_direction_of_an_axis_does_not_hang_on_the_last_digit():
    # Two statements in perfect opposition: the sum along the axis is 0, so the first larger entry decides.
    table = np.array([[1, -1]] * 6 + [[-1, 1]] * 7)
    voter, statement = np.nonzero(np.ones_like(table))
    votes = Votes.of(
        LongVotes([str(at) for at in range(13)], ["0", "1"], voter, statement, table[voter, statement])
    )
    plane = find_plane(votes)
    assert plane.components[0] == pytest.approx([np.sqrt(0.5), -np.sqrt(0.5)])
    assert plane.components[1].tolist() == [0.0, 0.0]
    assert plane.share == pytest.approx([1.0, 0.0])


def test_a_partition_counts_its_groups():
    part = Partition(np.zeros((2, 2)), np.array([0, 1, 1]), 0.0)
    assert (part.k, part.sizes().tolist()) == (2, [1, 2])


def test_groups_that_hardly_come_together_again_are_warned_of():
    # No camps at all: whatever is found is chance.
    chance = Seed("no camps").uniforms(60, 12)
    voter, statement = np.nonzero(np.ones_like(chance, dtype=np.int64))
    vote = np.where(chance > 0.5, 1, -1)[voter, statement]
    ids = [str(at) for at in range(60)]
    drawn = draw_map(Votes.of(LongVotes(ids, ids[:12], voter, statement, vote)), MapOptions(resamples=30))
    assert drawn.stability.groups.min() < 0.6
    assert any("that division may be chance" in warning for warning in drawn.warnings)
    firm = draw_map(Votes.of(planted(60, 12, 2, seed="firm", share=1.0)), MapOptions(resamples=30))
    assert firm.stability.groups.min() > 0.9
    assert firm.stability.participants.min() > 0.5
    assert firm.warnings == ()
