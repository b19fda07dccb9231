"""Polis' export files: what is read, what is written, what is refused and where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.opinion.votes import Votes
from coproduce.formats.polis import (
    Conversation,
    comments,
    declared,
    history,
    join,
    participants,
    summary,
    votes,
)
from coproduce.formats.polis.conversation import FILES
from coproduce.formats.polis.export import export

COMMENTS = b"""timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
100,then,0,5,1,1,1,"Buses, later"
200,then,1,5,0,1,-1,No cars
"""
VOTES = b"""timestamp,datetime,comment-id,voter-id,vote
300,then,0,5,-1
250,then,1,7,-1
400,then,0,5,1
260,then,0,7,-1
"""
PEOPLE = b"""participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1
5,0,2,1,1,0,1,
7,,0,2,0,2,-1,-1
"""
ALL = {"comments.csv": COMMENTS, "votes.csv": VOTES, "participants-votes.csv": PEOPLE}


def lines(found):
    assert isinstance(found, list)
    return [str(problem) for problem in found]


def test_a_folder_is_joined_and_the_later_vote_counts():
    found = join(ALL)
    assert isinstance(found, Conversation)
    assert found.participant_ids == ("5", "7")
    assert found.texts == ("Buses, later", "No cars")
    assert found.rejected == ("1",)
    kept = zip(found.voter.tolist(), found.statement.tolist(), found.vote.tolist(), strict=True)
    assert sorted(kept) == [(0, 0, 1), (1, 0, -1), (1, 1, -1)]
    # 7 had cast all their votes before 5 cast the one that counts.
    assert found.arrival == (1, 0)


def test_the_engine_takes_a_conversation_as_it_is():
    drawn = Votes.of(join(ALL))
    assert drawn.participants == ("5", "7")
    assert drawn.value.tolist() == [1, -1, -1]
    assert Votes.of(join(ALL).without(("7",))).participants == ("5",)


def test_without_votes_the_table_of_participants_is_read():
    found = join({name: data for name, data in ALL.items() if name != "votes.csv"})
    assert (found.vote.tolist(), found.arrival, len(found.times)) == ([1, -1, -1], (), 0)


def test_files_that_tell_different_votes_are_spoken_of():
    found = join({**ALL, "participants-votes.csv": PEOPLE.replace(b"1,1,0,1,\n", b"2,1,0,1,0\n")}, folder="f")
    assert [str(warning) for warning in found.warnings] == [
        "f/votes.csv: votes.csv holds 3 votes and participants-votes.csv 4; those of votes.csv are counted"
    ]


def test_declared_groups_are_found_by_id_or_by_outside_id():
    people = b"participant,xid,0,1\n5,ann,1,1\n7,ben,1,0\n8,,1,0\n"
    found = join(
        {"participants-votes.csv": people, "stakeholders.csv": b"participant,group\nben,staff\n5,carers\n"}
    )
    assert found.stakeholders == ("carers", "staff", "")


@pytest.mark.parametrize(
    ("file", "data", "expected"),
    [
        ("votes.csv", b"", "votes.csv:1:1: the file is empty; a votes file begins with its column names"),
        (
            "votes.csv",
            b"comment-id,vote\n1,1\n",
            "votes.csv:1:1: this is no votes file: 1 column is missing: voter-id",
        ),
        (
            "votes.csv",
            b"comment-id,voter-id,vote\n1,1,2\n",
            'votes.csv:2:5: a vote is "2"; it must be 1 (agree), 0 (pass) or -1 (disagree)',
        ),
        (
            "votes.csv",
            b"comment-id,voter-id,vote\n1,1,yes\n",
            'votes.csv:2:5: vote is "yes"; it must be a whole number',
        ),
        (
            "votes.csv",
            b"comment-id,voter-id,vote\n1,,1\n",
            "votes.csv:2:3: this vote names no participant; give the voter-id",
        ),
        (
            "participants-votes.csv",
            b"participant,0,1\na,1,9\n",
            'participants-votes.csv:2:5: the vote on statement "1" is "9"; it must be 1, 0, -1 or empty',
        ),
        (
            "participants-votes.csv",
            b"participant,0\na,1\na,0\n",
            'participants-votes.csv:3:1: participant "a" stands twice (first on line 2); keep one of them',
        ),
        (
            "participants-votes.csv",
            b"participant,0,0\na,1,1\n",
            'participants-votes.csv:1:15: the column "0" stands twice; keep one of them',
        ),
        (
            "participants-votes.csv",
            b"participant,0,1\na,1\n",
            (
                "participants-votes.csv:2:1: this row has 2 fields, the head has 3; "
                "put text that holds a comma between double quotes"
            ),
        ),
        (
            "comments.csv",
            b"comment-id,comment-body,moderated\n1,a,1\n1,b,1\n",
            'comments.csv:3:1: statement "1" stands twice (first on line 2); keep one of them',
        ),
        (
            "comments.csv",
            b"comment-id,comment-body,moderated\n1,a,7\n",
            'comments.csv:2:5: moderated is "7"; it must be 1 (accepted), 0 (not looked at) or -1 (rejected)',
        ),
        (
            "summary.csv",
            b"topic\n",
            "summary.csv:1:1: this row has 1 field; each has two, a name and its value",
        ),
        ("stats-history.csv", b"n-votes\n1\n", "stats-history.csv:1:1: this is no stats-history file"),
    ],
)
def test_each_fault_has_its_place(file, data, expected):
    assert any(line.startswith(expected) for line in lines(join({file: data})))


def test_faults_of_all_files_come_together():
    found = lines(join({"votes.csv": b"vote\n", "comments.csv": b"comment-id\n"}))
    assert [line.partition(":")[0] for line in found] == ["comments.csv", "votes.csv"]


def test_a_folder_without_votes_says_what_to_give():
    assert lines(join({}, folder="talk")) == [
        "talk: there is neither votes.csv nor participants-votes.csv; give a Polis export folder or one of these files"
    ]


def test_an_export_reads_back_as_the_same_conversation():
    groups = {"5": 0, "7": 1}
    for files in (ALL, {"participants-votes.csv": PEOPLE}):
        first = join(files)
        again = join(export(first, groups))
        assert again.participant_ids == first.participant_ids
        assert sorted(zip(again.voter, again.statement, again.vote, strict=True)) == sorted(
            zip(first.voter, first.statement, first.vote, strict=True)
        )
        assert again.people.groups == ("0", "1")
        assert again.summary.get("groups") == "2"
        assert again.history.numbers[-1, 0] == len(first.vote)


ids = st.lists(
    st.text('abc0123 ,"é', min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=6, unique=True
)


@given(ids, ids, st.data())
def test_what_is_written_reads_back(people, statements, data):
    cells = data.draw(
        st.lists(
            st.tuples(
                st.integers(0, len(people) - 1), st.integers(0, len(statements) - 1), st.integers(-1, 1)
            ),
            max_size=20,
            unique_by=lambda cell: cell[:2],
        )
    )
    cells.sort()
    at = [np.array([cell[axis] for cell in cells], dtype=np.int64) for axis in range(3)]
    statements = [f"s{name.strip()}" for name in statements]
    value = participants.ParticipantVotes(
        tuple(people),
        tuple(dict.fromkeys(statements)),
        *at,
        groups=("0",) * len(people),
        written=(1,) * len(people),
    )
    if len(value.statements) == len(statements):
        assert participants.read(participants.write(value), name="x") == value


def _compact(names):
    place = {}
    found = [place.setdefault(name, len(place)) for name in names]
    return tuple(place), np.array(found, dtype=np.int64)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(-1, 1), st.integers(0, 9**9)), max_size=20
    )
)
def test_votes_that_are_written_read_back(rows):
    people, voter = _compact([f"p{row[0]}" for row in rows])
    statements, statement = _compact([f"s{row[1]}" for row in rows])
    value = votes.VoteRows(
        people,
        statements,
        voter,
        statement,
        np.array([row[2] for row in rows], dtype=np.int64),
        np.array([row[3] for row in rows], dtype=np.int64),
    )
    assert votes.read(votes.write(value), name="x") == value
    latest = value.latest()
    pairs = [(rows[at][0], rows[at][1]) for at in latest]
    assert len(set(pairs)) == len(pairs) == len({row[:2] for row in rows})


@given(
    st.binary(max_size=300)
    | st.sampled_from(list(ALL.values())).flatmap(
        lambda data: st.integers(0, len(data) - 1).flatmap(
            lambda at: st.binary(min_size=1, max_size=3).map(lambda cut: data[:at] + cut + data[at + 1 :])
        )
    )
)
def test_no_bytes_break_a_reader(data):
    for module in FILES.values():
        found = module.read(data, name="f")
        if isinstance(found, list):
            assert found
            assert all(str(problem).startswith("f") for problem in found)


def test_the_small_files_read_back():
    for module, value in (
        (summary, summary.Summary((("topic", "a, b"), ("url", "")))),
        (history, history.History(np.arange(10).reshape(2, 5))),
        (declared, declared.Declared((("1", "carers"), ("2", "staff")))),
        (
            comments,
            comments.Comments(("comment-id", "comment-body"), (("1", 'say "no"'), ("2", "two\nlines"))),
        ),
    ):
        assert module.read(module.write(value), name="x") == value


@pytest.mark.real
def test_the_real_exports_are_written_as_they_were_read(shared_data):
    folders = [
        path
        for path in sorted((shared_data / "polis").iterdir())
        if (path / "participants-votes.csv").exists()
    ]
    assert len(folders) >= 11
    for folder in folders:
        files = {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}
        found = join(files, folder=folder.name)
        assert isinstance(found, Conversation), found[:3]
        assert found.warnings == ()
        for name, data in files.items():
            assert FILES[name].write(FILES[name].read(data, name=name)) == data.replace(b"\r\n", b"\n"), (
                folder,
                name,
            )
