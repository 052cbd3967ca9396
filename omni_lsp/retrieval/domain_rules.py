"""What words of a question say about its domain: data, which `docs/retrieval.md` shows as a table.

A rule is a list of phrases and counts once. In a phrase `*` stands for any letters, `#` for a number or a version,
`...` for up to four words, `^` for the start of the question, `$` for its end, and `:` for the end of its subject, which
is what stands before the first preposition, relative or auxiliary.
"""

from typing import NamedTuple

from omni_lsp.model.retrieval import Domain


class Rule(NamedTuple):
    """Phrases separated by commas, and how much it says for a domain that there is any of them."""

    domain: Domain
    weight: int
    phrases: str


FLOOR = 1
"""What every question has for `code`; ties go to `code` as well, then to the domain that comes first."""
NAMED_FILE = 3
"""What the name of a file says for the domain that the file belongs to, other than `code`."""

RULES = (
    Rule(
        Domain.CODE,
        4,
        "docs pages generated, ^ test if, ^ test whether, ^ testing if, ^ testing whether, ^ tests if, ^ tests whether",
    ),
    Rule(
        Domain.CODE,
        3,
        "adapter:, algorithm:, builder:, class:, classes:, client:, compiler:, component:, components:, container:, "
        "decorator:, decorators:, dialog:, enum:, formatter:, function:, functions:, generator:, handler:, installer, "
        "interpreter:, loader:, method:, methods:, middleware:, object:, parser:, reader:, registry:, renderer:, "
        "resolver, runner:, server:, solver, struct:, tracer, transport:, widget:, writer:",
    ),
    Rule(
        Domain.CODE,
        2,
        "api wrapper, bucket:, code:, comparison:, decoding, discovery, engine:, *er:, expansion:, graph:, header, "
        "implementation:, logic:, loop:, merging, model:, models:, negotiation, node:, *or:, page rendered, parsing, "
        "phase:, queue:, registration, rendering, resolution, rewriting, stack:, state machine:, state:, step:, "
        "storage:, tree:, utilities, view:",
    ),
    Rule(
        Domain.CODE,
        2,
        "^ assert, ^ build a, ^ build the, ^ check whether, ^ checks if, ^ class, ^ commit phase, ^ commit the, "
        "^ commit transaction*, ^ compare, ^ compile, ^ converts, ^ decorator, ^ explain how, ^ extract, ^ function, "
        "^ handler, ^ list installed, ^ load, ^ load * from, ^ merge, ^ migrate, ^ module that, ^ parse, ^ print, "
        "^ push, ^ read a, ^ read from, ^ release resources, ^ release the, ^ render, ^ resolve, ^ revert a, ^ run, "
        "^ unlock, ^ upgrade a, ^ upgrade an, ^ upgrade the",
    ),
    Rule(
        Domain.CODE,
        2,
        "acquired, animation:, are loaded, are merged, are validated, attribute:, browser, cache entries, check:, "
        "command history, database schema, dependencies between, dependencies injected, dependency graph, "
        "dependency injection, dependency override*, dependency resolution, documentation string, documentation ui, "
        "field on, fixtures resolved, from a file, generated, generation of, generation:, guide line, guide lines, "
        "in memory, is loaded, management:, module path, on the model, packet, parameter:, parsed, rendered, repl, "
        "route:, schema:, security group, serial*, sort of dependencies, test client, test runner, test server, undo, "
        "value:, values:",
    ),
    Rule(
        Domain.CODE,
        1,
        "^ how are, ^ how do, ^ how does, ^ how is, implemented, implements, ^ what calls, ^ what happens, "
        "^ when does, ^ when is, ^ who calls",
    ),
    Rule(
        Domain.TESTS,
        4,
        "acceptance test*, conftest, conftest.py, contract test*, cypress, describe block*, doctest*, e2e, "
        "end to end, flaky test*, functional test*, fuzz test*, golden file*, how do we mock, how do we test, "
        "hypothesis strateg*, integration test*, load test*, performance test*, playwright test*, "
        "property based test*, property test*, pytest fixture*, pytest marker*, regression test*, rspec, "
        "security test*, smoke test*, snapshot test*, stress test*, table driven test*, test case*, test coverage, "
        "test data, test double*, test fixture*, test helper*, test suite*, testdata, unit test*, which spec*",
    ),
    Rule(
        Domain.TESTS,
        3,
        "a test, anything test, ^ assertions, example test, fixture:, fixtures:, in spec*, no test, "
        "regression suite:, reproduces, spec covers, spec for, specs for, stubbed, test class:, test for, test of, "
        "test suite:, test that, test which, * test:, ^ test_*, tested, tests, the * test, untested, vitest suite:, "
        "we assert, which fixtures",
    ),
    Rule(
        Domain.TESTS,
        2,
        "specs:, test code, test:, tests, tests cover",
    ),
    Rule(
        Domain.TESTS,
        2,
        "coverage of, covered, do we mock, fake the, faked, fixture, fixtures, jest, mock objects, mock the, mocked, "
        "mocks, pytest, vitest, we mock",
    ),
    Rule(
        Domain.TESTS,
        2,
        "a test, component test*, failing test, is anything verifying, * specs, test covers, test file*, "
        "test folder*, test scenario*, ^ testing of, unit tested, we test, what test, what tests",
    ),
    Rule(
        Domain.TESTS,
        1,
        "spec, specs, test, testing",
    ),
    Rule(
        Domain.DOCS,
        4,
        "adr, api reference, code of conduct, contributing, contributing.md, cookbook, doc page*, docs about, "
        "docs describe, docs for, docs of, docs on, docs page*, docs say, docstring for, docstring of, "
        "^ documentation about, ^ documentation for, ^ documentation of, ^ documentation on, documentation page*, "
        "documentation say, ^ documentation:, documented, faq, get started, getting started, glossary, how do i get, "
        "how do i install, how do i run, how do i set up, how to contribute, how to install, how to set up, "
        "how to use, how to write, in docs, in readme, in the documentation, javadoc, man page, manual say, "
        "module docstrings, onboarding, quick start, quickstart, read about, ^ readme, readme section, rfc about, "
        "runbook, the docs, the docstring of, the guide, the readme, the tutorial, troubleshooting, user manual, "
        "walkthrough, which page, which pages, wiki",
    ),
    Rule(
        Domain.DOCS,
        3,
        "a guide, architecture document*, architecture overview, coding guidelines, design doc*, docs:, "
        "documentation for, explain in, guide for, guide on, guide to, guide:, guidelines for, guidelines:, guides, "
        "instructions, ^ licence:, license is this, ^ license:, manual:, overview of, policy document, "
        "project overview, setup described, sphinx pages, the documentation, the guide, tutorial for, tutorial on, "
        "tutorial:, tutorials, what is this project, which page explains",
    ),
    Rule(
        Domain.DOCS,
        2,
        "are ... explained, docs index, docs:, documentation:, ^ examples in, ^ examples of, is ... explained, "
        "licence:, license:, ^ notes on",
    ),
    Rule(
        Domain.DOCS,
        1,
        "described, docs, documentation, documented, explained, guide, guides, handbook, manual, overview, readme, "
        "tutorial, tutorials",
    ),
    Rule(
        Domain.DOCS,
        1,
        "guide:, guides:, handbook:, manual:, overview:, readme:, tutorial:, tutorials:",
    ),
    Rule(
        Domain.CONFIGURATION,
        4,
        "babel, base image, black configured, build command, build flag*, build matrix, build script*, cargo profile, "
        "ci, cmake, compose file*, coverage config*, coverage threshold, docker, docker compose, docker image*, "
        "docker-compose*, dockerfile $, dockerfile:, dockerignore, does make, editorconfig, env file*, env vars, "
        "eslint, eslintrc, flake8, github action*, github workflow*, gitignore, gradle build, helm, isort, jenkins, "
        "jest config*, kubernetes, kubernetes manifest*, makefile, mypy, nginx, nox, npm script*, pre-commit, "
        "prettier, pylint, pytest addopts, pytest config*, pytest options, pytest settings, renovate.json, rollup, "
        "ruff, settings of the formatter, settings of the linter, sonar, terraform, tool settings, tox, tsconfig, "
        "vite, webpack",
    ),
    Rule(
        Domain.CONFIGURATION,
        3,
        ".env, *.env, *.properties, build set up, ^ configured, deployment config, environment variables set, "
        "for production, formatting set up, launch settings, line length, lint rules, lint setup, linter settings, "
        "linters are, linters do, log level, nightly workflow, production config, production settings, "
        "staging config, the config file, the deployment, the linter, the pipeline, variables in, "
        "^ where are ... configured, where do we set, ^ where is ... configured, where is ... set, which command, "
        "workflow file*, workflow for, workflow that",
    ),
    Rule(
        Domain.CONFIGURATION,
        2,
        "build config*, build setting*, compiler flag*, compiler option*, config file, deploy workflow, env var*, "
        "env variables, env vars, for local development, formatter config*, in production, in staging, "
        "in the container, lint config*, linter config*, linter configured, linter rule*, options in, port setting, "
        "server port, settings for, which environment variables, * workflow:",
    ),
    Rule(
        Domain.CONFIGURATION,
        1,
        "build, config:, configured, deployment, environment variables, flags:, linter, pipeline:, production, "
        "settings:, staging, workflow",
    ),
    Rule(
        Domain.SECURITY,
        4,
        "a vulnerability, access control, attack surface, brute force, code injection, command injection, "
        "content security policy, cors, cross site scripting, cross-site scripting, csrf, cve*, cwe*, "
        "denial of service, deserialization of, hardcoded credential*, hardcoded password*, hardcoded secret*, "
        "httponly, injection point*, injection risk*, insecure, malware, open redirect, owasp, path traversal, "
        "personal data, privilege escalation, prototype pollution, sandbox escape, security finding*, "
        "security issue*, security policy, session fixation, shell=true, sql injection, ssrf, threat model, "
        "timing attack*, two factor, unsafe, unsafe deserialization, untrusted, use of eval, use of md5, use of sha1, "
        "vulnerabilit*, vulnerable, xss, xxe",
    ),
    Rule(
        Domain.SECURITY,
        3,
        "admin password, allowed to, api keys, authenticated, authentication, authorisation, authorization, "
        "authorized, certificate verification, check the signature, created safely, credential*, encrypted, "
        "encryption, escape user, escaped, input validated, is ... logged, jwt, leaked, log in safely, "
        "login attempts, need no login, oauth, oauth scopes, of other users, password reset token, passwords, "
        "permissions, safely, sanitised, sanitize, sanitized, secret key, secrets, security, signature checked, "
        "signature verification, the password, token expiry, token validated, token* checked, token* verified, "
        "tokens validated, uploaded, user input, user owns, verify the, weak hash*, who can, who may",
    ),
    Rule(
        Domain.SECURITY,
        2,
        "access to, api key, api keys, attack*, brute, can a user, cryptography, dangerous, escape html, "
        "escape shell, escape sql, exploit*, hard-coded, hardcoded, has access, hijack*, input validation, login, "
        "malicious, not validated, parameterised, parameterized, password, password hash*, passwords, permission, "
        "permissions, plain text, protected, protection, roles, secrets, signature of, somebody else, tokens in, "
        "vulnerab*, weak",
    ),
    Rule(
        Domain.HISTORY,
        4,
        "breaking change*, bug fixes, changelog for, changelog.md, changelog:, commits that, commits to, "
        "first release, git blame, git history, git log, last commit*, last month, last release, last week, "
        "last year, latest commit*, latest release:, list of releases, migration guide, month* ago, previous release, "
        "pull request*, recently, release date, release notes, unreleased, upgrade guide, upgrade notes, "
        "upgrading from, version history, weeks ago, what is new, what's new, which commit*, year ago",
    ),
    Rule(
        Domain.HISTORY,
        4,
        "broke between, changed between, changed defaults, changed in, changes between, changes in *0, "
        "changes in version, changes since, changes to, deprecated in, deprecated since, deprecations in, "
        "has ... changed, have ... changed, in which release, in which version, introduced by, last change*, "
        "old implementation, past versions, previous implementation, reason to, recent change*, removed features, "
        "removed in, revert of, since when are, since when is, was ... removed, was ... renamed, was removed, "
        "were ... removed, what changed, what happened to, when did, when was ... *ed, when was ... *en, "
        "when was the first, when were, which release *ed, which version *ed, ^ who *ed, who is the author, who last, "
        "^ who wrote, why did, why was, why were",
    ),
    Rule(
        Domain.HISTORY,
        3,
        "breaking, change history, changelog entry, commit history, commit that, commit which, deprecated $, "
        "deprecated features, did we ever, different in, evolve*, file history, how long has, is ... new, "
        "is deprecated $, last time, log of changes, over time, release history, reverted commits, since version, "
        "what did version, what was new, why is ... gone",
    ),
    Rule(
        Domain.HISTORY,
        3,
        "^ history of, history of the, new features in, new features of, ^ news:, ^ releases:, since some version, "
        "the history of, upgrade guide, upgrade notes, ^ what broke",
    ),
    Rule(
        Domain.HISTORY,
        2,
        "between # and #, changelog, commits, deprecated features, deprecations, did we ever, different in #, "
        "dropped, formerly, gone, in #, introduced, last time, migration guide, no longer, originally, previously, "
        "removed, replaced, reverted, since #, used to be, version #",
    ),
    Rule(
        Domain.DEPENDENCIES,
        5,
        "^ upgrade * $, ^ upgrade * to",
    ),
    Rule(
        Domain.DEPENDENCIES,
        4,
        "*.lock, a dependency, cargo features, depend on, dependencies in, dependency on, dependency tree, "
        "dependency version*, dependent on, depends on, dev dependencies, development dependencies, "
        "direct dependenc*, do we need, do we still use, external dependenc*, gems, go modules, go.mod, "
        "install_requires, lock file:, lockfile:, maven bom, nuget, optional extras, our dependencies, package.json, "
        "peer dependencies, pulls in, requirements.txt, runtime dependenc*, third-party librar*, "
        "third-party package*, transitive dependenc*, unused dependenc*, vendored, version catalog",
    ),
    Rule(
        Domain.DEPENDENCIES,
        4,
        "are ... pinned, as a requirement, ^ bump, conflicting version*, is ... pinned, latest compatible, "
        "latest version of, license of the dependencies, licenses of, licenses of the dependencies, "
        "minimum supported, minimum version, newer release of, on the latest, our version of, pinned version*, "
        "python version is required, required ... version*, requirement:, supported ... version*, ^ update *:, "
        "^ update all, ^ upgrade to, ^ version of, version of ... do we, version of ... pinned, what librar*, "
        "what package*, which ... do we use, which ... library, which librar*, which package*, which version of",
    ),
    Rule(
        Domain.DEPENDENCIES,
        3,
        "bound of, dependency update*, ^ is * needed, ^ is * required, is ... too old, new version of, package from, "
        "the * dependency, the * package, third party, upgrade path, version constraint*, version needed, "
        "version of ... installed, version of ... need, version of ... used, version range*, version required",
    ),
    Rule(
        Domain.DEPENDENCIES,
        2,
        "can i upgrade, could we upgrade, dependencies, dependencies:, dependency:, engine version, frameworks:, "
        "installed, libraries:, lock file, node version:, npm packages, ^ outdated, package versions, packages:, "
        "^ packages:, pip requirements, python #*, python version:, requirements $, ruby version:, "
        "runtime requirements, should we upgrade, two * libraries",
    ),
    Rule(
        Domain.DEPENDENCIES,
        1,
        "dependencies, dependency, frameworks, libraries, requirements",
    ),
)
