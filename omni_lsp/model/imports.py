"""Which files of a project import which, from import statements and paths alone."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from omni_lsp.model.facts import FileFacts, Import

FAMILIES = {
    "python": "python",
    "javascript": "javascript",
    "javascriptreact": "javascript",
    "typescript": "javascript",
    "typescriptreact": "javascript",
    "go": "go",
    "java": "java",
}
"""Languages that see each other's names, by LSP id."""
_SCRIPT_ENDINGS = (".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_COMPILED = ((".mjs", ".mts"), (".cjs", ".cts"), (".jsx", ".tsx"), (".js", ".ts"), (".js", ".tsx"))
"""TypeScript imports a neighbour under the name it will have when compiled."""
_BY_FOLDER = frozenset({"go", "java"})
"""Languages in which the files of a folder make a package."""
_BY_IDENTIFIER = frozenset({"python", "java"})
_INDEX_NAMES = frozenset({"__init__", "index"})
_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org"})
_GO_STANDARD = re.compile(
    "(archive|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|"
    "hash|html|image|index|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|"
    "strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|weak)(/|$)"
)


class ImportGraph:
    """Answers for one version of `ProjectFacts.files`; making it takes about a microsecond a file.

    Python: relative imports exactly, absolute ones from any folder that is no package, the nearest first.
    JavaScript and TypeScript: relative paths. Java: package and class as the end of a path.
    Go: the end of the import path as a folder; a name of the standard library or the top of a repository is neither.
    """

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self.files = files
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        for path in sorted(files):
            self._by_word[_word(path)].append(path)
            self._by_folder[_folder(path)].append(path)
        self._importers: dict[str, tuple[str, ...]] = {}
        self._resolve = {"python": self._python, "javascript": self._script, "go": self._go, "java": self._java}

    def imports_of(self, file: FileFacts) -> tuple[str, ...]:
        """Paths of the project's files that a file imports, in the order of its imports, without itself."""
        found = (path for imported in file.imports for path in self._targets(file, imported))
        return tuple(dict.fromkeys(path for path in found if path != file.path))

    def imported_by(self, path: str) -> tuple[str, ...]:
        """Paths of the files that import a file, sorted."""
        if path not in self._importers:
            self._importers[path] = tuple(sorted(self._find_importers(path)))
        return self._importers[path]

    def _find_importers(self, path: str) -> Iterator[str]:
        target = self.files.get(path)
        if target is None:
            return
        family, word = FAMILIES.get(target.language), _word(path)
        folder = _folder(path) if family in _BY_FOLDER else ""
        # Where modules are identifiers, an import mentions the file or its folder by name, but for "from . import x".
        is_named = family in _BY_IDENTIFIER and path.rpartition("/")[2].partition(".")[0] not in _INDEX_NAMES
        for file in self.files.values():
            if is_named and word not in file.names and folder not in file.names:
                continue
            if file.path == path or FAMILIES.get(file.language) != family:
                continue
            likely = (imported for imported in file.imports if _may_mean(imported, word, folder))
            if any(path in self._targets(file, imported) for imported in likely):
                yield file.path

    def _targets(self, file: FileFacts, imported: Import) -> Iterator[str]:
        resolve = self._resolve.get(FAMILIES.get(file.language, ""))
        return resolve(file.path, imported) if resolve is not None else iter(())

    def neighbours(self, path: str) -> tuple[str, ...]:
        """Paths of the other files of its package, sorted: in Go and Java they see each other without an import."""
        target = self.files.get(path)
        if target is None or target.language not in _BY_FOLDER:
            return ()
        folder = posixpath.dirname(path)
        return tuple(
            other
            for other in self._by_folder[_folder(path)]
            if other != path and posixpath.dirname(other) == folder and self.files[other].language == target.language
        )

    def _python(self, importer: str, imported: Import) -> Iterator[str]:
        name = imported.module.lstrip(".")
        dots = len(imported.module) - len(name)
        parts = name.split(".") if name else []
        if dots:
            folders = importer.split("/")
            if dots > len(folders):
                return
            package = folders[:-dots]
            modules = [[*package, *parts], *([*package, *parts, taken] for taken in imported.names)]
            yield from (path for module in modules for path in self._module_at("/".join(module)))
        else:
            for module in (parts, *([*parts, taken] for taken in imported.names)):
                yield from self._absolute(importer, module)

    def _module_at(self, place: str) -> Iterator[str]:
        prefix = f"{place}/" if place else ""
        candidates = (f"{place}.py", f"{place}.pyi", f"{prefix}__init__.py", f"{prefix}__init__.pyi")
        yield from (path for path in candidates if path in self.files)

    def _absolute(self, importer: str, parts: list[str]) -> Iterator[str]:
        end = "/".join(parts)
        found: dict[str, str] = {}
        for path in self._by_word.get(parts[-1], ()):
            place = path.rpartition(".")[0].removesuffix("/__init__")
            source_root = place.removesuffix(end)
            if f"/{place}".endswith(f"/{end}") and f"{source_root}__init__.py" not in self.files:
                found.setdefault(source_root, path)
        if found:
            yield found[_nearest(found, importer)]

    def _script(self, importer: str, imported: Import) -> Iterator[str]:
        if not re.match(r"\.\.?(/|$)", imported.module):
            return
        place = posixpath.normpath(posixpath.join(posixpath.dirname(importer), imported.module))
        candidates = [place, *(place + ending for ending in _SCRIPT_ENDINGS)]
        candidates += [place.removesuffix(js) + ts for js, ts in _COMPILED if place.endswith(js)]
        candidates += [posixpath.normpath(f"{place}/index{ending}") for ending in _SCRIPT_ENDINGS]
        yield from [path for path in candidates if path in self.files][:1]

    def _go(self, importer: str, imported: Import) -> Iterator[str]:
        if _GO_STANDARD.match(imported.module):
            return
        parts = imported.module.split("/")
        folders = {posixpath.dirname(path) for path in self._by_folder.get(parts[-1], ()) if path.endswith(".go")}
        # github.com/owner/repository is where a module starts, which the path does not tell from a folder.
        for start in range(3 if parts[0] in _HOSTS else 0, len(parts)):
            end = "/".join(parts[start:])
            if matching := {folder for folder in folders if f"/{folder}".endswith(f"/{end}")}:
                yield from self._go_files(_nearest(matching, importer))
                return

    def _go_files(self, folder: str) -> Iterator[str]:
        for path in self._by_folder[posixpath.basename(folder)]:
            if posixpath.dirname(path) == folder and path.endswith(".go") and not path.endswith("_test.go"):
                yield path

    def _java(self, _importer: str, imported: Import) -> Iterator[str]:
        package = "/" + imported.module.replace(".", "/")
        owner = posixpath.basename(package)
        if imported.names == ("*",):
            for path in self._by_folder.get(owner, ()):
                if path.endswith(".java") and f"/{posixpath.dirname(path)}".endswith(package):
                    yield path
        # What is taken is a class of a package, or a member of a class.
        for word, place in ((owner, package), *((name, f"{package}/{name}") for name in imported.names)):
            yield from (path for path in self._by_word.get(word, ()) if f"/{path}".endswith(f"{place}.java"))


def _word(path: str) -> str:
    """The last word of an import of this file, when it names files."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return _folder(path) if stem in _INDEX_NAMES else stem


def _folder(path: str) -> str:
    """The last word of an import of the folder this file is in."""
    return path.rpartition("/")[0].rpartition("/")[2]


def _may_mean(imported: Import, word: str, folder: str) -> bool:
    """A cheap look that lets few imports through in vain and no right one out."""
    module = imported.module
    if word in module or word in imported.names or not module.strip("./"):
        return True
    return folder != "" and folder in module


def _nearest(folders: Collection[str], importer: str) -> str:
    """A folder above the importing file goes first, then whichever shares most of its path."""

    def nearness(folder: str) -> tuple[bool, int]:
        return importer.startswith(folder), len(posixpath.commonprefix((folder, importer)))

    return max(sorted(folders), key=nearness)
