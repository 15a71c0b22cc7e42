"""Pictures of the pages that a change alters, before and after, on a phone: `scripts/pictures REVISION`.

The sites are built from the common ancestor with REVISION and from the files as they are: the portal, and the
departments that changed. With two folders in place of REVISION, the sites in them are compared.
Everything goes to one file, `reports/pictures.html`, which can be read anywhere.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).parent))

from browsers import OPTIONS
from repository import COMMAND, REPOSITORY

OUT = Path("reports/pictures.html")
MOST = 12
"""The maximum number of pages in the report."""
WIDTH, TALLEST = 390, 6000
_HEAD = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Avant et après</title><style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 52rem; padding: 1rem; overflow-wrap: anywhere; }
.pair { display: flex; gap: 1rem; }
figure { flex: 1; margin: 0; min-width: 0; }
img { border: 1px solid #8888; display: block; max-width: 100%; }
</style></head><body><main><h1>Avant et après</h1>
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A page that a change alters: its path in the sites, and its file before and after, if there is one."""

    path: str
    before: Path | None
    after: Path | None

    @property
    def address(self) -> str:
        """Its address below the portal's."""
        return self.path.removesuffix("index.html") or "accueil"

    @property
    def what(self) -> str:
        """What happens to the page, in French."""
        return "modifiée" if self.before and self.after else "nouvelle" if self.after else "supprimée"


def changed_pages(old: Path, new: Path) -> list[Pair]:
    """Pages whose text differs between two folders of sites: the portal's, then those that differ in a site alone."""
    files = {path.relative_to(folder).as_posix() for folder in (old, new) for path in folder.rglob("*.html")}
    slugs = {path.parent.parent.name for folder in (old, new) for path in folder.glob("*/api/pages.json")}
    pairs: dict[str, Pair] = {}
    for path in sorted(files, key=lambda path: (path.partition("/")[0] in slugs, path)):
        slug, _, shared = path.partition("/")
        before, after = (folder / path if (folder / path).is_file() else None for folder in (old, new))
        if (slug not in slugs or shared not in pairs) and _text(before) != _text(after):
            pairs[path] = Pair(path, before, after)
    return list(pairs.values())


def _text(page: Path | None) -> str | None:
    """What a page says, without its menus; None if there is no page."""
    tree = LexborHTMLParser(page.read_text(encoding="utf-8")) if page else None
    body = (tree.css_first(".md-content") or tree.body) if tree else None
    return body.html if body else None


def build_both(revision: str, scratch: Path) -> tuple[Path, Path]:
    """Build what a change touches, as it was and as it is; the two folders of sites. Raises CalledProcessError."""
    base = _git("merge-base", revision, "HEAD").strip()
    changed = {name.split("/")[1] for name in _git("diff", "--name-only", base, "--", "departments").splitlines()}
    was = scratch / "was"
    _git("worktree", "add", "--quiet", "--detach", str(was), base)
    try:
        for root, to in ((was, scratch / "before"), (REPOSITORY, scratch / "after")):
            sites = [slug for slug in sorted(changed) if (root / "departments" / slug).is_dir()]
            command = [COMMAND, "build", "portail", *sites, "--offline", "--root", root, "--out", to]
            subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL)
    finally:
        _git("worktree", "remove", "--force", str(was))
    return scratch / "before", scratch / "after"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def report(pairs: list[Pair], browser: Browser | None) -> Iterator[str]:
    """Yield the parts of the report; without a `browser` there is the list of the pages alone."""
    items = "".join(f"<li>{escape(pair.address)} : page {pair.what}</li>\n" for pair in pairs)
    yield f"{_HEAD}<p>{len(pairs)} page(s) dont le texte change, à {WIDTH} pixels de large.</p>\n<ol>\n{items}</ol>\n"
    if browser is None:
        yield "<p><strong>Sans images : aucun navigateur (paquet « chromium ») n'a pu être lancé.</strong></p>\n"
    else:
        shown = f" des {MOST} premières" if len(pairs) > MOST else ""
        yield f"<p>Images{shown} ; d'une page très longue, le début seulement.</p>\n"
        for pair in pairs[:MOST]:
            yield f'<h2>{escape(pair.address)}</h2>\n<div class="pair">\n'
            yield _figure("Avant", pair.address, pair.before, browser)
            yield f"{_figure('Après', pair.address, pair.after, browser)}</div>\n"
    yield "</main></body></html>\n"


def _figure(label: str, address: str, file: Path | None, browser: Browser) -> str:
    """A picture of the page in `file`, held by the report itself."""
    if file is None:
        return f"<figure>{label} : aucune page.</figure>\n"
    page = browser.new_page(viewport={"width": WIDTH, "height": 844}, reduced_motion="reduce")
    page.goto(file.resolve().as_uri(), wait_until="load")
    height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
    options = {"format": "webp", "quality": 50, "clip": clip, "captureBeyondViewport": True}
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", options)
    page.close()
    source = f"data:image/webp;base64,{shot['data']}"
    return f'<figure><figcaption>{label}</figcaption><img alt="{label} : {escape(address)}" src="{source}"></figure>\n'


def _start_browser(playwright: Playwright) -> Browser | None:
    """Start Chromium, or what passes for it; None if it is missing or cannot be started."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        return playwright.chromium.launch(executable_path=program, args=OPTIONS) if program else None
    except Error:
        return None


def main(arguments: list[str]) -> int:
    """Compare, take the pictures, write the report; 1 if there is no browser, since nothing can then be looked at."""
    with tempfile.TemporaryDirectory() as scratch:
        old, new = map(Path, arguments) if len(arguments) == 2 else build_both(arguments[0], Path(scratch))
        pairs = changed_pages(old, new)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = _start_browser(playwright)
            OUT.write_text("".join(report(pairs, browser)), encoding="utf-8")
    print(f"{len(pairs)} page(s) changée(s) : {OUT}")
    if browser is None:
        print("Aucune image : aucun navigateur n'a pu être lancé (apt install chromium).", file=sys.stderr)
    return 0 if browser else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
