"""The page renderer makes each distinct page once, and keeps a number of things that does not grow with the sites."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from troisclics.model import Department, Finding, SitePage, seam_placeholder
from troisclics.render import mkdocs_internals
from troisclics.render.engine import Engine, EngineCache
from troisclics.render.page_renderer import MAX_KEPT
from troisclics.render.seams import can_insert_seams
from troisclics.system.workers import parallel_map

from ..commands import copy_fictitious
from ..samples import make_department, make_overlay
from ..samples import make_page as make_shared
from .pairs import Bench, change, open_bench, out_of_menu, page


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The fictitious project, with a shared page that names the department, and the engine opened on it."""
    root = copy_fictitious(tmp_path_factory.mktemp("rendu") / "projet")
    change(root, {"content/logement/nomme.md": page('## {{ department.name if department else "Tous" }}\n')})
    out_of_menu(root, "/logement/nomme.md")
    return open_bench(root, root.parent / "banc")


def departments(count: int) -> Iterator[Department]:
    """Synthetic departments, each with an overlay on a shared page and a page of its own."""
    for number in range(count):
        slug = f"{number:03}-essai"
        overlay = make_overlay(f"### Titre {number}\n\nTexte {number}.\n", "logement/aide.md", slug)
        title = {"title": f"Fiche {number}", "description": "Une fiche."}
        own = make_overlay(f"Fiche {number}.\n", f"ma-delegation/fiche-{number}.md", slug, **title)
        yield make_department(f"{number:03}", overlay, own, slug=slug, name=f"Essai {number}")


def counts(bench: Bench) -> dict[str, int]:
    """How many entries each store of the engine, of its page renderer and of the merger has."""
    owners = {"engine": bench.engine, "cache": bench.engine.cache, "page_renderer": bench.engine.page_renderer}
    found: dict[str, int] = {}
    for name, owner in owners.items():
        slots = [field.name for field in dataclasses.fields(owner)] if dataclasses.is_dataclass(owner) else vars(owner)
        stores = {slot: getattr(owner, slot) for slot in slots}
        found |= {
            f"{name}.{slot}": len(store) for slot, store in stores.items() if isinstance(store, dict | set | list)
        }
    found |= {f"merger.{slot}": len(store) for slot, store in vars(bench.merger).items() if isinstance(store, dict)}
    return found


def test_memory_does_not_grow_with_the_number_of_sites(bench: Bench) -> None:
    """After 300 sites nothing is kept that was not after 3, but for the bounded store of the page renderer."""
    after: dict[int, dict[str, int]] = {}
    findings: list[Finding] = []
    for number, department in enumerate(departments(300), 1):
        made = bench.engine.make(bench.merger.merge(department, findings), {})
        assert len(made.specific) >= 3, (
            "the overlay, the page that names the department and its own page are specific to it"
        )
        assert len(made.outputs) > 8
        after[number] = counts(bench)
    kept = {number: found.pop("page_renderer._kept") for number, found in after.items()}
    assert kept[300] <= MAX_KEPT
    assert after[300] == after[3]


def test_what_is_kept_is_bounded(bench: Bench) -> None:
    """When too much is kept the oldest goes; what is kept is not made again."""
    page_renderer = bench.engine.page_renderer
    made = []

    def keep(number: int) -> int:
        def make() -> int:
            made.append(number)
            return number

        return int(page_renderer._keep(("test", number), make))

    for number in range(2 * MAX_KEPT):
        assert keep(number) == number
        assert len(page_renderer._kept) <= MAX_KEPT
    keep(2 * MAX_KEPT - 1)
    assert made == list(range(2 * MAX_KEPT))
    keep(0)
    assert made[-1] == 0


def test_shared_pages_are_made_once(bench: Bench) -> None:
    """Two departments share the very same rendering of a page in which neither has a say."""
    first, second = (bench.engine.make(bench.sites[name], {}).outputs for name in ("90", "9A"))
    assert {output.path for output in second} <= {output.path for output in first}
    shared = {rendered.record.uri for rendered in bench.engine._used.values()}
    assert {"logement/index.md", "restauration/index.md"} <= shared
    assert "logement/nomme.md" not in shared
    assert "ma-delegation/contacts.md" not in shared, "local facts are in it"


def test_keys_tell_apart(bench: Bench, tmp_path: Path) -> None:
    """The key of a file changes with its text, and only then: in all departments for a shared page."""
    root = bench.origin.root
    before = {o.path: o.key for o in bench.engine.make(bench.sites["9A"], {}).outputs}
    again = open_bench(root, tmp_path / "encore")
    assert {o.path: o.key for o in again.engine.make(again.sites["9A"], {}).outputs} == before
    text = (root / "content" / "logement" / "index.md").read_text(encoding="utf-8")
    change(root, {"content/logement/index.md": text + "\nUne phrase de plus.\n"})
    changed = open_bench(root, tmp_path / "change")
    change(root, {"content/logement/index.md": text})
    after = {o.path: o.key for o in changed.engine.make(changed.sites["9A"], {}).outputs}
    assert {path for path in before | after if before.get(path) != after.get(path)} == {
        "logement/index.html",
        "search/search_index.json",
    }


def test_a_page_known_from_the_last_build_is_not_made(bench: Bench, tmp_path: Path) -> None:
    """With the memory of the last build no page is made, and MkDocs not even opened; the keys are the same."""
    site = bench.sites["90"]
    made = bench.engine.make(site, {})
    memory = bench.engine.changed_cache()
    assert memory is not None
    later = type(bench.engine)(bench.origin, bench.sites["portail"], tmp_path / "portail", memory)
    again = later.make(site, made.specific)
    assert [(o.path, o.key) for o in again.outputs] == [(o.path, o.key) for o in made.outputs]
    assert again.specific == made.specific
    assert "page_renderer" not in vars(later)
    assert not (tmp_path / "portail").exists()


def test_each_process_opens_mkdocs_in_a_folder_of_its_own(bench: Bench, tmp_path: Path) -> None:
    """Two that need it at the same time do not read what the other is writing."""
    engine = Engine(bench.origin, bench.sites["portail"], tmp_path / "portail", EngineCache(b"x", bench.engine.theme))

    def opened(_: int) -> tuple[int, str]:
        return os.getpid(), str(engine.page_renderer.theme.config.config_file_path)

    for number, path in parallel_map(opened, range(4), 2):
        assert number != os.getpid()
        assert Path(path).parent == tmp_path / "portail" / str(number)


# --- Content seams


def make_page(marked: str, *seams: str) -> SitePage:
    """A page of a site with content seams."""
    shared = make_shared()
    return SitePage(shared.uri, shared.meta, marked, shared.at.file, seams)


BLOCK = '<div class="x">\n<div>a</div>\n</div>'


@pytest.mark.parametrize(
    ("marked", "html", "seams", "apart"),
    [
        ("a\n\nMARK0\n\nb", "<p>a</p>\nMARK0\n<p>b</p>", (BLOCK,), True),
        ("MARK0", "MARK0", (BLOCK,), True),
        ("MARK0\n\nMARK1", "MARK0\n\nMARK1", (BLOCK, BLOCK), True),
        ("a", "<p>a</p>", (), True),
        ("a MARK0", "<p>a MARK0</p>", (BLOCK,), False),
        ("- MARK0", "<ul>\n<li>MARK0</li>\n</ul>", (BLOCK,), False),
        ("!!! note\n    MARK0", "<div>\nMARK0\n</div>", (BLOCK,), False),
        ("```\nMARK0\n```", "<pre>&lt;div...\n</pre>", (BLOCK,), False),
        ("MARK0\n\n```\nMARK0\n```", "MARK0\n<pre>&lt;div</pre>", (BLOCK,), False),
        ("MARK0", "MARK0", ("",), False),
        ("MARK0", "MARK0", ("texte",), False),
        ("MARK0", "MARK0", ("<p>texte</p>",), False),
        ("MARK0", "MARK0", ("<div>a</div>\n*b*\n<div>c</div>",), False),
        ("MARK0", "MARK0", ("<div>a",), False),
        ("MARK0", "MARK0", ("<div>\n```\n</div>",), False),
        ("MARK0", "MARK0", ("<div>a\tb</div>",), False),
    ],
)
def test_when_a_seam_can_be_put_into_the_html(marked: str, html: str, seams: tuple[str, ...], apart: bool) -> None:
    """Only a block of its own, on a line of its own, is the same in the Markdown and in the HTML made of it."""
    for index in range(2):
        marked, html = (text.replace(f"MARK{index}", seam_placeholder(index)) for text in (marked, html))
    assert can_insert_seams(make_page(marked, *seams), html) is apart


def test_our_own_seams_can_insert_seams(repository: Path, tmp_path: Path) -> None:
    """On the real pages no text has to be converted again for its local facts."""
    bench = open_bench(repository, tmp_path / "banc")
    theme = bench.engine.page_renderer.theme
    files = {file.src_uri: file for file in theme.files.documentation_pages()}
    seen = set()
    for name in ("portail", "50", "2A", "971"):
        for one in bench.sites[name].pages:
            if one.seams and one.local is None:
                converted = mkdocs_internals.convert(theme, theme.files, files[one.uri], one.marked)
                assert can_insert_seams(one, converted.html), (name, one.uri)
                seen.add(one.uri)
    assert len(seen) > 4
