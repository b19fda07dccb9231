"""The command's contract, tried with a verb made for the test: one module and one line in the table."""

import json
import subprocess
import sys
import types

import pytest

from coproduce.cli import contract, verbs
from coproduce.cli.contract import Answer, main
from coproduce.cli.files import read_input
from coproduce.cli.replay import replayed
from coproduce.engines.kernel import BadInput, Envelope, Infeasible, Place, Problem, Record, RecordMismatch


def outcome_of(text):
    class Outcome:
        record = Record("toy/length", {}, None, "0" * 64, {"text": text})

    return Outcome()


def envelope_of(outcome):
    return Envelope.of(outcome.record, {"length": len(outcome.record.data["text"])})


def run_toy(arguments):
    if arguments.replay:
        return replayed(
            arguments.replay, replay=lambda record: outcome_of(record.data["text"]), envelope=envelope_of
        )
    text = read_input(arguments.path).decode()
    if text == "bad":
        raise BadInput(
            [Problem(Place("b", 2, 7), "second; mend it"), Problem(Place("b", 1, 1), "first; mend it")]
        )
    if text == "none":
        raise Infeasible("no answer exists", ["ask for less"])
    if text == "stop":
        raise KeyboardInterrupt
    if text == "mismatch":
        raise RecordMismatch("not the same")
    page = None if text == "plain" else lambda: b"<!doctype html>" + text.encode()
    return Answer(f"{len(text)} characters", envelope_of(outcome_of(text)) if text != "plain" else None, page)


@pytest.fixture
def toy(monkeypatch):
    module = types.ModuleType("toy_verb")
    module.run = run_toy

    def add_arguments(parser):
        parser.add_argument("path", nargs="?")
        parser.add_argument("--replay")

    module.add_arguments = add_arguments
    monkeypatch.setitem(sys.modules, "toy_verb", module)
    monkeypatch.setitem(verbs.VERBS, "toy", verbs.Entry("toy_verb", "a verb for the test"))


@pytest.fixture
def given(tmp_path):
    def write(text):
        path = tmp_path / "input.txt"
        path.write_text(text)
        return str(path)

    return write


def test_text_for_people_and_json_for_programs(toy, given, capsys):
    assert main(["toy", given("four")]) == 0
    assert capsys.readouterr().out == "4 characters\n"
    assert main(["toy", given("four"), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["result"] == {"length": 4}
    assert set(written) == {
        "method", "options", "seed", "input_sha256", "version", "warnings", "result", "record",
    }  # fmt: skip


def test_problems_come_all_at_once_in_order_with_status_3(toy, given, capsys):
    assert main(["toy", given("bad")]) == 3
    seen = capsys.readouterr()
    assert seen.err == "b:1:1: first; mend it\nb:2:7: second; mend it\n"
    assert seen.out == ""


@pytest.mark.parametrize(("text", "status"), [("none", 1), ("mismatch", 1), ("stop", 130)])
def test_no_answer_has_its_own_status_and_a_sentence(toy, given, capsys, text, status):
    assert main(["toy", given(text)]) == status
    assert capsys.readouterr().err.strip()


def test_reasons_stand_below_the_refusal(toy, given, capsys):
    main(["toy", given("none")])
    assert capsys.readouterr().err == "coproduce toy: no answer exists\n  ask for less\n"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["toy", "--nonsense"], ["toy", "x", "--html"]])
def test_wrong_usage_is_2(toy, capsys, words):
    assert main(words) == 2
    assert "usage: coproduce" in capsys.readouterr().err


def test_help_lists_every_verb_without_loading_one(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {verb} " in shown and entry.summary in shown for verb, entry in verbs.VERBS.items())


def test_a_missing_file_a_folder_and_a_place_that_cannot_be_written(toy, given, tmp_path, capsys):
    assert main(["toy", str(tmp_path / "absent")]) == 3
    assert "there is no such file" in capsys.readouterr().err
    assert main(["toy", str(tmp_path)]) == 3
    assert "this is a folder" in capsys.readouterr().err
    assert main(["toy", given("four"), "--out", str(tmp_path / "no" / "where")]) == 3
    assert "its folder does not exist" in capsys.readouterr().err
    assert main(["toy", "a\x00b"]) == 3


def test_outputs_are_all_written_or_none(toy, given, tmp_path, capsys):
    page, out = tmp_path / "page.html", tmp_path / "no" / "out.txt"
    assert main(["toy", given("four"), "--html", str(page), "--out", str(out)]) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["input.txt"]
    out = tmp_path / "out.txt"
    assert main(["toy", given("four"), "--html", str(page), "--out", str(out)]) == 0
    assert page.read_bytes() == b"<!doctype html>four"
    assert out.read_text() == "4 characters\n"
    assert capsys.readouterr().out == ""


def test_what_a_verb_cannot_give_is_refused(toy, given, tmp_path, capsys):
    assert main(["toy", given("plain"), "--json"]) == 3
    assert main(["toy", given("plain"), "--html", str(tmp_path / "p.html")]) == 3
    assert not (tmp_path / "p.html").exists()


def test_a_record_replays_and_a_changed_one_is_found(toy, given, tmp_path, capsys):
    saved = tmp_path / "saved.json"
    assert main(["toy", given("four"), "--json", "--out", str(saved)]) == 0
    assert main(["toy", "--replay", str(saved)]) == 0
    assert "every byte agrees" in capsys.readouterr().out
    envelope = json.loads(saved.read_bytes())
    saved.write_text(json.dumps(envelope["record"]))
    assert main(["toy", "--replay", str(saved)]) == 0
    envelope["result"]["length"] = 5
    saved.write_text(json.dumps(envelope))
    assert main(["toy", "--replay", str(saved)]) == 1
    assert "DIFFERS" in capsys.readouterr().out
    saved.write_text("{]")
    assert main(["toy", "--replay", str(saved)]) == 3


def test_a_reader_that_goes_away_is_no_fault(given):
    command = f"{sys.executable} -m coproduce.cli --help | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_engine_verbs_do_not_load_django():
    code = (
        "import sys; from coproduce.cli import verbs; import importlib; "
        "[importlib.import_module(entry.module) for entry in verbs.VERBS.values()]; "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_statuses_are_those_of_the_contract():
    assert (contract.DONE, contract.WRONG, contract.USAGE, contract.BAD_INPUT) == (0, 1, 2, 3)
