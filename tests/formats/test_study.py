"""Study files: everything read to its place, every fault of form with file, line and key, nothing lost in writing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.engines.kernel import Place
from coproduce.formats.study import inspect, read, read_judgements, write, write_judgements
from coproduce.formats.study.fields import SCHEMA, TOP
from coproduce.formats.toml_places import Places

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SMALL = b"""title = "Small"

[[outcomes]]
id = "home"
name = "I am safe"
ladder = [[0, "no"], [100, "yes"]]

[[groups]]
id = "users"
name = "users"
kind = "users"

[[risks]]
id = "fall"
name = "A fall"
outcome = "home"
bearers = ["users"]
likelihood = [5, 10, 20]
more_likely = [
  { risk = "other", times = 2 },  # a comment
]

[[judgements]]
group = "users"
person = "ann"
about = "fall"
severity = [10, 20, 40]
months = "do not know"
sure = 70
"""


def problems(text):
    found, said = inspect(text, name="s.toml")
    return {(one.place.line, one.code): one for one in said}, found


@pytest.mark.parametrize("name", ["risk-social-care.toml", "risk-flooding.toml"])
def test_examples_survive_being_written(name):
    found = read((EXAMPLES / name).read_bytes(), name=name)
    assert not isinstance(found, list)
    again = read(write(found), name="again.toml")
    assert not isinstance(again, list)
    assert again.plain == found.plain
    assert again.judgements_file == found.judgements_file


def test_a_small_study_is_read_to_the_engines_plain_form():
    found = read(SMALL, name="s.toml")
    assert not isinstance(found, list)
    plain = found.plain
    assert plain["risks"][0]["per"] == "year"
    assert plain["links"] == [{"cause": "fall", "effect": "other"}]
    assert plain["answers"] == [
        {"about": "fall", "question": "likelihood",
         "range": {"lowest": 5.0, "best": 10.0, "highest": 20.0, "sure": 0.9}},
        {"about": "fall>other", "question": "times",
         "range": {"lowest": 2.0, "best": 2.0, "highest": 2.0, "sure": 0.9}},
        {"group": "users", "person": "ann", "about": "fall", "bearer": "", "facilitator": "", "round": 1,
         "question": "severity", "range": {"lowest": 10.0, "best": 20.0, "highest": 40.0, "sure": 0.7}},
        {"group": "users", "person": "ann", "about": "fall", "bearer": "", "facilitator": "", "round": 1,
         "question": "months", "range": None},
    ]  # fmt: skip


def test_every_part_has_its_place():
    found = read(SMALL, name="s.toml")
    assert not isinstance(found, list)
    assert found.places["risks[fall]"] == Place("s.toml", 13, 1)
    assert found.places["risks[fall].bearers"] == Place("s.toml", 17, 1)
    assert found.places["links[fall>other]"] == Place("s.toml", 20, 3)
    assert found.places["answers[users|ann|fall|severity||1]"] == Place("s.toml", 27, 1)


def test_a_fault_of_meaning_is_told_at_the_line_of_its_key_or_of_what_holds_it():
    from coproduce.engines.risk.reading import study_of
    from coproduce.engines.risk.soundness import problems as meaning_of

    broken = SMALL.replace(b'bearers = ["users"]', b"bearers = []").replace(b"[10, 20, 40]", b"[50, 20, 40]")
    found = read(broken, name="s.toml")
    assert not isinstance(found, list)
    told = {one.code: one for one in found.placed(meaning_of(study_of(found)))}
    assert (told["bearer-missing"].place.line, told["bearer-missing"].place.key) == (
        17,
        "risks[fall].bearers",
    )
    assert told["best-outside"].place.line == 27
    assert told["unknown-risk"].place.line == 20
    assert str(told["bearer-missing"]).startswith("s.toml:17:1: risks[fall].bearers: nobody")


@pytest.mark.parametrize(
    ("before", "after", "line", "code"),
    [
        (b'title = "Small"', b"", 0, "missing"),
        (b'title = "Small"', b"title = 5", 1, "not-text"),
        (b'kind = "users"', b'kinds = "users"', 11, "unknown-key"),
        (b'[[0, "no"], [100, "yes"]]', b'["no"]', 6, "not-a-ladder"),
        (b"[5, 10, 20]", b"[5, 10]", 18, "not-points"),
        (b"[5, 10, 20]", b'[5, 10, "x"]', 18, "not-points"),
        (b'bearers = ["users"]', b"bearers = [3]", 17, "not-texts"),
        (b"sure = 70", b'sure = "70"', 29, "not-a-number"),
        (b"sure = 70", b"sure = true", 29, "not-a-number"),
        (b"sure = 70", b"sure = nan", 29, "not-a-number"),
        (b'title = "Small"', b'title = "S"\nrisks = 3', 2, "toml"),
        (b"[[groups]]", b"[[groups]", 8, "toml"),
        (b'title = "Small"', b'title = "Small"\nweights = 4', 2, "not-weights"),
        (b'title = "Small"', b'title = "Small"\nweights = { x = 1 }', 2, "unknown-group"),
        (b'title = "Small"', b'title = "Small"\ninvented = 1', 2, "not-yes-or-no"),
        (b'title = "Small"', b'title = "Small"\nactivities = ["a"]', 2, "not-tables"),
        (b'title = "Small"', b'title = "\xff \xc3\xa9"', 1, "encoding"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),
)
def test_a_fault_of_form_is_told_at_its_line(before, after, line, code):
    assert before in SMALL
    found, _ = problems(SMALL.replace(before, after, 1))
    assert code in {name for _, name in found}
    lines = [at for at, name in found if name == code]
    # A missing field of the whole file, and a table that stands twice, have no better place.
    assert line in lines or code in ("missing", "toml")


def test_all_faults_come_at_once():
    broken = (
        SMALL.replace(b'kind = "users"', b"")
        .replace(b"[5, 10, 20]", b'"many"')
        .replace(b"sure = 70", b"sure = []")
    )
    found, value = problems(broken)
    assert {code for _, code in found} == {"missing", "not-points", "not-a-number"}
    assert value is not None


def test_numbers_alone_are_certain_and_dates_become_text():
    text = (
        SMALL.replace(b"likelihood = [5, 10, 20]", b"likelihood = 7")
        + b'\n[[events]]\nkind = "fall"\ndate = 2025-01-14\n'
    )
    found = read(text, name="s.toml")
    assert not isinstance(found, list)
    assert found.plain["answers"][0]["range"]["lowest"] == found.plain["answers"][0]["range"]["highest"] == 7
    assert found.plain["happenings"] == [{"kind": "fall", "date": "2025-01-14"}]


def test_places_see_through_strings_comments_and_dotted_keys():
    text = 'a = "x # [no]" # [[not]]\nb.c = """\n[[neither]]\n"""\n[d]\n"e f" = [ # one\n  1,\n  { g = \'q\' },\n]\n[[h.i]]\nj = 1\n[[h.i]]\nj = 2\n'
    places = Places.of(text)
    assert places.spot(("b", "c")) == (2, 1)
    assert places.spot(("d", "e f", 1, "g")) == (8, 5)
    assert places.spot(("h", "i", 1, "j")) == (13, 1)
    assert places.spot(("h", "i", 7)) == (10, 1)
    assert places.spot(("nothing",)) == (0, 0)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    found = read(data, name="x.toml")
    assert isinstance(found, list)


@given(st.lists(st.sampled_from(SMALL.split(b"\n")), max_size=40))
def test_any_lines_of_a_study_are_read_or_refused(lines):
    from coproduce.engines.risk.reading import study_of
    from coproduce.engines.risk.soundness import problems as meaning_of

    value, _ = inspect(b"\n".join(lines), name="x.toml")
    if value is not None:
        assert all(one.place.source == "x.toml" for one in value.placed(meaning_of(study_of(value))))


# --- judgements ------------------------------------------------------------------------------------------------


def test_judgements_survive_being_written():
    found, faults = read_judgements((EXAMPLES / "risk-social-care-judgements.csv").read_bytes(), "j.csv")
    assert not faults
    again, _ = read_judgements(write_judgements([one.plain for one in found]), "k.csv")
    assert [one.plain for one in again] == [one.plain for one in found]


def test_a_row_left_empty_was_not_answered_and_not_knowing_is_an_answer():
    data = b"group;person;about;question;lowest;best;highest;sure\nu;a;r;likelihood;;;;\nu;a;r;severity;;do not know;;\n"
    found, faults = read_judgements(data, "j.csv")
    assert not faults
    assert [one.plain["range"] for one in found] == [None]


def test_a_comma_for_a_point_and_a_percent_sign_are_understood():
    data = b"group;person;about;question;lowest;best;highest;sure\nu;a;r;likelihood;1,5;2;4;80%\n"
    found, faults = read_judgements(data, "j.csv")
    assert not faults
    assert found[0].plain["range"] == {"lowest": 1.5, "best": 2.0, "highest": 4.0, "sure": 0.8}


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("u,a,r,likelihood,1,x,3", "not-a-number", 20),
        ("u,a,r,likelihood,1,,3", "empty-cell", 20),
        (",a,r,likelihood,1,2,3", "empty-cell", 1),
        ("u,a,r,likelihood,1,2,inf", "not-a-number", 22),
    ],
)
def test_a_faulty_cell_is_told_at_its_place(row, code, column):
    _, faults = read_judgements(f"group,person,about,question,lowest,best,highest\n{row}\n".encode(), "j.csv")
    found = faults.found()
    assert [(one.code, one.place.line, one.place.column) for one in found] == [(code, 2, column)]


def test_missing_columns_and_an_empty_file_are_told():
    assert read_judgements(b"group,person\n", "j.csv")[1].found()[0].code == "columns"
    assert read_judgements(b"", "j.csv")[1].found()[0].code == "empty"


def test_the_published_schema_is_the_one_that_is_read():
    page = (EXAMPLES.parent / "methods" / "risk" / "calculus" / "study-file.md").read_text("utf-8")
    for table, fields in (("", TOP), *SCHEMA.items()):
        if table:
            assert f"`[[{table}]]`" in page or f"`{table}`" in page
        for name in fields:
            assert f"`{name}`" in page, f"{table}.{name} has no place in the schema's page"
