"""Which files of a small project answer which questions, and what moves them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from omni_lsp.model.retrieval import Domain
from omni_lsp.retrieval.bm25 import Bm25
from omni_lsp.retrieval.chunks import chunks
from omni_lsp.retrieval.question import question
from omni_lsp.retrieval.ranking import CANDIDATES, Catalogue, Place, Scored, Weights

CASES = Path(__file__).parents[1] / "cases" / "retrieval"
CORPUS: dict[str, str] = yaml.safe_load((CASES / "corpus.yaml").read_text("utf-8"))


class Project:
    """A catalogue with its pieces, as an index keeps them."""

    def __init__(self, files: dict[str, str], weights: Weights | None = None) -> None:
        self.catalogue = Catalogue(weights or Weights())
        self.pieces = Bm25[Place]()
        for path, text in files.items():
            self.put(path, text)

    def put(self, path: str, text: str) -> None:
        found = chunks(path, "", text, "")
        self.catalogue.put(path, found)
        for chunk in found:
            self.pieces.put(Place(path, chunk.start, chunk.end, chunk.definitions), chunk.terms.split())

    def ask(self, text: str, domain: Domain = Domain.CODE, near: Sequence[Scored] = ()) -> list[Scored]:
        asked = question(text)
        by_words = [Scored(*found) for found in self.pieces.best(asked.weights, CANDIDATES)]
        return self.catalogue.rank(asked, domain, by_words, near)

    def best(self, text: str, domain: Domain = Domain.CODE) -> str:
        return self.ask(text, domain)[0].place.path


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(CORPUS)


@pytest.mark.parametrize(
    ("text", "domain", "path"),
    [
        ("Cart", Domain.CODE, "src/shop/cart.py"),
        ("Cart.total", Domain.CODE, "src/shop/cart.py"),
        ("tax_rate", Domain.CODE, "src/shop/tax.py"),
        ("RefundWorker", Domain.CODE, "src/shop/worker.ts"),
        ("OldCart", Domain.CODE, "src/shop/legacy/cart.py"),
        ("what does Gateway do", Domain.CODE, "src/shop/payment/gateway.py"),
        ("how is a payment made", Domain.CODE, "src/shop/payment/gateway.py"),
        ("what a customer is about to buy", Domain.CODE, "src/shop/cart.py"),
        ("is the total of the cart tested", Domain.TESTS, "tests/test_cart.py"),
        ("documentation of the cart", Domain.DOCS, "docs/cart.md"),
        ("when was OldCart removed", Domain.HISTORY, "CHANGELOG.md"),
        ("default rate of tax", Domain.CONFIGURATION, "settings.yaml"),
        ("line length of ruff", Domain.CONFIGURATION, "pyproject.toml"),
        ("which steps does lint have in ci", Domain.CONFIGURATION, ".github/workflows/ci.yml"),
        ("version of requests", Domain.DEPENDENCIES, "pyproject.toml"),
        ("report a vulnerability", Domain.SECURITY, "SECURITY.md"),
        ("token of the charge", Domain.SECURITY, "src/shop/payment/gateway.py"),
    ],
)
def test_the_first_answer(project: Project, text: str, domain: Domain, path: str) -> None:
    assert project.best(text, domain) == path


@pytest.mark.parametrize("text", ["", "?!", "the of and", "zzz"])
def test_a_question_without_evidence_has_no_answer(project: Project, text: str) -> None:
    assert project.ask(text) == []


def test_each_file_answers_once_and_by_its_score(project: Project) -> None:
    found = project.ask("cart total tax")
    assert len({each.place.path for each in found}) == len(found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_manifests_are_configuration_as_well(project: Project) -> None:
    scores = [
        next(each.score for each in project.ask("ruff", domain) if each.place.path == "pyproject.toml")
        for domain in (Domain.CONFIGURATION, Domain.DEPENDENCIES, Domain.CODE)
    ]
    assert scores[0] == scores[1] > scores[2]


def test_ties_are_in_the_order_of_paths_whatever_came_first() -> None:
    same = dict.fromkeys(("c.py", "a.py", "b.py"), "alpha beta\n")
    for files in (same, dict(reversed(same.items()))):
        assert [each.place.path for each in Project(files).ask("alpha")] == ["a.py", "b.py", "c.py"]


def test_the_piece_that_defines_what_is_asked_for_is_shown() -> None:
    filler = "# wanted wanted wanted\n" * 80
    text = f"{filler}\ndef other():\n    pass\n{filler}\ndef wanted():\n    pass\n"
    (found,) = Project({"a.py": text}).ask("wanted")
    assert "wanted" in found.place.definitions


def test_a_file_that_changed_is_found_by_what_it_is_now() -> None:
    project = Project({"a.py": "def before():\n    pass\n", "b.py": "def other():\n    pass\n"})
    project.put("a.py", "def after():\n    pass\n")
    assert project.best("after") == "a.py"
    assert "a.py" not in {each.place.path for each in project.ask("before")}


def test_a_file_that_is_gone_answers_nothing() -> None:
    project = Project({"a.py": "def gone():\n    pass\n", "b.py": "def other():\n    pass\n"})
    project.catalogue.remove("a.py")
    project.catalogue.remove("never.py")
    assert project.ask("gone") == []


def test_a_file_without_pieces_answers_nothing() -> None:
    project = Project({"a.py": "", "b.py": "alpha\n"})
    assert [each.place.path for each in project.ask("alpha a")] == ["b.py"]


def test_what_is_near_in_meaning_is_found_without_a_common_word() -> None:
    project = Project({"a.py": "alpha\n", "b.py": "beta\n"})
    near = [Scored(Place("b.py", 0, 1), 0.9), Scored(Place("a.py", 0, 1), 0.1)]
    assert [each.place.path for each in project.ask("something else", near=near)] == ["b.py"]


def test_meaning_says_nothing_about_a_name() -> None:
    assert Project({"b.py": "beta\n"}).ask("someName", near=[Scored(Place("b.py", 0, 1), 0.9)]) == []


def test_the_best_piece_counts_in_whatever_order_pieces_come() -> None:
    text = "".join(f"def f{number}():\n" + "    alpha = beta\n" * 60 for number in range(3))
    project = Project({"a.py": text})
    asked = question("alpha beta gamma")
    pieces = [Scored(Place("a.py", number, number + 1), float(number)) for number in range(5)]
    (found,) = project.catalogue.rank(asked, Domain.CODE, pieces, ())
    assert found.place.start == 4


@pytest.mark.parametrize(
    ("weights", "files", "text"),
    [
        (("named", "named_in_full"), {"a.py": "alpha alpha beta beta\n", "z/alpha.py": "x\nbeta\n"}, "alpha beta"),
        (("aside",), {"examples/a.py": "alpha alpha\n", "z.py": "alpha beta gamma delta\n"}, "alpha"),
        (("package_file",), {"a/__init__.py": "alpha\n", "z/y.py": "alpha beta gamma delta\n"}, "alpha"),
        (("other_domain",), {"a.md": "alpha\n", "z.py": "alpha beta gamma delta\n"}, "alpha"),
        (
            ("defines_a_name", "defined"),
            {"a.py": "x = fooBar fooBar fooBar fooBar\n", "z.rb": "def fooBar\nend\nx y z\n"},
            "is fooBar good",
        ),
    ],
)
def test_without_its_weight_the_first_file_would_be_another(
    weights: tuple[str, ...], files: dict[str, str], text: str
) -> None:
    neutral = 1.0 if {"aside", "package_file", "other_domain"} & set(weights) else 0.0
    first, last = sorted(files)
    assert Project(files).best(text) == last
    assert Project(files, replace(Weights(), **dict.fromkeys(weights, neutral))).best(text) == first
