"""A delegation's folder is untrusted: each trick is refused at its place, and none reaches a built page.

What single texts may say is tried in `tests/unit/load/test_overlay_policy.py`; here whole folders are, by commands.
Bounds of the fuzz: 150 folders of at most 3 files, texts of at most 16 pieces, names of at most 4 pieces.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.commands import copy_fictitious, troisclics
from unit.load.overlay_texts import EXTENSIONS, PIECES, Danger

from troisclics.load import load_project
from troisclics.merge.merger import merge_all
from troisclics.model import Finding

from .projects import list_department

TODAY = date(2026, 11, 22)
DUNES = "departments/90-dunes"
TRAP = "PIEGE"
HEAD = "---\ntitle: Sortie\ndescription: Page fictive.\n---\n\n"

TEXTS = {
    "script": "<script>PIEGE()</script>",
    "script in a list": "- un\n- <script src=//e.fr/PIEGE></script>",
    "script in a table": "| a | b |\n|---|---|\n| <script>PIEGE</script> | x |",
    "script in a quote": "> <SCRIPT>PIEGE</SCRIPT>",
    "script by entities": "&lt;script&gt;PIEGE&lt;/script&gt;",
    "script in full width": "＜script＞PIEGE＜/script＞",
    "script with a soft hyphen": "<scr\u00adipt>PIEGE</scr\u00adipt>",
    "frame": '<iframe src="https://e.fr/PIEGE"></iframe>',
    "object": '<object data="PIEGE.swf"></object>',
    "form": '<form action="https://e.fr/PIEGE"><input></form>',
    "base": '<base href="https://e.fr/PIEGE/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://e.fr/PIEGE">',
    "style": "<style>body{background:url(//e.fr/PIEGE)}</style>",
    "style attribute": '<p style="position:fixed">PIEGE</p>',
    "handler": "<img src=x onerror=PIEGE()>",
    "handler without a tag": "x onmouseover=PIEGE()",
    "block of HTML with Markdown": '<div markdown="1">PIEGE</div>',
    "SVG": "<svg onload=PIEGE()></svg>",
    "SVG as an image": "![x](data:image/svg+xml;base64,PIEGE)",
    "MathML": "<math><mtext><script>PIEGE</script></mtext></math>",
    "link title with a tag": '[x](contacts.md "<img src=x onerror=PIEGE>")',
    "link title that closes": '[x](contacts.md "x" onclick="PIEGE")',
    "reference title": '[x][y]\n\n[y]: contacts.md "<svg onload=PIEGE>"',
    "image title": '![x](plan.png "x onerror=PIEGE()")',
    "javascript": "[x](javascript:PIEGE)",
    "javascript by entities": "[x](&#106;avascript&colon;PIEGE)",
    "javascript over lines": "[x](java\nscript:PIEGE)",
    "javascript in an autolink": "<javascript:PIEGE>",
    "data page": "[x](data:text/html;base64,PIEGE)",
    "vbscript": "[x](vbscript:PIEGE)",
    "file": "[x](file:///etc/PIEGE)",
    "another host without a scheme": "[x](//e.fr/PIEGE)",
    "attributes": "### PIEGE {: onclick=x() }",
    "abbreviation with a tag": "*[PIM]: <b onclick=x()>PIEGE</b>",
    "admonition title": '!!! note "<img src=x onerror=PIEGE>"\n    x',
    "comment that does not hide": "<!--> <img src=PIEGE> -->",
    "template statement": "{% include 'PIEGE' %}",
    "template of the configuration": "{{ config.PIEGE }}",
    "template of a class": "{{ ''.__class__.__mro__ }} PIEGE",
    "template with a filter": '{{ fact("a") | attr("PIEGE") }}',
    "template comment": "{# PIEGE #}",
    "control characters": "PIEGE \x1b[2J",
    "text turned round": "PIEGE \u202e",
}
"""Texts of a page of the delegation, which begin on its line 6."""

HEADERS = {
    "tag that runs": "title: !!python/object/apply:os.system [PIEGE]",
    "tag of the environment": "title: !ENV PIEGE",
    "alias": "title: &a PIEGE",
    "script in a title": "title: <script>PIEGE</script>",
    "template in a title": 'title: "{{ config.PIEGE }}"',
    "handler in a title": "title: <img src=x onerror=PIEGE>",
    "key given twice": "title: PIEGE\ntitle: Autre",
    "template of the theme": "title: x\ntemplate: PIEGE.html",
    "owner": "title: x\nowner: PIEGE",
    "address of a source": "title: x\nsources: [{title: x, url: 'javascript:PIEGE'}]",
    "bottomless": f"title: {'[' * 40}PIEGE{']' * 40}",
    "a date for a title": "title: 2026-11-22",
}
"""Front matters, from line 2 on."""

FACTS = {
    "script in a contact": "contacts:\n  - label: <script>PIEGE</script>",
    "javascript for a telephone": "contacts:\n  - label: x\n    phone: 'javascript:PIEGE'",
    "a mailbox that is none": "contacts:\n  - label: x\n    email: 'x@e.fr?bcc=PIEGE'",
    "handler in an event": "events:\n  - title: <b onclick=PIEGE>x</b>\n    starts_on: 2026-12-09",
    "SVG in an offer": "offers:\n  - title: x\n    description: <svg onload=PIEGE>",
    "template in a name": "restaurants:\n  - name: '{{ config.PIEGE }}'\n    kind: RIA",
}
"""Ends of `department.yml`."""


def _file(name: str, content: bytes) -> tuple[str, Callable[[Path], object]]:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return name, write


def _page(name: str) -> tuple[str, Callable[[Path], object]]:
    return _file(name, f"{HEAD}PIEGE\n".encode())


def _link(name: str, target: str) -> tuple[str, Callable[[Path], object]]:
    return name, lambda folder: (folder / name).symlink_to(target)


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "page that is a link": _link("ma-delegation/lien.md", "/etc/hostname"),
    "image that is a link": _link("ma-delegation/lien.png", "../../../mkdocs.yml"),
    "folder that is a link": _link("dossier", "/etc"),
    "link to itself": _link("ma-delegation/boucle.md", "boucle.md"),
    "SVG file": _file("ma-delegation/dessin.svg", b"<svg onload='PIEGE()'/>"),
    "HTML file": _file("ma-delegation/page.html", b"<script>PIEGE</script>"),
    "script file": _file("ma-delegation/x.js", b"PIEGE()"),
    "configuration": _file("mkdocs.yml", b"theme: PIEGE\n"),
    "template": _file("overrides/main.html", b"{{ PIEGE }}"),
    "national facts": _file("_facts/x.yml", b"facts: [PIEGE]\n"),
    "page out of its place": _file("logement/piege.md", b"PIEGE\n"),
    "page too deep": _page("ma-delegation/a/b.md"),
    "name with a space": _page("ma-delegation/a b.md"),
    "name of an address": _page("ma-delegation/%2e%2e.md"),
    "name with a backslash": _page("ma-delegation/x\\y.md"),
    "name with quotes": _page('ma-delegation/"x.md'),
    "huge page": _file("ma-delegation/gros.md", HEAD.encode() + b"PIEGE " * 200_000),
    "no text at all": _file("ma-delegation/octets.md", HEAD.encode() + b"\xff\xfePIEGE"),
    "pipe": ("ma-delegation/tuyau.md", lambda folder: os.mkfifo(folder / "ma-delegation/tuyau.md")),
}


def page(number: int) -> str:
    """The name of a page of the delegation."""
    return f"{DUNES}/ma-delegation/piege-{number}.md"


def lay_traps(root: Path) -> dict[str, tuple[str, int]]:
    """Lay every trap in the project at `root`: for each, the file and the least line at which it must be refused."""
    laid: dict[str, tuple[str, int]] = {}
    for number, (name, text) in enumerate(TEXTS.items()):
        (root / page(number)).write_text(f"{HEAD}{text}\n", encoding="utf-8")
        laid[name] = (page(number), 6)
    for number, (name, text) in enumerate(HEADERS.items(), len(TEXTS)):
        (root / page(number)).write_text(f"---\n{text}\ndescription: Page fictive.\n---\n\nTexte.\n", encoding="utf-8")
        laid[name] = (page(number), 2)
    for name, (path, lay) in FILES.items():
        lay(root / DUNES)
        laid[name] = (f"{DUNES}/{path}", 0)
    for number, (name, text) in enumerate(FACTS.items(), 80):
        slug = list_department(root, str(number), f"Essai {chr(number + 17)}")
        (root / "departments" / slug).mkdir()
        (root / "departments" / slug / "department.yml").write_text(f"{text}\n", encoding="utf-8")
        laid[name] = (f"departments/{slug}/department.yml", 1)
    return laid


def test_there_are_many_traps() -> None:
    """At least forty tricks, of every kind, are tried."""
    assert len(TEXTS) + len(HEADERS) + len(FILES) + len(FACTS) >= 40


def test_each_trap_is_refused_at_its_place_and_none_is_built(tmp_path: Path) -> None:
    """All tricks at once: one run names each of them at its file and line, exits 2, and builds nothing."""
    root = copy_fictitious(tmp_path / "project")
    assert troisclics("build", "--root", root, "--today", TODAY, cwd=root).returncode == 0
    before = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    laid = lay_traps(root)
    done = troisclics("build", "--root", root, "--today", TODAY, cwd=root)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    said = re.findall(r"^(departments/.+?)(?::(\d+))?: erreur\[([a-z-]+)\]", done.stderr, re.M)
    for name, (file, line) in laid.items():
        found = [int(number or 0) for place, number, _ in said if place == file]
        assert found, f"{name}: nothing said of {file}"
        assert line == 0 or min(found) >= line, f"{name}: {found}"
    after = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    assert after == before
    assert not [path for path, raw in after.items() if TRAP.encode() in raw]


def test_the_traps_would_be_seen_in_a_page(tmp_path: Path) -> None:
    """The twin: the word of the traps, without a trick, does reach a page of the delegation when it is built."""
    root = copy_fictitious(tmp_path / "project")
    (root / page(0)).write_text(f"{HEAD}{TRAP}\n", encoding="utf-8")
    assert troisclics("build", "--root", root, "--today", TODAY, cwd=root).returncode == 0
    assert TRAP in (root / "site/90-dunes/ma-delegation/piege-0/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose folder of one department is written anew for each example."""
    root = copy_fictitious(tmp_path_factory.mktemp("fuzz") / "project")
    shutil.copytree(root / DUNES, root / "sound")
    return root


NAMES = ["ma-delegation/", "logement/", "aide", "sortie", "..", "/", "%2e", "a", "É", " ", ".md", ".svg", "index", "_x"]
KEYS = [
    "title: x\n",
    "description: y\n",
    "status: confirmed\n",
    "owner: z\n",
    "- a\n",
    ": \n",
    "&a ",
    "*a ",
    "!!x ",
    "[",
]
FILE = st.tuples(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("".join)
    | st.sampled_from(["ma-delegation/page.md", "logement/aide.md"]),
    st.lists(st.sampled_from(KEYS), max_size=5).map("".join) | st.just("title: x\ndescription: y\n") | st.just(""),
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(FILE, min_size=1, max_size=3))
def test_whatever_lies_in_a_folder(fuzzed: Path, files: list[tuple[str, str, str]]) -> None:
    """Any folder is read without an exception; each refusal has its place; what passes runs nothing once rendered."""
    folder = fuzzed / DUNES
    shutil.rmtree(folder)
    shutil.copytree(fuzzed / "sound", folder)
    for name, head, body in files:
        path = Path(os.path.normpath(folder / name.strip("/")))
        if (
            path.is_relative_to(folder)
            and path != folder
            and not path.is_dir()
            and not any(map(Path.is_file, path.parents))
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\n{head}---\n{body}", encoding="utf-8")
    project, findings = load_project(fuzzed, TODAY)
    errors = [found for found in findings if _is_error(found)]
    assert all(found.place.file.startswith(DUNES) for found in errors)
    sites, more = merge_all(project, list(project.departments), TODAY)
    if errors or any(map(_is_error, more)):
        return
    for one in (page for site in sites for page in site.pages if page.local is not None):
        danger = Danger()
        danger.feed(markdown.markdown(one.marked, extensions=EXTENSIONS))
        assert not set(danger.found) - {"h1", "h2"}, "the headings are those of the national page"


def _is_error(found: Finding) -> bool:
    return found.severity == "error"
