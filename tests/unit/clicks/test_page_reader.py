"""What a person can click in a page, and what must be opened first, at both sizes."""

from __future__ import annotations

from troisclics.clicks.built_site import place_parts
from troisclics.clicks.page_reader import Link, parse_part

CLOSED = "ouvrir « Régions »"


def links(html: str) -> dict[str, tuple[object, ...]]:
    """For each address, what must be opened first, for a computer and for a phone; None: it never counts."""
    found: dict[str, tuple[object, ...]] = {}
    for placed in place_parts(html.encode(), "index.html"):
        for located, seen in placed.seen_links():
            found[located.link.href] = seen.opens
    return found


def test_a_link_in_the_text_costs_its_click() -> None:
    """Nothing has to be opened."""
    assert links('<article><a href="a/">A</a></article>') == {"a/": ((), ())}


def test_what_never_counts() -> None:
    """Footer, search, skip links, neighbours and what is hidden are no ways."""
    html = """
    <a class="md-skip" href="#x">x</a><div class="md-search"><a href="s/">s</a></div>
    <a rel="next" href="n/">n</a><p hidden><a href="h/">h</a></p><footer><a href="f/">f</a></footer>
    """
    assert set(links(html).values()) == {(None, None)}


def test_closed_details_cost_one_action_each() -> None:
    """A summary is seen; what is below it costs one action for each <details>; an open one costs nothing."""
    html = """
    <details><summary>Régions <a href="s/">s</a></summary><a href="a/">A</a>
      <details><summary>Régions</summary><a href="b/">B</a></details></details>
    <details open><summary>Là</summary><a href="c/">C</a></details>
    """
    one, two = (CLOSED.replace("Régions", "Régions s"),), (CLOSED.replace("Régions", "Régions s"), CLOSED)
    assert links(html) == {"s/": ((), ()), "a/": (one, one), "b/": (two, two), "c/": ((), ())}


def test_a_phone_has_no_tabs_and_a_closed_drawer() -> None:
    """Tabs vanish below 76.1875em, and the side menu waits behind a button."""
    html = """
    <nav class="md-tabs"><a href="t/">T</a></nav>
    <div class="md-sidebar--primary"><nav class="md-nav"><ul class="md-nav__list"><li class="md-nav__item">
    <a href="m/">M</a></li></ul></nav></div>
    <p><a class="only-wide" href="w/">W</a> <a class="only-phone" href="p/">P</a></p>
    """
    assert links(html) == {
        "t/": ((), None),
        "m/": ((), ("ouvrir le menu",)),
        "w/": ((), None),
        "p/": (None, ()),
    }


def test_the_drawer_opens_on_the_section_one_is_in() -> None:
    """On a phone another section is one step back; on a computer the side menu does not show it."""
    html = """
    <div class="md-sidebar--primary"><nav class="md-nav md-nav--lifted"><ul class="md-nav__list">
      <li class="md-nav__item md-nav__item--nested"><a href="autre/">Autre</a></li>
      <li class="md-nav__item md-nav__item--active md-nav__item--section md-nav__item--nested">
        <input class="md-nav__toggle" type="checkbox" checked>
        <nav class="md-nav"><ul class="md-nav__list"><li class="md-nav__item"><a href="page/">Page</a></li></ul></nav>
      </li></ul></nav></div>
    """
    assert links(html) == {
        "autre/": (None, ("ouvrir le menu", "revenir aux rubriques")),
        "page/": ((), ("ouvrir le menu",)),
    }


def test_a_part_is_seen_as_the_place_it_was_cut_from() -> None:
    """What a department puts into a closed <details> is closed, though it is parsed apart."""
    html = '<details><summary>Régions</summary><div class="local"><a href="a/">A</a></div></details>'
    assert links(html) == {"a/": ((CLOSED,), (CLOSED,))}


def test_a_text_is_parsed_once() -> None:
    """The same text gives the same object."""
    assert parse_part(b"<p>Un texte des tests.") is parse_part(b"<p>Un texte des tests.")


def test_the_name_of_a_link() -> None:
    """It is its text, else the name given for those who do not see it."""
    (named, bare) = parse_part(b'<a href="a/"> A  b </a><a href="b/" aria-label="B"><svg></svg></a>').links
    assert (named.label, bare.label) == ("A b", "B")
    assert isinstance(named, Link)
