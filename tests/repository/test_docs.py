"""Documentation that cannot rot: links that lead somewhere, a page for all that has a name, examples that run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import coproduce.engines
from coproduce.cli.verbs import VERBS
from coproduce.web.environment import SETTINGS
from tests.repository.tree import ROOT, files, text

PAGES = [path for path in files() if path.suffix == ".md"]
METHOD_PAGES = [path for path in PAGES if path.parts[:2] == ("docs", "methods") and len(path.parts) == 4]
ADRS = [path for path in PAGES if path.parent == Path("docs/adr") and path.name != "README.md"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def without_code(content: str) -> str:
    """A page without its code, in which brackets mean something else."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"(?ms)^```.*?^```", "", content))


def anchors(content: str) -> set[str]:
    """The names by which a page's headings are linked to."""
    headings = re.findall(r"(?m)^#+ +(.*)$", re.sub(r"(?ms)^```.*?^```", "", content))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead_links(document: Path, content: str) -> list[str]:
    """The links of a page that lead nowhere in the repository; those to other sites are not followed."""
    dead = []
    for link in LINK.findall(without_code(content)):
        if "://" in link or link.startswith("mailto:"):
            continue
        target, _, anchor = link.partition("#")
        path = (ROOT / document.parent / target).resolve() if target else ROOT / document
        broken = not path.exists() or not path.is_relative_to(ROOT)
        if broken or (anchor and path.suffix == ".md" and anchor not in anchors(path.read_text("utf-8"))):
            dead.append(link)
    return dead


def broken_numbers(names: list[str]) -> list[str]:
    """The names that do not stand where their number says, counting from 0001."""
    return [
        name for number, name in enumerate(sorted(names), start=1) if not name.startswith(f"{number:04d}-")
    ]


def example_faults(content: str) -> list[str]:
    """What a page's examples print instead of what stands there; one that shows none has a fault, too."""
    found = doctest.DocTestParser().get_doctest(content, {}, "page", "page", 0)
    if not any(not example.options.get(doctest.SKIP) for example in found.examples):
        return ["a page shows an example worked through, as Python that can be run"]
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(found, out=said.append)
    return said


def methods() -> Iterator[tuple[str, str]]:
    """Every method of every engine, as (engine, method)."""
    for engine in pkgutil.iter_modules(coproduce.engines.__path__):
        if engine.ispkg and engine.name != "kernel":
            for method in importlib.import_module(f"coproduce.engines.{engine.name}").METHODS:
                yield engine.name, method


def test_dead_links_are_found() -> None:
    document = Path("README.md")
    assert dead_links(document, "[a](docs/nowhere.md) [b](LICENSE) [c](#no-such-heading) `[d](x)`") == [
        "docs/nowhere.md",
        "#no-such-heading",
    ]
    assert dead_links(document, "# One, two\n[a](LICENSE#x) [b](../outside.md)") == ["../outside.md"]


def test_a_gap_in_the_numbers_is_found() -> None:
    assert broken_numbers(["0001-a.md", "0003-b.md"]) == ["0003-b.md"]
    assert broken_numbers(["0001-a.md", "0001-b.md"]) == ["0001-b.md"]


def test_an_example_that_is_wrong_or_missing_is_found() -> None:
    assert example_faults("# Adding\n\n    >>> 1 + 1\n    2\n") == []
    assert "Got:" in "".join(example_faults("# Adding\n\n    >>> 1 + 1\n    3\n"))
    assert example_faults("# Adding\n\nOne and one is two.\n")
    assert example_faults("    >>> 1 + 1  # doctest: +SKIP\n    3\n")


@pytest.mark.parametrize("document", PAGES, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    assert dead_links(document, text(document)) == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert ADRS
    assert broken_numbers([path.name for path in ADRS]) == []


@pytest.mark.parametrize("document", ADRS, ids=str)
def test_a_decision_stands_in_the_list(document: Path) -> None:
    assert f"]({document.name})" in text(Path("docs/adr/README.md"))


@pytest.mark.parametrize("document", ADRS, ids=str)
def test_a_decision_says_what_it_must(document: Path) -> None:
    headings = re.findall(r"(?m)^## (.*)$", text(document))
    assert headings[:3] == ["Context", "Decision", "Consequences"]
    assert re.search(r"(?m)^Status: (proposed|accepted|replaced by \[\d{4}\])", text(document))


@pytest.mark.parametrize(("engine", "method"), list(methods()))
def test_each_method_has_its_page(engine: str, method: str) -> None:
    assert Path(f"docs/methods/{engine}/{method}.md") in METHOD_PAGES


@pytest.mark.parametrize("document", METHOD_PAGES, ids=str)
def test_a_method_page_tells_of_a_method_and_its_example_runs(document: Path) -> None:
    engine, method = document.parts[2], document.stem
    assert (engine, method) in set(methods()), "this page tells of no method"
    assert example_faults(text(document)) == []


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_verb_has_its_page(verb: str) -> None:
    document = Path(f"docs/commands/{verb}.md")
    assert document in PAGES
    assert f"coproduce {verb} " in text(document)


def test_each_setting_is_explained() -> None:
    explained = re.findall(r"(?m)^\| `([A-Z_]+)` \|", text(Path("docs/settings.md")))
    assert explained == [setting.name for setting in SETTINGS]


def test_each_make_target_is_explained() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):.*## ", text(Path("Makefile"))))
    assert targets
    families = {re.sub(r"^(bench|golden|sweep)-.*", r"\1-ENGINE", target) for target in targets}
    explained = set(re.findall(r"`make ([a-zA-Z-]+)`", text(Path("CONTRIBUTING.md"))))
    assert sorted(families - explained) == []
    assert sorted(explained - families - targets) == []
