"""Pictures of what people see, at three sizes, light and dark: `.venv/bin/python tests/e2e/screenshots.py [FOLDER]`.

The sites are built and the report on freshness is written first.
All pictures go to FOLDER (`.cache/screenshots`); the two of the README, as WebP, to `docs/images/`.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from browsers import OPTIONS
from repository import COMMAND, REPOSITORY

from e2e.served import serve

SIZES = {"phone": (390, 844), "tablet": (1100, 800), "desktop": (1280, 900)}
PAGES = {
    "portal": "",
    "home": "50-manche/",
    "hub": "50-manche/logement/",
    "benefit": "50-manche/restauration/titres-restaurant/",
    "delegation": "50-manche/ma-delegation/contacts/",
    "report": "fraicheur.html",
}
README = {("home", "desktop"), ("benefit", "phone")}
QUALITY = 80


def take(browser: Browser, address: str, to: Path, size: tuple[int, int], *, dark: bool, whole: bool) -> None:
    """Take a picture of a page: its first screen, or the `whole` of it. The suffix of `to` is the format."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page.goto(address, wait_until="networkidle")
    if to.suffix == ".webp":  # the browser writes this format, Playwright does not ask for it
        options = {"format": "webp", "quality": QUALITY}
        shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", options)
        to.write_bytes(base64.b64decode(shot["data"]))
    else:
        page.screenshot(path=to, full_page=whole)
    page.close()


def main() -> None:
    """Build, serve, and take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / ".cache" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        out = Path(scratch) / "site"
        subprocess.run([COMMAND, "build", "portail", "50", "--out", str(out)], cwd=REPOSITORY, check=True)
        report = ["report", "freshness", "--format", "html", "--out", str(out)]
        subprocess.run([COMMAND, *report], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        with serve(out) as served:
            for name, path in PAGES.items():
                for size_name, size in SIZES.items():
                    for dark in (False, True):
                        mode = "-dark" if dark else ""
                        take(
                            browser,
                            served.url(path),
                            folder / f"{name}-{size_name}{mode}.png",
                            size,
                            dark=dark,
                            whole=False,
                        )
                    whole = folder / f"{name}-{size_name}-whole.png"
                    take(browser, served.url(path), whole, size, dark=False, whole=True)
                    if (name, size_name) in README:
                        shown = REPOSITORY / "docs" / "images" / f"{name}-{size_name}.webp"
                        take(browser, served.url(path), shown, size, dark=False, whole=False)
        browser.close()


if __name__ == "__main__":
    main()
