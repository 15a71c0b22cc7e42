"""What clients ask of a server, foul and fair. Data only: `test_servers.py` asks it."""

from __future__ import annotations

FOREIGN_REDIRECTS = (
    "/evil.example/index.html", "//evil.example/index.html", "\\evil.example/index.html", "%2Fevil.example/index.html",
    "/%2Fevil.example/index.html", "%5Cevil.example/index.html", "/evil.example/%2e%2e/index.html",
    "/evil.example", "\\evil.example", "%2F%2Fevil.example/..;/index.html", "/evil.example//50-manche",
    "50-manche%0d%0aX-Evil:%201/index.html", "50-manche/%0d%0aLocation:%20//evil.example/index.html",
    "%E5%98%8D%E5%98%8AX-Evil:1/index.html", "index.html?//evil.example",
    "50-manche//evil.example/index.html", "./evil.example/index.html", "@evil.example/index.html",
)  # fmt: skip


ANSWERS = {
    "page": ("GET {50-manche/restauration/", (), 200),
    "page without body": ("HEAD {50-manche/restauration/", (), 200),
    "compressed page": ("GET {50-manche/restauration/", ("Accept-Encoding: gzip, br",), 200),
    "part of a page": ("GET {50-manche/restauration/", ("Range: bytes=0-9",), 206),
    "folder without slash": ("GET {50-manche/restauration", (), 301),
    "address with index.html": ("GET {50-manche/restauration/index.html", (), 301),
    "not modified": ("GET {50-manche/restauration/", ("If-None-Match: *",), 304),
    "malformed": ("GET {%zz", (), 400),
    "two hosts": ("GET {", ("Host: a", "Host: b"), 400),
    "missing": ("GET {50-manche/absente/", (), 404),
    "missing on the portal": ("GET {absente", (), 404),
    "not changed as required": ("GET {50-manche/restauration/", ('If-Match: "autre"',), 412),
    "address too long": (f"GET {{{'a' * 40_000}", (), 414),
    "name too long": (f"GET {{{'a' * 3000}/", (), 404),
    "path too deep": (f"GET {{{'a/' * 2500}", (), 404),
    "part beyond the end": ("GET {50-manche/restauration/", ("Range: bytes=99999999-",), 416),
    "data": ("GET {50-manche/api/pages.json", (), 200),
    "search": ("GET {search/search_index.json", ("Accept-Encoding: gzip",), 200),
}  # fmt: skip


HIDDEN = (
    "published.json", ".lock", "../published.json", "..%2fpublished.json", "%2e%2e/published.json", "../.lock",
    "releases/", "../releases/", ".git/config", ".htaccess", ".htpasswd", "50-manche/.htaccess",
    "50-manche/%2ehtaccess", "_assets/",
    "50-manche/_assets/", "50-manche/assets/", "50-manche/assets", "50-manche/_assets/../../published.json",
    ".incoming/",
    "50-manche/restauration/index.html.gz", "50-manche/restauration/index.html.br", "sitemap.xml.gz",
    "sitemap.xml%2egz",
    "50-manche/assets/css/page.css.br", "index.html.gz/", "50-manche/restauration/index.html%00.png", "50-manche/.%00/",
    "50-manche/restauration/index.html/", "50-manche/restauration/index.html/x", "server-status", "nginx_status",
)  # fmt: skip
