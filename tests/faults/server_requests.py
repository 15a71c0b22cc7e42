"""What clients ask of a server, foul and fair. Data only: `test_servers.py` asks it."""

from __future__ import annotations

FOREIGN_REDIRECTS = (
    "/evil.example/index.html", "//evil.example/index.html", "\\evil.example/index.html", "%2Fevil.example/index.html",
    "/%2Fevil.example/index.html", "%5Cevil.example/index.html", "/evil.example/%2e%2e/index.html",
    "/evil.example", "\\evil.example", "%2F%2Fevil.example/..;/index.html", "/evil.example//90-dunes",
    "90-dunes%0d%0aX-Evil:%201/index.html", "90-dunes/%0d%0aLocation:%20//evil.example/index.html",
    "%E5%98%8D%E5%98%8AX-Evil:1/index.html", "index.html?//evil.example",
    "90-dunes//evil.example/index.html", "./evil.example/index.html", "@evil.example/index.html",
)  # fmt: skip


ANSWERS = {
    "page": ("GET {90-dunes/logement/", (), 200),
    "page without body": ("HEAD {90-dunes/logement/", (), 200),
    "compressed page": ("GET {90-dunes/logement/", ("Accept-Encoding: gzip, br",), 200),
    "part of a page": ("GET {90-dunes/logement/", ("Range: bytes=0-9",), 206),
    "folder without slash": ("GET {90-dunes/logement", (), 301),
    "address with index.html": ("GET {90-dunes/logement/index.html", (), 301),
    "not modified": ("GET {90-dunes/logement/", ("If-None-Match: *",), 304),
    "malformed": ("GET {%zz", (), 400),
    "two hosts": ("GET {", ("Host: a", "Host: b"), 400),
    "missing": ("GET {90-dunes/absente/", (), 404),
    "missing on the portal": ("GET {absente", (), 404),
    "not changed as required": ("GET {90-dunes/logement/", ('If-Match: "autre"',), 412),
    "address too long": (f"GET {{{'a' * 40_000}", (), 414),
    "name too long": (f"GET {{{'a' * 3000}/", (), 404),
    "path too deep": (f"GET {{{'a/' * 2500}", (), 404),
    "part beyond the end": ("GET {90-dunes/logement/", ("Range: bytes=99999999-",), 416),
    "data": ("GET {90-dunes/api/pages.json", (), 200),
    "search": ("GET {search/search_index.json", ("Accept-Encoding: gzip",), 200),
}  # fmt: skip


HIDDEN = (
    "published.json", ".lock", "../published.json", "..%2fpublished.json", "%2e%2e/published.json", "../.lock",
    "releases/", "../releases/", ".git/config", ".htaccess", ".htpasswd", "90-dunes/.htaccess",
    "90-dunes/%2ehtaccess", "_assets/",
    "90-dunes/_assets/", "90-dunes/assets/", "90-dunes/assets", "90-dunes/_assets/../../published.json",
    ".incoming/",
    "90-dunes/logement/index.html.gz", "90-dunes/logement/index.html.br", "sitemap.xml.gz",
    "sitemap.xml%2egz",
    "90-dunes/assets/css/page.css.br", "index.html.gz/", "90-dunes/logement/index.html%00.png", "90-dunes/.%00/",
    "90-dunes/logement/index.html/", "90-dunes/logement/index.html/x", "server-status", "nginx_status",
)  # fmt: skip
