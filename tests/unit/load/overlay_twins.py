"""Faults of what a department adds, each with what is said of it and where."""

from __future__ import annotations

from pathlib import Path

from troisclics.load.departments import MAX_FILES
from troisclics.load.published_files import MAX_BYTES

from .damage import DUNES, OVERLAY, OWN_PAGE, Twin, append, overlay, rename, swap, write
from .published_twins import PNG


def _heavy(path: Path) -> None:
    """Make a file of one byte more than an image may have, which takes no place on the disk."""
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


OVERLAY_TWINS: list[Twin] = [
    # --- Overlays
    (
        "an overlay of no page",
        write(f"{DUNES}/logement/aides.md", "Texte.\n"),
        [f"{DUNES}/logement/aides.md: overlay-orphelin"],
    ),
    *(
        (
            f"a file of a department in the place of another: {name}",
            write(f"{DUNES}/ma-delegation/{name}", ""),
            [f"{DUNES}/ma-delegation/{name}: nom-de-fichier"],
        )
        for name in ("index.html.md", "plan.png.md", "index.html/plan.png", "sortie/index.html/plan.png")
    ),
    (
        "an image that no page should load",
        lambda root: _heavy(root / DUNES / "ma-delegation" / "plan.png"),
        [f"{DUNES}/ma-delegation/plan.png: fichier-trop-gros"],
    ),
    (
        "files without end",
        lambda root: [
            write(f"{DUNES}/ma-delegation/p{number}.png", b"\x89PNG\r\n\x1a\n")(root) for number in range(MAX_FILES)
        ],
        [f"{DUNES}: departement-trop-de-fichiers"],
    ),
    (
        "a value without end",
        swap(f"{DUNES}/ma-delegation/sortie.md", "title: ", f"title: {'mot ' * 501}"),
        [f"{DUNES}/ma-delegation/sortie.md:2: texte-limite"],
    ),
    (
        "an image in the place of a national one",
        lambda root: [write(f"{folder}/ma-delegation/plan.png", PNG)(root) for folder in ("content", DUNES)],
        [f"{DUNES}/ma-delegation/plan.png: fichier-national"],
    ),
    ("a page added elsewhere", rename(OWN_PAGE, f"{DUNES}/sortie.md"), [f"{DUNES}/sortie.md: overlay-orphelin"]),
    (
        "a page added too deep",
        write(f"{DUNES}/ma-delegation/x/y.md", ""),
        [f"{DUNES}/ma-delegation/x/y.md: overlay-orphelin"],
    ),
    (
        "a locked key",
        overlay("---\nstatus: confirmed\nowner: delegation\n---\nTexte.\n"),
        [f"{OVERLAY}:3: overlay-verrouille"],
    ),
    ("a locked title", overlay("---\ntitle: Autre\n---\nTexte.\n"), [f"{OVERLAY}:2: overlay-verrouille"]),
    (
        "a locked key of an added page",
        swap(OWN_PAGE, "published_on: 2026-09-01", "kind: hub"),
        [f"{OWN_PAGE}:4: overlay-verrouille"],
    ),
    (
        "an added page without a title",
        swap(OWN_PAGE, "title: Sortie aux dunes\n", ""),
        [f"{OWN_PAGE}:1: overlay-titre"],
    ),
    ("an added page without a front matter", write(OWN_PAGE, "Texte.\n"), [f"{OWN_PAGE}:1: overlay-titre"] * 2),
    ("a national heading", append(OVERLAY, "\n## Dépôt\n"), [f"{OVERLAY}:10: overlay-titre-niveau"]),
    (
        "a strange file",
        write(f"{DUNES}/ma-delegation/plan.svg", ""),
        [f"{DUNES}/ma-delegation/plan.svg: overlay-fichier"],
    ),
    ("an image elsewhere", write(f"{DUNES}/logement/plan.png", ""), [f"{DUNES}/logement/plan.png: overlay-fichier"]),
    ("an empty overlay", overlay("---\nstatus: confirmed\n---\n\n"), [f"{OVERLAY}:1: overlay-vide"]),
    ("a template statement", append(OVERLAY, "\n{% if department %}\n"), [f"{OVERLAY}:10: overlay-instruction"]),
    ("a tag in a local text", append(OVERLAY, "\n<b>gras</b>\n"), [f"{OVERLAY}:10: overlay-html"] * 2),
    ("a script", append(OVERLAY, "\n<script>alert(1)</script>\n"), [f"{OVERLAY}:10: overlay-script"] * 2),
    ("a link to a file of the reader", append(OVERLAY, "\n[x](file:///etc/passwd)\n"), [f"{OVERLAY}:10: overlay-lien"]),
    (
        "attributes that begin as a template's comment",
        append(OVERLAY, "\n### Titre {#id}\n"),
        [f"{OVERLAY}:10: overlay-instruction"],
    ),
    (
        "an admonition of no kind",
        append(OVERLAY, '\n!!! remarque "Titre"\n    Texte.\n'),
        [f"{OVERLAY}:10:5: encadre-inconnu"],
    ),
    ("attributes", append(OVERLAY, "\n### Titre {: #id .classe}\n"), [f"{OVERLAY}:10: overlay-attributs"]),
    (
        "a script in a title",
        swap(OWN_PAGE, "title: Sortie aux dunes", "title: <script>alert(1)</script>"),
        [
            f"{OWN_PAGE}:2: overlay-script",
            f"{OWN_PAGE}:2: overlay-script",
        ],
    ),
    (
        "a tag in a source",
        overlay("---\nsources:\n  - title: <img src=x>\n---\nTexte.\n"),
        [f"{OVERLAY}:3: overlay-html"],
    ),
    (
        "an entity in a title",
        swap(OWN_PAGE, "title: Sortie aux dunes", 'title: "a &lt;b&gt;"'),
        [f"{OWN_PAGE}:2: texte-balise"],
    ),
    (
        "a source on a host that is not listed",
        overlay("---\nsources:\n  - {title: Texte, url: 'https://evil.invalid/'}\n---\nTexte.\n"),
        [f"{OVERLAY}:3: lien-hote"],
    ),
    (
        "a host that is none",
        write("content/_hosts.yml", "hosts: [fr, example, https://exemple.fr]\n"),
        ["content/_hosts.yml:1: hote-refuse"],
    ),
]
