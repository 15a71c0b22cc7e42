"""No file of a project, whatever it holds or is, gives a traceback: it is a finding, or a message, or of no weight.

The commands that read a project are run in this process, on a small project with one thing spoilt at a time. Whatever
they raise must be one of the exceptions that the command line explains.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import REPOSITORY
from unit.commands import FIXTURE, copy_fictitious

from troisclics.cli import cli
from troisclics.errors import TroisclicsError
from troisclics.reports.error_messages import explain

from .odd_files import ODD

pytestmark = pytest.mark.slow

DAY = "2026-11-22"
PUBLISH = "targets:\n  - id: essai\n    kind: folder\n    path: /nulle/part\n    url: https://essai.example/\n"
BASELINE = '{"version": 1, "findings": []}\n'

READERS = (
    ("check", "--texts", "--today", DAY),
    ("check", "--texts", "--today", DAY, "--format", "json", "--baseline", "connus.json"),
    ("report", "coverage"),
    ("report", "facts"),
    ("report", "freshness", "--today", DAY),
    ("status", "essai"),
    ("export", "codeowners"),
    ("export", "servers", "essai", "--out", "serveurs"),
)
"""Commands that read all of a project, without the network."""
BUILD = ("build", "90", "--jobs", "1", "--today", DAY)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictitious project, with targets and known findings."""
    root = copy_fictitious(tmp_path_factory.mktemp("sans-trace") / "projet")
    (root / "publish.yml").write_text(PUBLISH)
    (root / "connus.json").write_text(BASELINE)
    return root


def files(root: Path) -> list[str]:
    """The files that somebody writes by hand."""
    found = [*root.glob("*.yml"), *root.glob("*.json"), *root.glob("content/**/*"), *root.glob("departments/**/*")]
    return sorted(path.relative_to(root).as_posix() for path in found if path.is_file())


FIXTURE_FILES = files(FIXTURE)
FILES = [*FIXTURE_FILES, "publish.yml", "connus.json"]


def run(root: Path, *arguments: str) -> int:
    """Run a command on the project at `root`; give its exit code. Raises what the command line does not explain."""
    with (
        contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.chdir(root),
    ):
        try:
            cli.main([*arguments], standalone_mode=False)
        except SystemExit as end:
            return int(end.code or 0)
        except click.ClickException:
            return 2
        except (TroisclicsError, OSError) as error:
            return explain(error).code
    return 0


def read_all(root: Path) -> None:
    """Run all READERS on the project at `root`."""
    for arguments in READERS:
        run(root, *arguments)


@contextlib.contextmanager
def spoilt(root: Path, name: str, spoil: Callable[[Path], object]) -> Iterator[None]:
    """Spoil the file `name` while the block runs."""
    path, apart = root / name, root.parent / "a-part"
    path.rename(apart)
    try:
        spoil(path)
        yield
    finally:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        apart.rename(path)


def test_the_project_is_sound(project: Path) -> None:
    """What is spoilt below is nearly sound before: the commands read it to the end."""
    found = {arguments: run(project, *arguments) for arguments in READERS}
    assert {arguments[:2]: code for arguments, code in found.items() if code} == {
        ("report", "freshness"): 1,
        ("status", "essai"): 3,
    }


@pytest.mark.parametrize("name", FILES)
def test_odd_files(project: Path, name: str) -> None:
    """Each odd file in place of each real one."""
    for content in ODD.values():
        with spoilt(project, name, lambda path, content=content: path.write_bytes(content)):
            run(project, *(("status", "essai") if name == "publish.yml" else READERS[1]))


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file(project: Path, name: str) -> None:
    """A folder, a pipe, a link to nothing, to itself, to a folder above, to all that there is; or nothing at all."""
    odd: list[Callable[[Path], object]] = [
        Path.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to("nulle-part"),
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to(".."),
        lambda path: path.symlink_to("/"),
        lambda path: path.symlink_to("/proc/self/mem"),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: None,
    ]
    for spoil in odd:
        with spoilt(project, name, spoil):
            run(project, *READERS[1])
            run(project, "status", "essai")


VALUES = ("", "[]", "{}", "[1, {a: b}]", "{a: [b]}", "1", "texte", "2026-01-01", "true", "-1.5", "''", "[[]]")
"""Values of the wrong type for most keys."""
WHOLE = "FUZZ_WHOLE" in os.environ
"""Whether each key gets each of VALUES (minutes), and not two of them."""


def _keys(text: str) -> list[int]:
    """The lines of `text` that have a key of YAML, in a front matter or in a file of data."""
    lines = text.split("\n")
    end = lines.index("---", 1) if lines[0] == "---" else len(lines)
    return [number for number, line in enumerate(lines[:end]) if re.match(r"[ -]*[a-z_]+:", line)]


def _with_value(text: str, number: int, value: str | None) -> str:
    """`text` with another value for the key at this line, whatever was below it; without the key for None."""
    lines = text.split("\n")
    indent = len(lines[number]) - len(lines[number].lstrip(" -"))
    end = number + 1
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip(" ")) > indent - 1:
        if len(lines[end]) - len(lines[end].lstrip(" -")) <= indent:
            break
        end += 1
    new = [] if value is None else [f"{lines[number].partition(':')[0]}: {value}".rstrip()]
    return "\n".join([*lines[:number], *new, *lines[end:]])


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".md", ".yml"))])
def test_wrong_types_and_missing_keys(project: Path, name: str) -> None:
    """Each key of each file with a value of another type, in place of all that it held, and without the key."""
    text = (project / name).read_text(encoding="utf-8")
    for count, number in enumerate(_keys(text)):
        few = (None, VALUES[count % len(VALUES)]) if count % 2 else (VALUES[(count * 5) % len(VALUES)], "[]")
        for value in (None, *VALUES) if WHOLE else few:
            new = _with_value(text, number, value)
            with spoilt(project, name, lambda path, new=new: path.write_text(new, encoding="utf-8")):
                run(project, *(("status", "essai") if name == "publish.yml" else READERS[0]))


def test_wrong_types_in_the_configuration(project: Path) -> None:
    """Each key of the real `mkdocs.yml` with a value of another type: MkDocs and its plugins are opened on it."""
    small = (project / "mkdocs.yml").read_text(encoding="utf-8")
    real = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[0]
    text = real + small[small.index("\nnav:\n") :]
    for count, number in enumerate(_keys(text)):
        for value in VALUES if WHOLE else (VALUES[(count * 7) % len(VALUES)],):
            new = _with_value(text, number, value)
            with spoilt(project, "mkdocs.yml", lambda path, new=new: path.write_text(new, encoding="utf-8")):
                run(project, *BUILD)


@pytest.mark.parametrize("name", ["overrides/main.html", "overrides/seams/name.html"])
def test_odd_templates(project: Path, name: str) -> None:
    """Each odd file in place of the template of all pages, and of a piece of page."""
    for content in ODD.values():
        with spoilt(project, name, lambda path, content=content: path.write_bytes(content)):
            run(project, *BUILD)


_PIECES = st.sampled_from(
    ["", "\n", "  ", "- ", ": ", "null", "1", "[]", "{}", "2026-13-01", "'", '"', "#", "|", "é\u0301", "\u202e",
     "\0", "{{", "}}",
     "{%", "[", "](", "<", "```", "---\n", "True", "1.5", "x: y", "\t", "𝒳", "\ud7ff", "0x", "~", "*a", "&a"]
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[str], str]:
    """A way to spoil a text by its lines: cut, twice, swapped, without a key, with another value, with a piece more."""
    kind = draw(st.sampled_from(["cut", "twice", "swap", "drop", "value", "insert", "indent", "key"]))
    one, two = draw(st.integers(0, 10_000)), draw(st.integers(0, 10_000))
    piece = draw(_PIECES)

    def mutate(text: str) -> str:
        lines = text.split("\n")
        i, j = one % len(lines), two % len(lines)
        match kind:
            case "cut":
                return text[: one % (len(text) + 1)]
            case "twice":
                lines[i:i] = lines[min(i, j) : max(i, j)]
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "drop":
                del lines[i]
            case "value":
                lines[i] = f"{lines[i].partition(':')[0]}: {piece}"
            case "key":
                lines[i] = f"{piece}:{lines[i].partition(':')[2]}"
            case "indent":
                lines[i] = " " * (two % 9) + lines[i].lstrip()
            case _:
                at = two % (len(lines[i]) + 1)
                lines[i] = lines[i][:at] + piece + lines[i][at:]
        return "\n".join(lines)

    return mutate


@settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "30")), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(name=st.sampled_from(FILES), ways=st.lists(mutations(), min_size=1, max_size=4))
def test_spoilt_files(project: Path, name: str, ways: list[Callable[[str], str]]) -> None:
    """A real file, cut, with lines twice, swapped or gone, other values, other keys: read by every command."""
    text = (project / name).read_text(encoding="utf-8")
    for mutate in ways:
        text = mutate(text)
    with spoilt(project, name, lambda path: path.write_text(text, encoding="utf-8", errors="surrogatepass")):
        read_all(project)


BODIES = (
    "[a]: \n[b](<\n![\n|-\n!!!\n: d\n*[A]:\n{: }\n<!--\n<div markdown>\n&#x;\n",
    "\x02wzxhzdk:9\x03 \x02klzzwxh:0001\x03 \x02amp\x03\n",
    "<div markdown=1><p><div markdown=block>\n\n</p>\n<![CDATA[\n<?x\n<!D\n</\n",
    "# \n\n#\n\n## {: #a }\n\n## {: #a }\n\n=\n\n-\n",
    "|\n-|\n\n|a|\n|:-:|\n|b|c|d|\n\n| `|` | \\| |\n|--|--|\n",
    "[a][a][a]\n\n[a]: a\n[a]: [a]\n\n[x](y 'z\" w')\n[](#)\n![](x)\n",
    'a {: b="c d=\'e" .f #g h }\n\n- a {: .b}\n{: .c}\n',
    "\u2028\u2029\x85\x0b\x0c\x1c\u00ad\u200b\ufeff\U000e0001\n",
    "[a](//[::1)\n",
    "[b](http://[) <http://[> ![x](http://[)\n",
    '<a href="//[">x</a> [c]\n\n[c]: http://[\n',
    "a\n:   b\n\n:   c\n\n        d\n    - e\n\n*[HTML]: x\n*[(]: y\nHTML ( \n",
)


@pytest.mark.parametrize("body", BODIES)
def test_odd_pages_are_built_or_refused(project: Path, body: str) -> None:
    """Odd Markdown in a national page goes through a whole build: built, or refused with a message."""
    name = "content/restauration/index.md"
    text = (project / name).read_text(encoding="utf-8")
    with spoilt(project, name, lambda path: path.write_text(f"{text}\n{body}", encoding="utf-8")):
        assert run(project, "build", "--jobs", "1", "--today", DAY) in {0, 2, 3}
