"""The map of the package holds: wings that import downwards only, and names that mean one thing."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from troisclics.model import conventions

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scripts" / "troisclics"
AT_THE_ROOT = {"__init__.py", "__main__.py", "cli.py", "constants.py", "errors.py", "py.typed"}
"""What may lie beside the wings: the entry point, and what truly belongs to all."""
DESCRIBED = ("clicks", "freshness", "git", "load", "model", "preview", "publish", "sandbox", "staging", "system")
"""The wings whose docstrings are complete; the others follow."""
INHERITED = {"preview/server.py:send_error"}
"""Functions whose parameters are those of the standard library."""

LONGEST = 300
PROGRAMS = ("scripts", "tests", "overrides", "docs")
WRITTEN_IN = {".py", ".sh", ".jinja", ".js", ".html", ".css"}

NAMES = {
    conventions.OPERATORS,
    conventions.SITUATIONS,
    conventions.DELEGATION,
    conventions.SITE_MAP,
    conventions.GLOSSARY,
    conventions.DECLARATION,
    *conventions.PARTS[3:],
    *conventions.RESTAURANTS.values(),
}
"""Names of the content that mean nothing else: « Combien » and « Pour qui » are plain French."""


def modules(package: Path) -> list[Path]:
    """Return the modules of a package, sorted."""
    return sorted(package.rglob("*.py"))


def long_files(root: Path) -> set[str]:
    """Return the programs and tests below `root` with more lines than a reader takes in: LONGEST."""
    paths = (path for folder in PROGRAMS for path in (root / folder).rglob("*") if path.suffix in WRITTEN_IN)
    counts = {path.relative_to(root).as_posix(): len(path.read_bytes().splitlines()) for path in paths}
    return {name for name, count in counts.items() if count > LONGEST}


def repeated_classes(package: Path) -> set[str]:
    """Return the names that two classes have."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in modules(package))
    names = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {name for name, count in names.items() if count > 1}


def repeated_files(package: Path) -> set[str]:
    """Return the names that three modules have; two may: a command and what it runs."""
    names = Counter(path.name for path in modules(package) if path.name != "__init__.py")
    return {name for name, count in names.items() if count > 2}


def loose_files(package: Path) -> set[str]:
    """Return the files that lie at the root of a package and belong into a wing."""
    return {path.name for path in package.iterdir() if path.is_file()} - AT_THE_ROOT


def undescribed(package: Path) -> Iterator[str]:
    """Yield the folders of modules whose `__init__` does not say what lives there, comes in and goes out."""
    for folder in sorted({path.parent for path in modules(package)} - {package}):
        init = folder / "__init__.py"
        text = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) if init.is_file() else None
        if not re.fullmatch(r"\S[^\n]*\n\nIn: .+\nOut: .+", text or "", re.S):
            yield folder.relative_to(package).as_posix()


def undocumented(package: Path, wings: Iterable[str]) -> Iterator[str]:
    """Yield the public functions of `wings` with more than two parameters and no `Args` in their docstring."""
    for path in (path for wing in wings for path in modules(package / wing)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                named = [argument for argument in arguments if argument.arg not in {"self", "cls"}]
                if len(named) > 2 and "Args:" not in (ast.get_docstring(node) or ""):
                    yield f"{path.relative_to(package).as_posix()}:{node.name}"


def named_conventions(package: Path) -> set[str]:
    """Return the modules, but for the one of conventions, that hold a name which the content has."""
    wanted = re.compile("|".join(re.escape(name.removesuffix("/")) for name in sorted(NAMES)))
    others = (path for path in modules(package) if path.name != "conventions.py")
    return {path.relative_to(package).as_posix() for path in others if wanted.search(path.read_text(encoding="utf-8"))}


def lint_imports(place: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts of the repository on the package that lies in the folder `place`."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo", ROOT / "pyproject.toml"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def test_no_file_is_long() -> None:
    """Programs and tests keep to so many lines a file, without exception."""
    assert long_files(ROOT) == set()


def test_a_long_file_is_seen(tmp_path: Path) -> None:
    """The twin: one line more than is allowed, in whatever folder and language; as many as are allowed are not."""
    for name, count in {"scripts/a/b.py": 301, "tests/c.js": 301, "scripts/d.py": 300, "tests/e.txt": 301}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("\n" * count, encoding="utf-8")
    assert long_files(tmp_path) == {"scripts/a/b.py", "tests/c.js"}


def test_each_class_has_a_name_of_its_own() -> None:
    """No two classes have one name."""
    assert repeated_classes(PACKAGE) == set()


def test_no_three_modules_have_one_name() -> None:
    """A name of a file says which of them is meant."""
    assert repeated_files(PACKAGE) == set()


def test_no_module_is_loose() -> None:
    """All but the entry point and what belongs to all lies in a wing."""
    assert loose_files(PACKAGE) == set()


def test_each_wing_describes_itself() -> None:
    """Each folder says what lives there, what may come in and what may go out."""
    assert list(undescribed(PACKAGE)) == []


def test_parameters_are_described() -> None:
    """A function with more than two parameters describes them; `remote_scripts` does so for all its functions."""
    found = list(undocumented(PACKAGE, DESCRIBED))
    assert [name for name in found if not name.startswith("publish/remote_scripts.py") and name not in INHERITED] == []


def test_names_of_the_content_stand_in_one_module() -> None:
    """Folders, pages and parts that the ministry's content has are named by `model/conventions.py` alone."""
    assert named_conventions(PACKAGE) == set()


def test_what_breaks_the_map_is_seen(tmp_path: Path) -> None:
    """The functions above see what they are for."""
    for name in ("a/x.py", "b/x.py", "c/x.py", "loose.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("class Same:\n    pass\n", encoding="utf-8")
    (tmp_path / "a" / "__init__.py").write_text('"""What lives here.\n\nIn: this.\nOut: that.\n"""\n', encoding="utf-8")
    (tmp_path / "b" / "__init__.py").write_text('"""What lives here."""\n', encoding="utf-8")
    assert repeated_classes(tmp_path) == {"Same"}
    assert repeated_files(tmp_path) == {"x.py"}
    assert loose_files(tmp_path) == {"loose.py"}
    assert list(undescribed(tmp_path)) == ["b", "c"]
    (tmp_path / "a" / "x.py").write_text("def f(a: int, b: int, c: int) -> None:\n    pass\n", encoding="utf-8")
    assert list(undocumented(tmp_path, ["a"])) == ["a/x.py:f"]

    (tmp_path / "conventions.py").write_text(f'HERE = "{conventions.OPERATORS}"\n', encoding="utf-8")
    assert named_conventions(tmp_path) == set()
    (tmp_path / "loose.py").write_text(f'page = "{conventions.OPERATORS}a.md"\n', encoding="utf-8")
    assert named_conventions(tmp_path) == {"loose.py"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a test may damage; the folder it lies in."""
    shutil.copytree(PACKAGE, tmp_path / "troisclics", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_imports_go_downwards(copy: Path) -> None:
    """The package keeps the contracts of pyproject.toml."""
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("model/base.py", "from ..commands import output", "troisclics.model.base -> troisclics.commands.output"),
        ("load/tree.py", "from ..merge import merger", "troisclics.load.tree -> troisclics.merge.merger"),
        ("checks/breadth.py", "from ..render import engine", "troisclics.checks.breadth -> troisclics.render.engine"),
        ("loose.py", "", "loose"),
        ("domain/french.py", "import mkdocs", "troisclics.domain.french -> mkdocs"),
    ],
)
def test_a_forbidden_import_is_refused(copy: Path, module: str, line: str, broken: str) -> None:
    """A wing that reaches up or aside, a module in no wing, and MkDocs where it must not be break a contract."""
    path = copy / "troisclics" / module
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}\n\ndef late() -> None:\n    {line or 'pass'}\n", encoding="utf-8")
    done = lint_imports(copy)
    assert done.returncode == 1
    assert broken in done.stdout.replace("\n", " ")


def test_checks_read_sources_through_the_loader() -> None:
    """A pipe in place of a source would block a check for ever: `source_lines` refuses it. Built files are our own."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "checks").rglob("*.py")
        if re.search(r"\.(?:read_text|read_bytes|open)\(", path.read_text(encoding="utf-8"))
    }
    assert found == {"checks/site_survey.py", "checks/tasks.py", "checks/video.py"}, "these read built or listed files"
