"""`pom.xml` and Gradle's build files, as far as they can be read without running them."""

import re
from collections.abc import Iterator

from omni_lsp.adapters.dependencies.manifest import Manifest
from omni_lsp.model.dependencies import Dependency
from omni_lsp.model.text import Span

_XML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOT_LINE_END = re.compile(r"[^\n]")
_DEPENDENCY = re.compile(r"<dependency>(.{0,4000}?)</dependency>", re.DOTALL)
_PROPERTIES = re.compile(r"<properties>(.{0,40000}?)</properties>", re.DOTALL)
_PROPERTY = re.compile(r"<([\w.-]+)>\s*([^<\s]{1,200})\s*</\1>")
_REPOSITORY = re.compile(r"<(repository|pluginRepository|snapshotRepository)>(.{0,4000}?)</\1>", re.DOTALL)
_URL = re.compile(r"<url>\s*([^<\s]+)\s*</url>")
_REFERENCE = re.compile(r"\$\{([\w.-]+)\}")
_GRADLE = re.compile(
    r"""^[ \t]*(?:\w+\s*\(?\s*)?\b(?:implementation|api|compileOnly|compileOnlyApi|runtimeOnly|annotationProcessor|kapt|ksp|classpath|compile|"""
    r"""test\w*Implementation|test\w*RuntimeOnly|test\w*CompileOnly|androidTest\w*)\s*\(?\s*(?:platform|enforcedPlatform)?\s*\(?\s*"""
    r"""(["'])([\w.-]+):([\w.-]+):([^"':@\s]+)(?:[:@][^"']*)?\1""",
    re.MULTILINE,
)
_GRADLE_URL = re.compile(r"""\burl\s*(?:=\s*|\(\s*)?(?:uri\s*\(\s*)?(["'])(https?://[^"'\s]+)\1""")
_GRADLE_COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)
_NEWEST = re.compile(r"(?:.*\.)?\+|latest\.\w+|LATEST|RELEASE")
_RANGE = re.compile(r"[\[(].*[\])]")


def pom_xml(text: str) -> Manifest:
    """Dependencies with a version of their own; properties of the same file are looked up."""
    plain = _blanked(_XML_COMMENT, text)
    properties = {found[1]: found[2] for part in _PROPERTIES.finditer(plain) for found in _PROPERTY.finditer(part[1])}
    found = tuple(_pom_dependencies(plain, properties))
    sources = tuple(
        (url[1], Span(url.start(), url.end()))
        for part in _REPOSITORY.finditer(plain)
        for url in _URL.finditer(plain, part.start(2), part.end(2))
    )
    return Manifest(found, sources, found[0].span if found else Span(0, 0))


def build_gradle(text: str) -> Manifest:
    """Dependencies that are written as one text, `group:name:version`."""
    plain = _blanked(_GRADLE_COMMENT, text)
    found = tuple(
        _dependency(f"{each[2]}:{each[3]}", each[4], Span(each.start(1) + 1, each.end() - 1))
        for each in _GRADLE.finditer(plain)
    )
    sources = tuple((each[2], Span(each.start(2), each.end(2))) for each in _GRADLE_URL.finditer(plain))
    return Manifest(found, sources, found[0].span if found else Span(0, 0))


def _pom_dependencies(plain: str, properties: dict[str, str]) -> Iterator[Dependency]:
    for part in _DEPENDENCY.finditer(plain):
        said = {found[1]: found for found in _PROPERTY.finditer(plain, part.start(1), part.end(1))}
        if "groupId" not in said or "artifactId" not in said or "version" not in said:
            continue
        version = _REFERENCE.sub(lambda name: properties.get(name[1], name[0]), said["version"][2])
        yield _dependency(f"{said['groupId'][2]}:{said['artifactId'][2]}", version, Span(*said["version"].span()))


def _dependency(name: str, version: str, span: Span) -> Dependency:
    is_open = _NEWEST.fullmatch(version) is not None
    # `[1.0]` is one version, a snapshot another each night, and a reference may be anything.
    is_range = _RANGE.fullmatch(version) is not None and "," in version
    return Dependency(
        name, version, span, is_pinned=not is_open and not is_range and "SNAPSHOT" not in version, is_open=is_open
    )


def _blanked(comments: re.Pattern[str], text: str) -> str:
    return comments.sub(lambda found: _NOT_LINE_END.sub(" ", found[0]), text)
