"""What `make quality` runs for search: NDCG@10 over labelled questions, with vectors and without, against the bars.

The metric is that of the public benchmark that the questions come from: binary gain at the rank of the first piece that
overlaps a target, the ideal holds at most ten, and each question counts the same.
"""

import argparse
import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from math import log2
from pathlib import Path
from statistics import mean, median

import platformdirs
from question_sources import SOURCES, Labelled, Source, Target, labelled, unpacked

from omni_lsp.adapters.embedding.table import StaticEmbedder
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.model.languages import language_of
from omni_lsp.model.retrieval import Chunk, Domain
from omni_lsp.model.text import Snapshot
from omni_lsp.retrieval.bm25 import Bm25
from omni_lsp.retrieval.chunks import chunks
from omni_lsp.retrieval.domain_rules import RULES
from omni_lsp.retrieval.domains import domain_of
from omni_lsp.retrieval.question import question
from omni_lsp.retrieval.ranking import CANDIDATES, Catalogue, Place, Scored, Weights

WITH_VECTORS, WITHOUT_VECTORS = 0.86, 0.83
LARGEST = 1_000_000
"""Bytes of a file that is taken in."""

Search = Callable[[str], Sequence[Place]]
Files = Mapping[str, Sequence[Chunk]]


@dataclass(frozen=True, slots=True)
class Way:
    """How questions are answered."""

    weights: Weights = field(default_factory=Weights)
    has_vectors: bool = True
    chosen: Callable[[str], Domain] = domain_of


@dataclass(frozen=True, slots=True)
class Result:
    about: Labelled
    gain: float
    seconds: float
    best: Sequence[Place]


def main() -> int:
    """The exit status is 1 when a bar is missed, or when a source could not be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=platformdirs.user_cache_path("omni-lsp") / "quality")
    parser.add_argument("--misses", action="store_true", help="list the questions below 0.5")
    parser.add_argument("--ablations", action="store_true", help="measure without each kind of evidence as well")
    parser.add_argument("--table", action="store_true", help="print the rules of domains as docs/retrieval.md has them")
    arguments = parser.parse_args()
    if arguments.table:
        print("\n".join(f"| `{rule.domain}` | {rule.weight} | `{rule.phrases}` |" for rule in RULES))
        return 0
    arguments.sources.mkdir(parents=True, exist_ok=True)
    corpus, missing = _corpus(arguments.sources)
    ways = {"with vectors": Way(), "without vectors": Way(has_vectors=False)}
    results = {name: _measured(corpus, way) for name, way in ways.items()}
    print(_table(results))
    if arguments.ablations:
        print("\n| without | with vectors | without vectors |\n| --- | --- | --- |")
        print("\n".join(_ablated(corpus)))
    if arguments.misses:
        print("\n".join(_misses(results["with vectors"])))
    bars = zip(results.values(), (WITH_VECTORS, WITHOUT_VECTORS), strict=True)
    return int(bool(missing) or any(_figure(some) < bar for some, bar in bars))


def _corpus(cache: Path) -> tuple[Mapping[Source, Files], Sequence[str]]:
    """The pieces of each source that could be had, and the names of the others."""
    corpus, missing = {}, []
    for source in SOURCES:
        try:
            corpus[source] = _pieces(unpacked(source, cache))
        except (OSError, ValueError) as error:
            print(f"left out: {source.name}: {error}", file=sys.stderr)
            missing.append(source.name)
    return corpus, missing


def _pieces(root: Path) -> Files:
    syntax = TreeSitterSyntax()
    texts = {path.relative_to(root).as_posix(): text for path in sorted(root.rglob("*")) if (text := _text(path))}
    return {path: _cut(syntax, root, path, text) for path, text in texts.items()}


def _text(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > LARGEST:
        return ""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", "replace")


def _cut(syntax: TreeSitterSyntax, root: Path, path: str, text: str) -> Sequence[Chunk]:
    place = root / path
    snapshot = Snapshot(place.as_uri(), None, language_of(place), text, place, root)
    outline = asyncio.run(syntax.outline(snapshot))
    return chunks(path, snapshot.language, text, "", outline.symbols)


def _measured(corpus: Mapping[Source, Files], way: Way) -> Sequence[Result]:
    results = []
    for source, files in corpus.items():
        search = _search(files, way)
        for about in labelled(source, tuple(files)):
            began = time.perf_counter()
            places = search(about.text)
            seconds = time.perf_counter() - began
            results.append(Result(about, ndcg(places, about.targets), seconds, places[:3]))
    return results


def _search(files: Files, way: Way) -> Search:
    catalogue, pieces, places, texts = Catalogue(way.weights), Bm25[Place](), [], []
    for path, some in files.items():
        catalogue.put(path, some)
        for chunk in some:
            place = Place(path, chunk.start, chunk.end, chunk.definitions)
            pieces.put(place, chunk.terms.split())
            places.append(place)
            texts.append(f"{path.rpartition('.')[0]} {chunk.text}")
    embedder = StaticEmbedder()
    vectors = embedder.vectors(texts if way.has_vectors else [])

    def search(text: str) -> Sequence[Place]:
        asked = question(text)
        by_words = [Scored(*found) for found in pieces.best(asked.weights, CANDIDATES)]
        near = zip(places, (vectors @ embedder.vectors([text])[0]).tolist(), strict=True) if way.has_vectors else ()
        by_meaning = [Scored(*found) for found in nlargest(CANDIDATES, near, key=lambda found: found[1])]
        return [found.place for found in catalogue.rank(asked, way.chosen(text), by_words, by_meaning)]

    return search


def ndcg(places: Sequence[Place], targets: Sequence[Target], limit: int = 10) -> float:
    """From 0 to 1; lines of places begin at 0, those of targets at 1."""
    gains = 0.0
    for target in targets:
        ranks = (rank for rank, place in enumerate(places[:limit]) if _overlaps(place, target))
        gains += sum(1 / log2(rank + 2) for rank in list(ranks)[:1])
    return gains / sum(1 / log2(rank + 2) for rank in range(min(limit, len(targets))))


def _overlaps(place: Place, target: Target) -> bool:
    return place.path == target.path and place.start < target.end and place.end >= target.start


def _figure(results: Sequence[Result]) -> float:
    return mean(result.gain for result in results) if results else 0.0


def _table(results: Mapping[str, Sequence[Result]]) -> str:
    """A row for each source and each category, a column for each way."""
    rows: dict[str, list[Sequence[Result]]] = defaultdict(list)
    for some in results.values():
        for name in dict.fromkeys(result.about.source for result in some):
            rows[name].append([result for result in some if result.about.source == name])
        for category in ("symbol", "semantic", "architecture"):
            rows[category].append([result for result in some if result.about.category == category])
        rows["**all**"].append(some)
    lines = [
        f"| {name} | {len(columns[0])} | {' | '.join(f'{_figure(some):.3f}' for some in columns)} |"
        for name, columns in rows.items()
    ]
    times = [f"{median(result.seconds for result in some) * 1000:.1f} ms" for some in results.values() if some]
    head = f"| NDCG@10 | questions | {' | '.join(results)} |\n| --- | --- | {'--- | ' * len(results)}"
    return "\n".join([head.strip(), *lines, f"| median time | | {' | '.join(times)} |"])


def _ablated(corpus: Mapping[Source, Files]) -> Iterator[str]:
    neutral = {"is_the_name": 1.0, "other_domain": 1.0, "aside": 1.0, "package_file": 1.0}
    ways = {f"`{name}`": Way(replace(Weights(), **{name: neutral.get(name, 0.0)})) for name in Weights.__slots__}
    ways["choosing the domain"] = Way(chosen=lambda _: Domain.CODE)
    for name, way in ways.items():
        figures = (_figure(_measured(corpus, replace(way, has_vectors=has_vectors))) for has_vectors in (True, False))
        yield f"| {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"


def _misses(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        if result.gain < 0.5:
            wanted = ", ".join(target.path for target in result.about.targets)
            best = ", ".join(place.path for place in result.best)
            yield f"{result.gain:.2f} {result.about.source}: {result.about.text!r} wants {wanted}; best are {best}"


if __name__ == "__main__":
    sys.exit(main())
