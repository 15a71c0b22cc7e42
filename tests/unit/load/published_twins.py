"""Faults of files that are published as they are, and of files left behind by other programs."""

from __future__ import annotations

from .damage import DUNES, FILE, Twin, rename, write

PNG = b"\x89PNG\r\n\x1a\n"
_DELEGATION = f"{DUNES}/ma-delegation"

PUBLISHED_TWINS: list[Twin] = [
    *(
        (
            f"not what it is named: {name}",
            write(f"{_DELEGATION}/{name}", content),
            [f"{_DELEGATION}/{name}: fichier-douteux"],
        )
        for name, content in {
            "plan.png": b"<svg onload='x()'/>",
            "plan.jpg": PNG,
            "plan.jpeg": b"",
            "plan.gif": b"GIF90a",
            "plan.webp": b"RIFF0000WAVE",
            "plan.pdf": b"<html>",
            "bulletin.odt": b"%PDF-1.7",
        }.items()
    ),
    *(
        (
            f"a document with a program: {name}",
            write(f"{_DELEGATION}/{name}", content),
            [f"{_DELEGATION}/{name}: fichier-actif"],
        )
        for name, content in {
            "plan.pdf": b"%PDF-1.7\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
            "bulletin.docx": b"PK\x03\x04word/vbaProject.bin",
            "bulletin.odt": b"PK\x03\x04Basic/script-lc.xml",
        }.items()
    ),
    *(
        (
            f"no file to publish: {name}",
            write(f"content/logement/{name}", "x"),
            [f"content/logement/{name}: contenu-fichier"],
        )
        for name in ("budget.xlsx", "sans-extension", "essai.exe", "page.php")
    ),
    *(
        (
            f"left behind: {name}",
            write(f"content/logement/{name}", "x"),
            [f"content/logement/{name}: fichier-laisse"],
        )
        for name in ("aide.md.orig", "aide.md~", "desktop.ini", "Thumbs.db", "4913", "aide.bak")
    ),
    ("a copy of a card", write(f"{FILE}~", "x"), [f"{FILE}~: fichier-laisse"]),
    ("a card under another ending", rename(FILE, f"{DUNES}/department.yaml"), [f"{DUNES}: departement-vide"]),
    (
        "a document elsewhere",
        write(f"{DUNES}/logement/bulletin.pdf", "%PDF-1.7"),
        [f"{DUNES}/logement/bulletin.pdf: overlay-fichier"],
    ),
]
