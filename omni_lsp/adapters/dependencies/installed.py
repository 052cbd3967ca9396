"""Licences that installed packages declare in their own metadata: `*.dist-info` and `node_modules`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from omni_lsp.adapters.licences.reading import names_in, text_of
from omni_lsp.agents.compliance_expressions import normalised_expression
from omni_lsp.model.dependencies import Installed

_ENVIRONMENTS = (".venv", "venv", "env", "__pypackages__")
_DIST_INFO = re.compile(r"(.+)-([^-]+)\.dist-info")
_FIELD = re.compile(r"^(License-Expression|License|Classifier): (.*)$", re.MULTILINE)
_MAX_BYTES = 300_000
_CLASSIFIERS: Mapping[str, str] = {
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: MIT No Attribution License (MIT-0)": "MIT-0",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: ISC License (ISCL)": "ISC",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "OSI Approved :: Python Software Foundation License": "PSF-2.0",
    "OSI Approved :: The Unlicense (Unlicense)": "Unlicense",
    "OSI Approved :: zlib/libpng License": "Zlib",
    "OSI Approved :: Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "OSI Approved :: Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "OSI Approved :: GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "OSI Approved :: GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "OSI Approved :: GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "OSI Approved :: GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "OSI Approved :: GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "OSI Approved :: GNU Affero General Public License v3": "AGPL-3.0-only",
    "OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
}
"""Classifiers of PyPI that name one licence; `BSD License` and the like name several and are left out."""
_SPELLINGS: Mapping[str, str] = {
    "mit license": "MIT",
    "the mit license": "MIT",
    "the mit license (mit)": "MIT",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd-3": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd 2-clause": "BSD-2-Clause",
    "isc license": "ISC",
    "mpl 2.0": "MPL-2.0",
    "gplv3": "GPL-3.0-only",
    "gplv3+": "GPL-3.0-or-later",
    "gplv2": "GPL-2.0-only",
    "agplv3": "AGPL-3.0-only",
    "lgplv3": "LGPL-3.0-only",
}


def python_packages(folder: Path, wanted: Iterable[str]) -> Mapping[str, Installed]:
    """Those of the names that are installed in a virtual environment in the folder."""
    names = frozenset(wanted)
    found: dict[str, Installed] = {}
    for packages in _site_packages(folder):
        for entry in names_in(packages) or ():
            info = _DIST_INFO.fullmatch(entry)
            name = canonicalize_name(info[1]) if info else ""
            if info and name in names and name not in found:
                text = text_of(packages / entry / "METADATA", _MAX_BYTES) or ""
                found[name] = Installed(name, _of_metadata(text), info[2])
    return found


def node_packages(folder: Path, wanted: Iterable[str], locked: Mapping[str, str]) -> Mapping[str, Installed]:
    """Those of the names whose licence the lock file tells, or that are installed in the folder."""
    found: dict[str, Installed] = {}
    for name in wanted:
        if name in locked:
            found[name] = Installed(name, normalised(locked[name]))
        elif ".." not in name and (text := text_of(folder / "node_modules" / name / "package.json", _MAX_BYTES)):
            found[name] = _of_package(name, text)
    return found


def normalised(said: str) -> str:
    """The SPDX expression that a package means, empty when that is not certain."""
    plain = " ".join(said.split())
    return normalised_expression(plain) or _SPELLINGS.get(plain.lower(), "")


def _site_packages(folder: Path) -> Iterator[Path]:
    for name in _ENVIRONMENTS:
        environment = folder / name
        libraries = names_in(environment / "lib") or ()
        yield from (environment / "lib" / each / "site-packages" for each in libraries if each.startswith("python"))
        yield environment / "Lib" / "site-packages"


def _of_metadata(text: str) -> str:
    """Core metadata 2.4: the expression counts, then what a short text says, then a classifier that is alone."""
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(text.partition("\n\n")[0]):
        fields.setdefault(name, []).append(value.strip())
    for name in ("License-Expression", "License"):
        for value in fields.get(name, ()):
            if known := normalised(value):
                return known
    classified = [
        each.removeprefix("License :: ") for each in fields.get("Classifier", ()) if each.startswith("License ::")
    ]
    named = [_CLASSIFIERS.get(each, "") for each in classified if each != "OSI Approved"]
    return named[0] if len(named) == 1 else ""


def _of_package(name: str, text: str) -> Installed:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Installed(name, "")
    if not isinstance(document, dict):
        return Installed(name, "")
    said = document.get("license", document.get("licenses"))
    if isinstance(said, list):  # The older form, which leaves the choice.
        said = " OR ".join(str(each.get("type", "")) for each in said if isinstance(each, dict))
    if isinstance(said, dict):
        said = said.get("type")
    return Installed(name, normalised(said) if isinstance(said, str) else "", str(document.get("version", "")))
