"""The stable addresses of the departments are plain pages of the portal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from troisclics.model import Site, SitePage
from troisclics.staging.redirects import STYLE, department_redirects, former_address_pages, leading_pages

from ..commands import copy_fictitious, troisclics
from ..samples import make_department, make_page, make_project

PORTAL = "https://intranet.example/social/"


def page_of(name: str, code: str, slug: str, address: str = PORTAL) -> tuple[str, LexborHTMLParser]:
    """Path and parsed content of the redirection of one department."""
    project = make_project(departments=(make_department(code, slug=slug, name=name),))
    ((path, content),) = department_redirects(project, address)
    return path, LexborHTMLParser(content.decode())


def test_redirection_leads_on_in_three_ways() -> None:
    """A browser is sent on at once, a search engine told the address, and a reader given a link."""
    path, page = page_of("Manche", "50", "50-manche")
    assert path == "50/index.html"
    refresh = page.css_first('meta[http-equiv="refresh"]')
    assert refresh is not None
    assert refresh.attributes["content"] == "0; url=../50-manche/"
    canonical = page.css_first('link[rel="canonical"]')
    assert canonical is not None
    assert canonical.attributes["href"] == f"{PORTAL}50-manche/"
    link = page.css_first("main a")
    assert link is not None
    assert link.attributes["href"] == "../50-manche/"
    assert "Manche" in link.text()
    assert page.css("script, [style]") == []


def test_folder_is_in_lower_case() -> None:
    """« 2A » is `2a/`: no two folders that a Windows server would take for one."""
    assert page_of("Corse-du-Sud", "2A", "2a-corse-du-sud")[0] == "2a/index.html"


def test_names_are_escaped() -> None:
    """A name with a sign that HTML knows stays a name."""
    _, page = page_of("Dunes & <Falaises>", "90", "90-dunes")
    heading = page.css_first("h1")
    assert heading is not None
    assert heading.text() == "Dunes & <Falaises> (90)"


def test_no_canonical_address_without_an_address() -> None:
    """Where nobody has said where the portal is, none is invented."""
    assert page_of("Manche", "50", "50-manche", "")[1].css("link[rel=canonical]") == []


def former_pages(*, address: str = "") -> dict[str, LexborHTMLParser]:
    """Path and parsed content of the former addresses of one page."""
    meta = replace(make_page("", "logement/aide.md").meta, title="Aide & <loyer>", aliases=("a/",), gone=("b/c/",))
    site = Site(None, (SitePage("logement/aide.md", meta, "", "content/logement/aide.md"),))
    return {path: LexborHTMLParser(content.decode()) for path, content in former_address_pages(site, address)}


def test_an_alias_leads_to_its_page() -> None:
    """At once, and without a script; search engines keep the new address only."""
    page = former_pages(address=PORTAL)["a/index.html"]
    tags = {
        tag: page.css_first(tag)
        for tag in ("meta[http-equiv]", "link[rel=canonical]", "main a", "h1", "meta[name=robots]")
    }
    found = {name: (tag.attributes if tag else {}) for name, tag in tags.items()}
    assert found["meta[http-equiv]"]["content"] == "0; url=../logement/aide/"
    assert found["link[rel=canonical]"]["href"] == f"{PORTAL}logement/aide/"
    assert found["main a"]["href"] == "../logement/aide/"
    assert found["meta[name=robots]"]["content"] == "noindex"
    heading = tags["h1"]
    assert heading is not None
    assert heading.text() == "Aide & <loyer>"


def test_a_page_that_is_gone_says_so() -> None:
    """It is read, not left at once, and leads to what replaces it."""
    page = former_pages()["b/c/index.html"]
    heading, link = page.css_first("h1"), page.css_first("main a")
    assert heading is not None
    assert link is not None
    assert heading.text() == "Cette page n'existe plus"
    assert (link.text(), link.attributes["href"]) == ("Voir à la place : Aide & <loyer>", "../../logement/aide/")
    assert page.css("meta[http-equiv], link[rel=canonical], script, [style]") == []


def test_a_former_address_belongs_to_its_site() -> None:
    """It names the department and leads to its home page and to the style sheet, however deep it is."""
    department = make_department("50", slug="50-manche", name="Manche")
    meta = replace(make_page("", "aide.md").meta, gone=("b/c/",))
    site = Site(department, (SitePage("aide.md", meta, "", "content/aide.md"),))
    files = dict(leading_pages(make_project(departments=(department,)), site, ""))
    assert set(files) == {"b/c/index.html", STYLE}
    page = LexborHTMLParser(files["b/c/index.html"].decode())
    home, style = page.css_first("header a"), page.css_first("link[rel=stylesheet]")
    assert home is not None
    assert style is not None
    assert (home.text(), home.attributes["href"]) == (f"Action sociale {department.identity.de} (50)", "../../")
    assert style.attributes["href"] == f"../../{STYLE}"
    assert f"({department.code})" in page.css_first("title").text()


def test_a_site_without_a_former_address_has_no_style() -> None:
    """Only the portal leads to departments; a department that leads nowhere needs nothing."""
    department = make_department("50", slug="50-manche")
    project, page = make_project(departments=(department,)), make_page("", "aide.md")
    pages = (SitePage("aide.md", page.meta, "", "content/aide.md"),)
    assert dict(leading_pages(project, Site(department, pages), "")) == {}
    assert set(dict(leading_pages(project, Site(None, pages), ""))) == {"50/index.html", STYLE}


def test_the_build_of_a_department_keeps_them(tmp_path: Path) -> None:
    """They belong to the portal: a department built alone leaves them as they are."""
    root = copy_fictitious(tmp_path / "projet")
    assert troisclics("build", "--root", root).returncode == 0
    assert troisclics("build", "90", "--root", root).returncode == 0
    made = {path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("9[0a]/index.html")}
    assert made == {"90/index.html", "9a/index.html"}
