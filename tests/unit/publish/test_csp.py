"""The policy comes from the theme: a page with anything else is refused by its name, and no page widens it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from watchers import Strict

from troisclics.commands.publish import refuse
from troisclics.messages import finding
from troisclics.messages.publishing_rules import FOREIGN
from troisclics.model import Place, Target
from troisclics.pipeline.build import build
from troisclics.publish import preparation
from troisclics.publish.csp import PageInspection, inspect_page, theme_scripts, unlisted_scripts
from troisclics.publish.http_check import HttpClient, HttpResponse, allowed_scripts
from troisclics.publish.manifest import Provenance, Release
from troisclics.publish.pack import Packed, pack
from troisclics.publish.plan import check_address
from troisclics.publish.servers import content_policy, server_files

from ..commands import ROOT
from ..samples import TODAY

FOREIGN_THINGS = {
    "handler": '<p onclick="x()">',
    "handler in capitals": "<p ONMOUSEOVER=x()>",
    "handler after a slash": "<img/src=x/ onerror=x()>",
    "handler on the body": "</article><body onload=x()>",
    "style element": "<style>p { position: fixed }</style>",
    "style attribute": '<p style="position: fixed">',
    "frame": '<iframe src="../">',
    "frame with its own page": "<iframe srcdoc='<p>'>",
    "object": "<object data=x>",
    "embedded": "<embed src=x>",
    "applet": "<applet code=x>",
    "portal": "<portal src=x>",
    "base": "<base href='/'>",
    "template": "<template shadowrootmode=open><p></template>",
    "noscript that hides a script": "<noscript><p title='</noscript><script>x()</script>'></noscript>",
    "mathematics": "<math></math>",
    "words of mathematics": "<mtext>",
    "foreign object": "<svg><foreignObject></svg>",
    "element that a script defines": "<p is=x-y>",
    "pass for a script": "<p nonce=x>",
    "page of its own": "<p srcdoc=x>",
    "list of files": "<p manifest=x>",
    "image ahead": "<link rel=preload as=image href=x.png imagesrcset='//ailleurs.example/x.png'>",
    "animation": "<svg><animate attributeName=href to='javascript:x()'></svg>",
    "part of another drawing": "<svg><use href=x></svg>",
    "link of a drawing": "<svg><a xlink:href='javascript:x()'></svg>",
    "script of a drawing": "<svg><script href='//ailleurs.example/x.js'></script></svg>",
    "script of another host": "<script src='https://ailleurs.example/x.js'></script>",
    "script without a scheme": "<script src='//ailleurs.example/x.js'></script>",
    "script with backslashes": r"<script src='\\ailleurs.example/x.js'></script>",
    "script with a tab": "<script src='/\t/ailleurs.example/x.js'></script>",
    "script as data": "<script src='data:text/javascript,x()'></script>",
    "style of another host": "<link rel=stylesheet href='https://ailleurs.example/x.css'>",
    "style as an alternative": "<link rel='canonical stylesheet' href='https://ailleurs.example/x.css'>",
    "connection ahead": "<link rel=preconnect href='https://ailleurs.example/'>",
    "font of another host": "<link rel=preload as=font href='https://ailleurs.example/x.woff2'>",
    "image of another host": "<img src='https://ailleurs.example/x.png' alt=''>",
    "images of another host": "<img srcset='x.png 1x, //ailleurs.example/x.png 2x' alt=''>",
    "picture of another host": "<picture><source srcset='https://ailleurs.example/x.png'></picture>",
    "video of another host": "<video src='https://ailleurs.example/x.mp4'></video>",
    "poster of another host": "<video poster='//ailleurs.example/x.png'></video>",
    "image of a button": "<input type=image src='https://ailleurs.example/x.png'>",
    "form to another place": "<form action='https://ailleurs.example/'>",
    "form to a script": "<form action='javascript:x()'>",
    "button to another place": "<button formaction='https://ailleurs.example/'>",
    "link to a script": "<a href='javascript:x()'>x</a>",
    "link to a script with a line": "<a href=' java&#10;script:x()'>x</a>",
    "link to data": "<a href='data:text/html,x'>x</a>",
    "area to a script": "<map><area href='javascript:x()'></map>",
    "signal": "<a href=x ping='https://ailleurs.example/'>x</a>",
    "background": "<table background='https://ailleurs.example/x.png'>",
    "redirection": "<meta http-equiv=refresh content='0; url=../'>",
    "policy of its own": "<meta http-equiv=Content-Security-Policy content='script-src *'>",
}

HARMLESS = {
    "links": "<a href='../x/'>x</a> <a href='https://ailleurs.example/'>x</a> <a href='tel:0199000000'>x</a>",
    "mail": "<a href='mailto:x@exemple.example'>x</a>",
    "image": "<img src='plan.png' srcset='plan.png 1x, grand.png 2x' alt=''>",
    "drawn image": "<img src='data:image/svg+xml,x' alt=''>",
    "form": "<form action='../recherche/'><input name=q></form>",
    "data": '<script type="application/json">{"a": "onclick=x"}</script>',
    "file": "<script src='../assets/a.js' defer></script>",
    "drawing": "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
    "words": "<p>onclick=x() &lt;script&gt; style=y</p><code>javascript:x</code>",
    "table": "<table><tr><td align=right>1</td></tr></table>",
    "video": "<video src=a.mp4 poster=a.png controls><track src=a.vtt kind=captions></video>",
}


def page(planted: str) -> bytes:
    """A page with a text that is not the theme's."""
    return (
        f"<!doctype html><html><head><title>x</title></head><body><article>{planted}</article></body></html>".encode()
    )


@pytest.mark.parametrize("planted", FOREIGN_THINGS.values(), ids=FOREIGN_THINGS)
def test_foreign_things_are_found(planted: str) -> None:
    """Whatever the policy must never allow is found in a page."""
    found = inspect_page(page(planted))
    assert found.foreign or found.scripts


@pytest.mark.parametrize("planted", HARMLESS.values(), ids=HARMLESS)
def test_harmless_things_are_let_pass(planted: str) -> None:
    """What neither runs nor loads from elsewhere is not found."""
    assert inspect_page(page(planted)) == PageInspection((), ())


def test_a_page_in_another_encoding_is_foreign() -> None:
    """Bytes that browsers may read otherwise than this program are refused."""
    assert inspect_page("<p>x".encode("utf-16")).foreign


def test_a_page_of_frames_is_foreign() -> None:
    """A page that has frames in the place of a body is refused."""
    assert inspect_page(b"<!doctype html><frameset></frameset>").foreign == ("<frameset>",)
    assert inspect_page(b"<!doctype html><frameset><frame src=x></frameset>").foreign == ("<frameset>", "<frame>")


def test_our_redirections_stay_within(tmp_path: Path) -> None:
    """A redirection in the head to a page of ours is let pass; to another host it is foreign."""
    head = b"<!doctype html><head><meta http-equiv='refresh' content='0; url=%s'></head><body>"
    assert inspect_page(head % b"../50-manche/") == PageInspection((), ())
    assert inspect_page(head % b"//ailleurs.example/").foreign
    assert inspect_page(head % b"javascript:x()").foreign


def test_inline_scripts_are_known_by_their_digest() -> None:
    """An inline script is noted by the digest that a browser works out; data and files are not."""
    empty = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert inspect_page(b"<script></script>").scripts == (empty,)
    assert (
        len(inspect_page(b"<script>alert('&amp;')</script><script type=module>x</script><script src=a.js>").scripts)
        == 2
    )
    assert unlisted_scripts((empty,), frozenset({empty})) == []
    assert unlisted_scripts((empty,), frozenset())


def test_the_theme_names_its_own_scripts(tmp_path: Path) -> None:
    """What a template of `overrides/` holds word for word is allowed; what the template language makes is not."""
    assert theme_scripts(ROOT / "overrides") == ()
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "a.html").write_text("{% if x %}<script>a()</script>{% endif %}", encoding="utf-8")
    (tmp_path / "b.html").write_text(
        "<script>a('{{ department.name }}')</script><script src=x></script>", encoding="utf-8"
    )
    assert theme_scripts(tmp_path) == inspect_page(b"<script>a()</script>").scripts
    assert content_policy(theme_scripts(tmp_path)).count("sha256-") == 1


def test_server_files_ask_nothing_of_pages() -> None:
    """Configurations are made of the departments, the address and the theme: the same, whatever pages hold."""
    texts = server_files(("90-dunes",), (), "essai", "/srv/essai/current", "https://intranet.example/a/")
    assert set(texts) == {"nginx.conf", "apache.conf"}
    for text in texts.values():
        assert "script-src 'self';" in text
        assert "sha256-" not in text


def packed(built: Path, place: Path, scripts: tuple[str, ...] = ()) -> Packed:
    """The sites of the fictitious project that is `built`, packed at `place`."""
    slugs = ("", *sorted(path.parent.parent.name for path in (built / "site").glob("*/api/pages.json")))
    origin = Provenance(TODAY, "", "essai", "{}")
    return pack(built / "site", slugs, place, origin, scripts, 1, lambda *_: None)


def test_a_foreign_page_is_refused_by_name(built: Path, tmp_path: Path) -> None:
    """A page with a script of its own is named, at each pack, and the scripts of the release stay the theme's."""
    place = tmp_path / "paquet"
    usual = packed(built, place).refusals  # the fictitious project leaves Material its fonts of another host
    assert {found.about for found in usual} >= {'<link href="https://fonts.gstatic.com">'}
    file = built / "site" / "90-dunes" / "index.html"
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(whole.replace(b"</body>", b"<script>x()</script><iframe src=y></iframe></body>"))
    for _ in range(2):  # the second time, nothing is made again
        done = packed(built, place)
        new = [found for found in done.refusals if found not in usual]
        assert [f"{found.place}: {found.rule}" for found in new] == [f"site/90-dunes/index.html: {FOREIGN}"] * 2
        assert done.release.scripts == ()
    allowed = inspect_page(b"<script>x()</script>").scripts
    new = [found for found in packed(built, place, allowed).refusals if found not in usual]
    assert len(new) == 1, "the frame stays foreign"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a\x07b", "a b"), ("", ""), ("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + "…")],
    ids=["a bell", "empty", "long", "too long"],
)
def test_foreign_things_are_shown(value: str, shown: str) -> None:
    """An attribute is shown as it is, on one line of a terminal, and cut where it is long."""
    assert inspect_page(f'<p onclick="{value}">'.encode()).foreign == (f'<p onclick="{shown}">',)


def test_a_template_without_a_word_has_no_script(tmp_path: Path) -> None:
    """An empty file is none of the theme's."""
    (tmp_path / "vide.html").write_text("", encoding="utf-8")
    assert theme_scripts(tmp_path) == ()


def test_foreign_things_cannot_be_allowed() -> None:
    """No `--allow` lets a foreign page pass, and the message does not speak of it."""
    found = finding(FOREIGN, Place("site/x/index.html"), what="<iframe>", count=1)
    with pytest.raises(SystemExit):
        refuse([found], [FOREIGN])
    assert "--allow" not in found.fix


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ("default-src 'self'; script-src 'self' 'sha256-x='", {"sha256-x="}),
        ("default-src 'self'; script-src 'self'; img-src data:", set()),
        ("default-src 'self' https://ailleurs.example", {"https://ailleurs.example"}),
        ("script-src 'unsafe-inline' *;", {"unsafe-inline", "*"}),
        ("", None),
    ],
)
def test_what_a_server_allows(monkeypatch: pytest.MonkeyPatch, policy: str, allowed: set[str] | None) -> None:
    """The sources of scripts of a served policy are read, besides our own files."""
    monkeypatch.setattr(HttpClient, "get", lambda *_: HttpResponse(200, {"content-security-policy": policy}, b""))
    assert allowed_scripts("http://127.0.0.1:9/") == allowed


@pytest.mark.parametrize(("served", "problem"), [(set(), False), ({"sha256-x="}, True), (None, False)])
def test_a_server_must_have_the_policy_of_the_theme(
    monkeypatch: pytest.MonkeyPatch,
    served: set[str] | None,
    problem: bool,
) -> None:
    """A policy that is wider than the theme's is refused; one that is the theme's, or not there yet, is not."""
    monkeypatch.setattr(preparation, "allowed_scripts", lambda _: served)
    target = Target("essai", "folder", "/srv/essai", url="http://127.0.0.1:9/")
    release = Release("x", "2026-11-22", "", "", "", (), ())
    found = preparation.check_policy(target, release)
    assert bool(found) is problem
    needing = Release("x", "2026-11-22", "", "", "", ("sha256-y=",), ())
    assert bool(preparation.check_policy(target, needing)) is (served is not None)


ADDRESS = re.compile(r"https?://[a-z.-]*\.example/[^\"'<\s]*")


def addresses_in(site: Path) -> set[str]:
    """Every address of an intranet that a built file holds, cut after its first folder."""
    texts = [
        path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in {".html", ".xml", ".ics", ".txt"}
    ]
    found = {address for text in texts for address in ADDRESS.findall(text)}
    return {"/".join(address.split("/")[:4]) for address in found if "intranet" in address}


def test_the_address_is_an_argument(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SITE_URL set to another intranet, every page, 404, plan and calendar has the address that is asked for."""
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write('\nsite_url: !ENV [SITE_URL, "https://intranet-par-defaut.example/p/"]\n')
    monkeypatch.setenv("SITE_URL", "https://intranet-voisin.example/v/")
    site, wanted = root / "site", "https://intranet-a.example/direction-a/"
    build(root, site, TODAY, Strict())
    assert addresses_in(site) == {"https://intranet-voisin.example/v"}
    slugs = ["", "90-dunes"]
    found = list(check_address(site, slugs, wanted))
    assert [str(one.place) for one in found] == ["site/sitemap.xml", "site/90-dunes/sitemap.xml"]
    build(root, site, TODAY, Strict(), address=wanted)
    assert addresses_in(site) == {wanted.rstrip("/")}
    assert b'"/direction-a/90-dunes/' in (site / "90-dunes" / "404.html").read_bytes()
    assert list(check_address(site, slugs, wanted)) == []
