"""Generate stable addresses, `50/` and `2a/`, independent of the folder names of departments.

Each is a page of the portal that redirects without scripts and has a link as a fallback. An immediate refresh is what
WCAG (technique H76) requires of redirects in HTML. The folder is in lower case only: a case-insensitive file system
could not hold both.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..model import Department, Project

_TEMPLATE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{name} ({code}) – Action sociale</title>
<meta http-equiv="refresh" content="0; url=../{slug}/">
{canonical}</head>
<body>
<main>
<h1>{name} ({code})</h1>
<p><a href="../{slug}/">Aller au site de la délégation : {name}</a></p>
</main>
</body>
</html>
"""


def redirect_folder(department: Department) -> str:
    """Return the folder of the portal that redirects to `department`: its code, "2a" for "2A"."""
    return department.code.lower()


def redirect_pages(project: Project, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the portal and the content of each redirect; `address` is the portal's, or ""."""
    for department in project.departments:
        canonical = f'<link rel="canonical" href="{escape(address)}{department.slug}/">\n' if address else ""
        page = _TEMPLATE.format(
            name=escape(department.identity.name), code=department.code, slug=department.slug, canonical=canonical
        )
        yield f"{redirect_folder(department)}/index.html", page.encode()
