"""What holds of every map: nothing depends on names or order; nobody moves when everybody is counted twice."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.engines.kernel import BadInput, Seed
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.plane import find_plane
from coproduce.engines.opinion.silhouette import silhouettes
from coproduce.engines.opinion.subjects import planted
from coproduce.engines.opinion.votes import LongVotes, Votes, natural
from tests.engines.opinion.production import adjusted_rand

QUICK = MapOptions(resamples=0)


def groups_of(drawn):
    return {name: int(group) for name, group in zip(drawn.votes.participants, drawn.label, strict=True)}


def dense(votes):
    """The votes as a full matrix, missing ones NaN."""
    matrix = np.full((len(votes.participants), len(votes.statements)), np.nan)
    for person in range(len(votes.participants)):
        here = slice(votes.start[person], votes.start[person + 1])
        matrix[person, votes.column[here]] = votes.value[here]
    return matrix


# The draws of planted() are the examples: what is tried is a permutation and a seed, not degenerate tables,
# in which ties (two people who voted alike in every way) may fall either way.
conversations = st.builds(
    lambda number, camps: planted(20 * camps, 14, camps, seed=f"property {number}"),
    st.integers(0, 10**6),
    st.integers(2, 4),
)


@settings(max_examples=25)
@given(conversations, st.integers(0, 10**6))
def test_giving_people_and_statements_each_others_names_changes_only_the_labels(table, number):
    draws = Seed(f"names {number}").draws()
    people = draws.shuffled(range(len(table.participant_ids)))
    statements = draws.shuffled(range(len(table.statement_ids)))
    renamed = replace(
        table,
        participant_ids=[f"p{at}" for at in people],
        statement_ids=[f"s{at}" for at in statements],
        rejected=[f"s{statements[1]}"],
        meta=[f"s{statements[2]}"],
    )
    first, other = (draw_map(Votes.of(each), QUICK) for each in (table, renamed))
    where = [other.votes.participants.index(f"p{people[int(name[1:])]}") for name in first.votes.participants]
    for axis in (0, 1):
        own, theirs = first.positions[:, axis], other.positions[where, axis]
        assert min(np.abs(own - theirs).max(), np.abs(own + theirs).max()) < 1e-6
    assert first.k == other.k
    counted = first.counting
    assert adjusted_rand(first.label[counted], other.label[np.array(where)[counted]]) == 1.0
    columns = [
        other.votes.statements.index(f"s{statements[int(name[1:])]}") for name in first.votes.statements
    ]
    assert first.counts.all_agree.tolist() == other.counts.all_agree[columns].tolist()
    assert first.plane.extremity() == pytest.approx(other.plane.extremity()[columns], abs=1e-6)


@settings(max_examples=25)
@given(conversations)
def test_counting_everybody_twice_moves_nobody(table):
    people = len(table.participant_ids)
    twice = replace(
        table,
        participant_ids=[*table.participant_ids, *(f"{name}-again" for name in table.participant_ids)],
        voter=np.concatenate([table.voter, table.voter + people]),
        statement=np.concatenate([table.statement, table.statement]),
        vote=np.concatenate([table.vote, table.vote]),
        arrival=(),
        stakeholders=(),
    )
    one, two = draw_map(Votes.of(table), QUICK), draw_map(Votes.of(twice), QUICK)
    place = {name: at for at, name in enumerate(two.votes.participants)}
    for suffix in ("", "-again"):
        found = two.positions[[place[f"{name}{suffix}"] for name in one.votes.participants]]
        assert np.abs(found - one.positions).max() < 1e-6
    both = groups_of(two)
    assert all(both[name] == both[f"{name}-again"] for name in one.votes.participants)


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(3, 30), st.integers(2, 12), st.floats(0.2, 1.0))
def test_the_plane_is_that_of_the_full_matrix_with_means_put_in(number, people, statements, share):
    table = replace(planted(people, statements, 2, seed=f"plane {number}", share=share), rejected=(), meta=())
    votes = Votes.of(table)
    matrix = dense(votes)
    with np.errstate(invalid="ignore"):
        seen = np.maximum((~np.isnan(matrix)).sum(axis=0), 1)
        mean = np.nansum(matrix, axis=0) / seen
    full = np.where(np.isnan(matrix), 0.0, matrix - mean)
    values = np.linalg.svd(full, compute_uv=False) ** 2
    plane = find_plane(votes)
    assert plane.centre == pytest.approx(mean, abs=1e-12)
    assert plane.spread == pytest.approx(values[:2], abs=1e-8 * max(values[0], 1))
    gram = full.T @ full
    for component, value in zip(plane.components, plane.spread, strict=True):
        assert gram @ component == pytest.approx(value * component, abs=1e-7 * max(values[0], 1))
    assert abs(float(plane.components[0] @ plane.components[1])) < 1e-9


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 40), st.integers(2, 5))
def test_the_silhouette_is_that_of_its_definition(number, people, k):
    points = Seed(f"points {number}").uniforms(people, 2)
    labels = [(Seed(f"label {number} {turn}").uniforms(people) * k).astype(np.int64) for turn in range(2)]
    assert silhouettes(points, labels, Seed("x")) == pytest.approx(
        [plain_silhouette(points, each) for each in labels], abs=1e-9
    )


def plain_silhouette(points, label):
    far = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    widths = []
    for at, own in enumerate(label):
        mates = label == own
        others = [far[at, label == group].mean() for group in set(label.tolist()) - {own}]
        if mates.sum() == 1 or not others:
            widths.append(0.0)
            continue
        inside = far[at, mates].sum() / (mates.sum() - 1)
        widths.append((min(others) - inside) / max(min(others), inside))
    return float(np.mean(widths))


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(2, 60), st.integers(2, 9), st.sampled_from(["coproduce", "polis"]))
def test_any_votes_are_mapped_or_refused_in_a_sentence(number, people, statements, mode):
    chance = Seed(f"any {number}").uniforms(2, people, statements)
    voter, statement = np.nonzero(chance[0] < 0.6)
    vote = (chance[1] * 3).astype(np.int64)[voter, statement] - 1
    table = LongVotes(
        [str(at) for at in range(people)], [str(at) for at in range(statements)], voter, statement, vote
    )
    try:
        drawn = draw_map(Votes.of(table), MapOptions(mode=mode, resamples=3))
    except BadInput as refusal:
        said = str(refusal)
    else:
        said = ""
    if said:
        assert len(np.unique(voter)) < 2 or not vote.any()
        return
    assert np.isfinite(drawn.positions).all()
    assert drawn.sizes.sum() == len(drawn.counting)
    assert drawn.sizes.min() >= (1 if mode == "polis" or drawn.k == 1 else 5)
    assert all(len(listed) <= 5 for listed in drawn.representative)
    for entry in (*drawn.consensus.agree, *drawn.consensus.disagree):
        assert 0 <= entry.low <= entry.votes_for / entry.seen <= entry.high <= 1


def test_planted_camps_are_found_however_many_there_are():
    for camps in (2, 3, 5, 7):
        table = replace(planted(40 * camps, 60, camps, seed=f"many {camps}", share=0.9), rejected=(), meta=())
        drawn = draw_map(Votes.of(table), QUICK)
        # In two dimensions seven camps overlap; what must not be is a cap below what the votes carry.
        assert drawn.k >= min(camps, 4)


def test_natural_order_of_ids():
    assert sorted(["s10", "s2", "s1", "a", "s02"], key=natural) == ["a", "s1", "s02", "s2", "s10"]
    assert sorted(["10", "9", "007", "7"], key=natural) == ["007", "7", "9", "10"]
