"""The two lists of a lottery: what is read, what is passed over, and where faults stand."""

import pytest

from coproduce.engines.kernel import BadInput
from coproduce.formats.protocol import load
from coproduce.formats.sortition import features, people


def faults(module, text):
    found = module.read(text.encode(), name="f.csv")
    assert isinstance(found, list), "no fault was found"
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "feature,value,min,max\nage,young,1,2\n",
        "category,name,min,max,,,\n age , young ,1,2,,,\n,,,,,,\n",
        "\ufeffname,min,max,category,current\nyoung,1,2,age,17\n",
        "feature;value;min;max\r\nage;young;1;2\r\n",
    ],
)
def test_features_are_read_in_every_shape(text):
    line = load(features, text.encode(), "f.csv").lines[0]
    assert (line.feature, line.value, line.low, line.high, line.least, line.most) == (
        "age",
        "young",
        1,
        2,
        None,
        None,
    )


def test_both_lists_survive_writing():
    text = 'feature,value,min,max,min_flex,max_flex\nage,"over 60, say",1,2,0,\nage,young,1,2,1,4\n'
    found = load(features, text.encode(), "f.csv")
    assert load(features, features.write(found), "f.csv") == found
    listed = load(people, b'id,age\n1,"a ""b"", c"\n2,\n', "p.csv")
    assert load(people, people.write(listed), "p.csv") == listed


def test_the_flexible_range_is_read():
    line = load(features, b"feature,value,min,max,min_flex,max_flex\na,x,2,3,1,5\n", "f.csv").lines[0]
    assert (line.least, line.most) == (1, 5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "f.csv:1:1: the file is empty"),
        ("feature,value,min\na,b,1\n", "f.csv:1:1: there is no column max"),
        ("feature,value,min,max\n", "f.csv:1:1: no feature is listed"),
        ("feature,value,min,max\na,b,-1,2\n", 'f.csv:2:5: min is "-1"'),
        ("feature,value,min,max\na,b,1.5,2\n", 'f.csv:2:5: min is "1.5"'),
        ("feature,value,min,max\n,b,1,2\n", "f.csv:2:1: the feature is missing"),
        ("feature,value,min,max\na,b,1,2\na,b,1,2\n", 'f.csv:3:3: a: "b" stands on line 2 already'),
        ("feature,value,min,max\na,b,1\n", "f.csv:2:6: this line has 3 cells"),
        ("feature,value,min,min,max\na,b,1,1,2\n", 'f.csv:1:19: the column "min" stands here a second time'),
        ("feature,value,min,max,min_flex\na,b,1,2,2\n", "f.csv:2:9: min_flex is 2"),
        ("feature,value,min,max,max_flex\na,b,1,2,1\n", "f.csv:2:9: max_flex is 1"),
    ],
)
def test_a_fault_of_the_features_is_told_with_its_place(text, told):
    assert faults(features, text)[0].startswith(told)


def test_all_faults_come_at_once():
    assert len(faults(features, "feature,value,min,max\na,b,x,y\na,c,3,2\n")) == 3


def test_load_refuses_with_the_problems():
    with pytest.raises(BadInput, match="file is empty"):
        load(people, b"", "p.csv")
