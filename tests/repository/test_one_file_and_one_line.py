"""What docs/where.md promises: a new method or command is one file and one line in a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from coproduce.cli import main
from coproduce.cli.verbs import VERBS
from coproduce.cli.verbs import Entry as VerbEntry
from coproduce.engines.counting.rules import RULES
from coproduce.engines.counting.rules import Entry as RuleEntry
from coproduce.engines.counting.subjects import subjects
from coproduce.engines.kernel.checks import check_method

RULE = '''
"""Fewest points first: a rule for tests, which nobody should want."""

from coproduce.engines.counting.rules import greedy
from coproduce.engines.counting.rules.greedy_losses import did_not_fit


def elect(contest):
    return greedy.ranked(contest, [-score for score in contest.election.scores])


def losses(contest, run):
    return did_not_fit(contest, run, "score-alone")
'''
VERB = '''
"""Says how long a file is: a verb for tests."""

from pathlib import Path

from coproduce.cli.contract import Answer


def add_arguments(parser):
    parser.add_argument("file", type=Path)


def run(arguments):
    return Answer(f"{len(arguments.file.read_bytes())} bytes")
'''


def test_a_new_rule_passes_the_check_suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fewest_points.py").write_text(RULE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    monkeypatch.setitem(RULES, "fewest-points", RuleEntry("fewest_points", "fewest points first"))

    found = [subject for subject in subjects() if subject.method == "counting/fewest-points"]
    assert len(found) == 1
    assert [str(failure) for failure in check_method(found[0])] == []
    outcome = found[0].run(found[0].samples["typical"])
    assert outcome.record.method == "counting/fewest-points"


def test_a_new_verb_can_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "length.py").write_text(VERB, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    monkeypatch.setitem(VERBS, "length", VerbEntry("length", "how long a file is"))

    assert main(["length", str(tmp_path / "length.py")]) == 0
    assert capsys.readouterr().out.strip() == f"{len(VERB)} bytes"
    assert main(["--help"]) == 0
    assert "how long a file is" in capsys.readouterr().out
