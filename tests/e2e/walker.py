"""Walking the ways that the model found, with real clicks: what a person sees and does decides."""

from __future__ import annotations

from urllib.parse import urldefrag

from playwright.sync_api import Browser, Locator, Page

from troisclics.clicks import Profile, ShortestPath, Step
from troisclics.clicks.visibility import IGNORED

from .served import Served

_SEEN = """
element => {
  const drawn = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};
  if (!element.checkVisibility(drawn)) return false;
  element.scrollIntoView({block: 'center', behavior: 'instant'});
  const box = element.getClientRects()[0];
  if (!box || !box.width || !box.height || box.right <= 0 || box.left >= innerWidth) return false;
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return hit !== null && (element.contains(hit) || hit.contains(element) && hit.tagName === 'A');
}
"""
"""Whether a person sees an element: it is drawn, in the window once scrolled to, and nothing lies over it."""

_CLOSED = """
element => {
  for (let details = element.closest('details:not([open])'); details;) {
    const outer = details.parentElement.closest('details:not([open])');
    if (!outer) return details;
    details = outer;
  }
  return null;
}
"""


class WalkError(AssertionError):
    """A way that a person cannot walk as the model says."""


def open_window(browser: Browser, profile: Profile) -> Page:
    """A new window of the size of `profile`; nothing moves by itself."""
    context = browser.new_context(
        viewport={"width": profile.width, "height": profile.height}, reduced_motion="reduce", locale="fr-FR"
    )
    page = context.new_page()
    page.set_default_timeout(5000)
    return page


def walk(page: Page, served: Served, way: ShortestPath, profile: Profile) -> int:
    """Walk `way`; give the number of actions that it took. Raises WalkError where it is not as the model says."""
    page.goto(served.url(_path(way.start)))
    return sum(_take(page, served, step, profile) for step in way.steps)


def _take(page: Page, served: Served, step: Step, profile: Profile) -> int:
    """Follow one link, opening what the step says must be opened, and nothing else."""
    goal = served.url(_path(step.to))
    links = links_to(page, goal)
    actions = 0
    for opening in step.opens:
        if seen := [link for link in links if is_seen(link)]:
            raise WalkError(f"{page.url}: « {opening} » is for nothing, {len(seen)} link to {goal} is seen")
        _open(page, links, opening, profile)
        actions += 1
    link = next((link for link in links if is_seen(link)), None)
    if link is None:
        raise WalkError(f"{page.url}: no link to {goal} is seen at {profile.width} px after {list(step.opens)}")
    link.click()
    page.wait_for_url(lambda url: urldefrag(url)[0] == goal)
    return actions + 1


def _open(page: Page, links: list[Locator], opening: str, profile: Profile) -> None:
    """Do what `opening` says: the model's own words, and the selectors of its table."""
    entry = next((entry for entry in profile.closed if entry.label == opening), None)
    if entry is None:  # a <details>, named by its summary
        details = next((found for link in links if (found := link.evaluate_handle(_CLOSED).as_element())), None)
        if details is None:
            raise WalkError(f"{page.url}: nothing closed for « {opening} »")
        summary = details.query_selector("summary")
        assert summary is not None
        summary.click()
        return
    openers = page.locator(entry.opener).all()
    opener = next((opener for opener in openers if is_seen(opener)), None)
    if opener is None:
        raise WalkError(f"{page.url}: nothing to click for « {opening} »")
    opener.click()
    page.wait_for_timeout(300)  # a drawer slides in


def links_to(page: Page, goal: str) -> list[Locator]:
    """The links of a page to an address, less those that never count."""
    every = page.locator("a[href]")
    wanted = every.evaluate_all(
        """(links, [goal, never]) => links.map((link, i) => [link, i])
             .filter(([link]) => link.href.split('#')[0] === goal && !link.closest(never)).map(([, i]) => i)""",
        [goal, ", ".join(IGNORED)],
    )
    return [every.nth(index) for index in wanted]


def is_seen(link: Locator) -> bool:
    """Whether a person sees it."""
    return bool(link.evaluate(_SEEN))


def seen_goals(page: Page) -> set[str]:
    """The addresses that a person sees links to, without opening anything; those that never count are left out."""
    goals = page.evaluate(
        """([never, seen]) => [...document.querySelectorAll('a[href]')]
             .filter(link => !link.closest(never) && eval(seen)(link)).map(link => link.href.split('#')[0])""",
        [", ".join(IGNORED), _SEEN],
    )
    return set(goals)


def _path(node: tuple[str, str]) -> str:
    """The address of a page below that of the sites."""
    slug, file = node
    return (f"{slug}/" if slug else "") + file.removesuffix("index.html")
