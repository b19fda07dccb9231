"""The calculus page by page: every example runs."""

import doctest
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[3] / "docs" / "methods" / "risk" / "calculus").glob("*.md"))


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.stem)
def test_the_examples_of_a_page_run(document):
    found = doctest.DocTestParser().get_doctest(
        document.read_text("utf-8"), {}, document.stem, str(document), 0
    )
    said = []
    doctest.DocTestRunner(verbose=False).run(found, out=said.append)
    assert found.examples
    assert said == []
