"""A map kept up to date vote by vote says what a map drawn anew says."""

from dataclasses import replace

import numpy as np
import pytest

from coproduce.engines.kernel import BadInput, Record, canonical
from coproduce.engines.opinion.live import LiveMap
from coproduce.engines.opinion.mapping import draw_map
from coproduce.engines.opinion.options import MapOptions
from coproduce.engines.opinion.replay import replay
from coproduce.engines.opinion.subjects import planted
from coproduce.engines.opinion.votes import Votes
from coproduce.engines.opinion.warm import warm


@pytest.fixture
def live():
    return LiveMap(draw_map(Votes.of(planted(60, 14, 3, seed="live")), MapOptions(resamples=0)))


def test_counts_and_position_are_those_of_all_votes(live):
    standing = None
    for statement, vote in (("s0", 1), ("s3", -1), ("s0", -1), ("s5", 0), ("s1", 1)):
        standing = live.cast("p7", statement, vote)
    votes = live.votes()
    row = votes.participants.index("p7")
    assert standing.position == pytest.approx(tuple(live.drawn.plane.positions(votes)[row]), abs=1e-12)
    seen = np.bincount(votes.column, minlength=len(votes.statements))
    agree = np.bincount(votes.column[votes.value == 1], minlength=len(votes.statements))
    assert live.counts[2].tolist() == seen.tolist()
    assert live.counts[0].tolist() == agree.tolist()
    assert standing.seen == seen[votes.statements.index("s1")]
    group = live.drawn.label[row]
    assert live.by_group[2, group].sum() == live.drawn.counts.seen[group].sum() + (
        len(votes.column) - len(live.drawn.votes.column)
    )


def test_somebody_new_and_a_new_statement_join(live):
    live.add_statement("s99", "Something new.")
    for at in (0, 3, 4, 5, 6, 7):
        assert live.cast("new", f"s{at}", 1).group is None
    assert live.cast("new", "s99", 1).group is not None
    drawn = live.refresh()
    assert "new" in drawn.votes.participants
    assert drawn.votes.texts[drawn.votes.statements.index("s99")] == "Something new."
    assert live.drawn is drawn


def test_a_refresh_is_the_map_of_the_votes_started_from_the_last_and_its_record_replays(live):
    before = live.drawn
    live.cast("p1", "s4", -1)
    votes = live.votes()
    drawn = live.refresh()
    again = draw_map(votes, before.options, last=warm(before))
    assert canonical(again.result()) == canonical(drawn.result())
    assert canonical(replay(Record.from_bytes(drawn.record.to_bytes())).result()) == canonical(drawn.result())


def test_a_refresh_keeps_groups_in_place_and_who_counted_counting(live):
    before = dict(zip(live.drawn.votes.participants, live.drawn.label, strict=True))
    live.cast("p3", "s8", 1)
    drawn = live.refresh()
    after = dict(zip(drawn.votes.participants, drawn.label, strict=True))
    assert sum(before[name] == after[name] for name in before) >= 57
    assert all(after[name] >= 0 for name, group in before.items() if group >= 0)


def test_in_polis_mode_the_number_of_groups_changes_only_when_the_same_was_best_four_times():
    table = planted(60, 14, 3, seed="live")
    drawn = draw_map(Votes.of(table), MapOptions(mode="polis"))
    shown = drawn.grouping.smoothing
    state = {**warm(drawn), "smoothing": {"shown": shown.shown + 1, "best": shown.best, "times": 1}}
    ks = []
    for _ in range(4):
        drawn = draw_map(Votes.of(table), MapOptions(mode="polis"), last=state)
        ks.append(drawn.grouping.smoothing.shown)
        state = warm(drawn)
    assert ks == [shown.shown + 1, shown.shown + 1, shown.shown, shown.shown]


def test_a_wrong_vote_or_an_unknown_statement_changes_nothing(live):
    before = live.counts.copy()
    for statement, vote in (("s0", 2), ("nowhere", 1)):
        with pytest.raises(BadInput):
            live.cast("p0", statement, vote)
    with pytest.raises(BadInput):
        live.add_statement("s0")
    assert (live.counts == before).all()


def test_declared_groups_stay_with_their_people():
    table = replace(planted(60, 14, 3, seed="live"), stakeholders=["staff"] * 30 + ["carers"] * 30)
    live = LiveMap(draw_map(Votes.of(table), MapOptions(resamples=0)))
    live.cast("late", "s0", 1)
    drawn = live.refresh()
    assert drawn.votes.stakeholders[drawn.votes.participants.index("late")] == ""
    assert {name: int(size) for name, size in zip(drawn.stakeholders.names, drawn.stakeholders.sizes, strict=True)} == {
        "carers": 30, "staff": 30,
    }  # fmt: skip


def test_a_participant_is_asked_what_they_have_not_seen_and_the_newest_first(live):
    before = live.ask("p7", pick=20)
    votes = live.drawn.votes
    row = votes.participants.index("p7")
    seen = {votes.statements[at] for at in votes.column[votes.start[row] : votes.start[row + 1]]}
    assert set(before) == set(votes.statements) - seen - {"s1", "s2"}
    live.add_statement("s99")
    assert live.ask("p7") == ("s99", *before[:4])
    live.cast("p7", "s99", 0)
    assert "s99" not in live.ask("p7")
    assert set(live.ask("somebody new")) <= {*votes.statements, "s99"}
    assert len(live.ask("somebody new")) == 5
