"""`pyproject.toml` (PEP 621, PEP 735, Poetry, uv, PDM) and `Pipfile`."""

import tomllib
from collections.abc import Iterator, Mapping

from packaging.utils import canonicalize_name

from omni_lsp.adapters.dependencies.manifest import Manifest, Places, is_commit
from omni_lsp.adapters.dependencies.requirements_txt import of_requirement
from omni_lsp.adapters.manifests.tables import table
from omni_lsp.model.dependencies import Dependency, Origin
from omni_lsp.model.text import Span


def pyproject(text: str) -> Manifest:
    """Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    places = Places(text)
    standard = [*_standard(document, places)]
    moved = table(document, "tool", "uv", "sources")
    section = places.section("tool", "uv", "sources")
    named = [_from_table(each, moved, places, section) for each in standard]
    poetry = [*_poetry(document, places)]
    head = places.key("dependencies", places.section("project"))
    if not standard and poetry:
        head = places.line_at(places.section("tool", "poetry", "dependencies").start)
    declared = {each.name: each.requirement for each in poetry if each.origin is Origin.REGISTRY}
    return Manifest((*named, *poetry), tuple(_sources(document, places)), head, declared=declared)


def pipfile(text: str) -> Manifest:
    """Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    places = Places(text)
    found = [
        _from_setting(name, value, places.key(name, places.section(section)))
        for section in ("packages", "dev-packages")
        for name, value in table(document, section).items()
    ]
    addresses = [(str(each.get("url")), places.string(str(each.get("url")))) for each in _tables(document, "source")]
    declared = {each.name: each.requirement for each in found if each.origin is Origin.REGISTRY}
    head = places.line_at(places.section("packages").start)
    return Manifest(tuple(found), tuple(addresses), head, declared=declared)


def _standard(document: Mapping[str, object], places: Places) -> Iterator[Dependency]:
    project = table(document, "project")
    lists: list[object] = [project.get("dependencies")]
    lists += table(project, "optional-dependencies").values()
    lists += table(document, "dependency-groups").values()
    lists.append(table(document, "tool", "uv").get("dev-dependencies"))
    for each in lists:
        for written in each if isinstance(each, list) else ():
            if isinstance(written, str) and (found := of_requirement(written, places.string(written))):
                yield found


def _from_table(dependency: Dependency, sources: Mapping[str, object], places: Places, section: Span) -> Dependency:
    """The dependency with the source that uv's table gives it."""
    name = next((name for name in sources if canonicalize_name(name) == dependency.name), None)
    rows = sources[name] if name is not None else None
    row = rows[0] if isinstance(rows, list) and rows else rows
    if name is None or not isinstance(row, dict) or not {"git", "url", "path", "workspace"} & row.keys():
        return dependency
    return _from_setting(name, row, places.key(name, section))


def _poetry(document: Mapping[str, object], places: Places) -> Iterator[Dependency]:
    poetry = table(document, "tool", "poetry")
    groups = [
        (("tool", "poetry", "group", name, "dependencies"), table(group, "dependencies"))
        for name, group in table(poetry, "group").items()
    ]
    main = [(("tool", "poetry", key), table(poetry, key)) for key in ("dependencies", "dev-dependencies")]
    for names, dependencies in (*main, *groups):
        section = places.section(*names)
        for name, value in dependencies.items():
            if name.lower() != "python":
                yield _from_setting(
                    name, value[0] if isinstance(value, list) and value else value, places.key(name, section)
                )


def _from_setting(name: str, value: object, span: Span) -> Dependency:
    """A dependency whose value is a version or a table, as Poetry, uv and Pipenv write it."""
    known = canonicalize_name(name)
    row = value if isinstance(value, dict) else {"version": value}
    if isinstance(address := row.get("git"), str):
        is_pinned = is_commit(row.get("rev")) or is_commit(row.get("ref"))
        return Dependency(known, address, span, Origin.GIT, is_pinned=is_pinned, address=address)
    if isinstance(address := row.get("url", row.get("file")), str):
        return Dependency(known, address, span, Origin.URL, is_pinned="#sha" in address, address=address)
    if "path" in row or "workspace" in row:
        return Dependency(known, str(row.get("path", "")), span, Origin.PATH, is_pinned=True)
    version = row.get("version")
    written = version.strip() if isinstance(version, str) else "*"
    is_pinned = written.startswith("==") or written[:1].isdecimal()
    return Dependency(
        known, written, span, is_pinned=is_pinned and "*" not in written and "," not in written, is_open=written == "*"
    )


def _sources(document: Mapping[str, object], places: Places) -> Iterator[tuple[str, Span]]:
    uv = table(document, "tool", "uv")
    listed = [uv.get("index-url"), *_texts(uv.get("extra-index-url")), *_texts(uv.get("find-links"))]
    for names in (("tool", "uv", "index"), ("tool", "poetry", "source"), ("tool", "pdm", "source")):
        listed += [each.get("url") for each in _tables(document, *names)]
    for address in listed:
        if isinstance(address, str):
            yield address, places.string(address)


def _tables(document: Mapping[str, object], *names: str) -> list[Mapping[str, object]]:
    *parents, last = names
    found = table(document, *parents).get(last)
    return [table(each) for each in found] if isinstance(found, list) else []


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
