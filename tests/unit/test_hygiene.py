"""What must be true of the repository itself, before anything is built."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
ABSOLUTE = re.compile(r"(?:file://|(?<![\w.})~/-]))/(?:work|root|home/\w+|Users/\w+|opt/wheels)(?![\w-])")
CDN = re.compile(
    r"""(?:https?:)?//[^\s"'()]*(?:cdn|unpkg|jsdelivr|googleapis|gstatic|cloudflare|bootstrapcdn|fontawesome|jquery\.com)""",
    re.IGNORECASE,
)
LOADED = re.compile(
    r"""(?:\bsrc(?:set)?=["']|@import\s+["']|url\(["']?|<link[^>]*\bhref=["'])\s*(?:https?:)?//""", re.IGNORECASE
)
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".woff", ".woff2", ".gz", ".pdf", ".mo"}


class _TextDates(yaml.SafeLoader):
    """Reads YAML as JSON would have it: dates stay texts."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def tracked() -> list[Path]:
    """The files of the repository: those that git has or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = (REPOSITORY / name for name in listing.stdout.split("\0") if name)
    return [path for path in sorted(set(paths)) if path.is_file()]


def lines(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Each line of the texts among `paths`, with `file:line`."""
    for path in paths:
        if path.suffix.lower() not in BINARY:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(REPOSITORY)}:{number}", line


def load(text: str) -> Any:
    """The YAML document `text`, its dates as texts."""
    return yaml.load(text, _TextDates)  # noqa: S506 - a safe loader


def faults(schema: str, document: Any) -> list[str]:
    """What `schemas/<schema>.json` finds wrong in `document`."""
    validator = jsonschema.Draft202012Validator(
        json.loads((REPOSITORY / "schemas" / f"{schema}.json").read_text(encoding="utf-8")),
        format_checker=jsonschema.FormatChecker(),
    )
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]


def front_matter(path: Path) -> Any:
    """The front matter of a page, its dates as texts; empty if it has none."""
    text = path.read_text(encoding="utf-8-sig")
    return load(text.split("---\n", 2)[1]) if text.startswith("---\n") else {}


def test_no_path_of_a_machine() -> None:
    """No tracked file names a folder of somebody's machine."""
    assert [place for place, line in lines(tracked()) if ABSOLUTE.search(line)] == []


@pytest.mark.parametrize(
    ("before", "folders"), [("cd ", "work/main"), ('"', "root"), ("file://", "home/me/x"), ("a:", "root/x")]
)
def test_a_path_of_a_machine_is_seen(before: str, folders: str) -> None:
    """The pattern of the test above sees what it is for."""
    assert ABSOLUTE.search(f"{before}/{folders}")


@pytest.mark.parametrize(
    ("before", "folders"),
    [("https://a.fr", "work/x"), ("content", "root/x"), ("..", "home/me"), ("", "workshop"), ("{{ base }}", "work/")],
)
def test_other_paths_are_let_through(before: str, folders: str) -> None:
    """The pattern says nothing of addresses and of paths within the repository."""
    assert not ABSOLUTE.search(f"{before}/{folders}")


def test_theme_loads_nothing_from_elsewhere() -> None:
    """Nothing in `overrides/` is loaded from another host, and no content delivery network is named."""
    theme = [path for path in tracked() if path.is_relative_to(REPOSITORY / "overrides")]
    assert theme
    assert [place for place, line in lines(theme) if CDN.search(line) or LOADED.search(line)] == []


def missing_proofs(text: str) -> list[str]:
    """The tests and pages that a document names and that are not there; links are counted from `docs/`."""
    tests = re.findall(r"`(tests/[\w/]+\.py)`", text)
    links = [f"docs/{link}" for link in re.findall(r"\]\(((?:adr/|\.\./)?[\w./-]+\.md)\)", text)]
    return [name for name in (*tests, *links) if not (REPOSITORY / name).is_file()]


def test_the_security_page_names_its_proofs() -> None:
    """Each test and each decision that `docs/securite.md` rests on exists; one that does not would be seen."""
    text = (REPOSITORY / "docs" / "securite.md").read_text(encoding="utf-8")
    assert missing_proofs(text) == []
    assert missing_proofs("`tests/unit/test_absent.py`, [x](adr/0000-absent.md)") == [
        "tests/unit/test_absent.py", "docs/adr/0000-absent.md",
    ]  # fmt: skip


def test_built_sites_are_not_tracked() -> None:
    """What is built is never committed."""
    top = {path.relative_to(REPOSITORY).parts[0] for path in tracked()}
    assert not top & {"site", ".venv", ".cache"}
    assert not [name for name in top if name.startswith((".site", "site-", ".stage"))]


def test_files_are_plain() -> None:
    """Texts are UTF-8 without BOM, with Unix line ends and a final one; fixtures of bad files are left alone."""
    bad = []
    for path in tracked():
        raw = path.read_bytes()
        if path.suffix.lower() in BINARY or path.is_relative_to(REPOSITORY / "tests" / "fixtures") or not raw:
            continue
        if raw.startswith(b"\xef\xbb\xbf") or b"\r" in raw or not raw.endswith(b"\n"):
            bad.append(str(path.relative_to(REPOSITORY)))
    assert bad == []


def scripts() -> list[Path]:
    """The thin entry points."""
    return [path for path in (REPOSITORY / "scripts").iterdir() if path.is_file()] + [REPOSITORY / ".ci" / "run"]


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.name)
def test_scripts_can_be_run(script: Path) -> None:
    """Each script is executable, for sh, and without a syntax error."""
    assert script.stat().st_mode & 0o111 == 0o111
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def pins(lock: str) -> dict[str, str]:
    """Each package that a lock file pins, and its text with its hashes."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n" + re.sub(r"(?m)^\s*#.*\n", "", text))
    return {_plain(entry): entry for entry in entries if entry.strip()}


def _plain(requirement: str) -> str:
    found = re.match(r"\s*([A-Za-z0-9._-]+)", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[1]).lower()


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", ["lock"]), ("requirements-dev.lock", ["dev"])])
def test_lock_files_pin_with_hashes(lock: str, extras: list[str]) -> None:
    """Each dependency of pyproject.toml is pinned in the lock file, and everything pinned there has a hash."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    pinned = pins(lock)
    assert {_plain(requirement) for requirement in wanted} - pinned.keys() == set()
    loose = [
        name
        for name, entry in pinned.items()
        if not re.match(r"\s*[\w.\[\]-]+==\S+ .*--hash=sha256:\w{64}", entry, re.S)
    ]
    assert loose == []


def test_lock_files_agree() -> None:
    """What is tested is what is installed: both lock files pin the same versions."""
    short, long = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: text.split()[0] for name, text in short.items()} == {
        name: text.split()[0] for name, text in long.items() if name in short
    }


def test_schemas_are_up_to_date(tmp_path: Path) -> None:
    """`schemas/` holds what `troisclics export schemas` writes from the model."""
    command = [Path(sys.executable).with_name("troisclics"), "export", "schemas", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in (REPOSITORY / "schemas").iterdir()}
    assert written.keys() == kept.keys()
    assert [name for name in written if written[name] != kept[name]] == []


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("department", "departments/*/department.yml"),
        ("departments", "content/_departments.yml"),
        ("facts", "content/_facts/*.yml"),
        ("owners", "content/_owners.yml"),
        ("glossary", "content/_glossary.yml"),
        ("tasks", "content/_tasks.yml"),
    ],
)
def test_data_follow_their_schema(schema: str, pattern: str) -> None:
    """An editor that follows the published schemas finds nothing to say about our own data."""
    files = sorted(REPOSITORY.glob(pattern))
    assert files
    found = {
        str(file.relative_to(REPOSITORY)): faults(schema, load(file.read_text(encoding="utf-8"))) for file in files
    }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(("schema", "pattern"), [("page", "content/**/*.md"), ("overlay", "departments/**/*.md")])
def test_front_matter_follows_its_schema(schema: str, pattern: str) -> None:
    """The front matter of each page and of each overlay is what its schema says."""
    files = sorted(REPOSITORY.glob(pattern))
    assert files
    found = {str(file.relative_to(REPOSITORY)): faults(schema, front_matter(file)) for file in files}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        ("departments", {"departments": [{"code": 50, "name": "Manche"}]}),
        ("department", load((REPOSITORY / "departments/50-manche/department.yml").read_text()) | {"name": "Manche"}),
        ("facts", {"facts": "non"}),
        ("page", {"title": "Sans le reste", "inconnu": 1}),
        ("page", front_matter(REPOSITORY / "content/index.md") | {"last_reviewed_on": "hier"}),
    ],
    ids=["code as a number", "unknown key", "wrong type", "unknown key of a page", "not a date"],
)
def test_schemas_refuse_what_is_wrong(schema: str, document: Any) -> None:
    """The schemas are no mere decoration: what the loader refuses, they refuse as one types."""
    assert faults(schema, document)


def test_the_yaml_plugin_finds_the_schema() -> None:
    """Each department's file names its schema by a path that exists."""
    for file in REPOSITORY.glob("departments/*/department.yml"):
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert named, file
        assert (file.parent / named[1]).resolve() == REPOSITORY / "schemas" / "department.json"
