"""Check that links and images make sense to people who cannot see the page: where a link leads, what an image shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..domain.french import format_size
from ..domain.link_targets import link_target
from ..load.published_files import DOCUMENTS, extension
from ..load.tree import CONTENT
from ..messages import finding
from ..model import Finding
from . import Check, Subject
from .written_texts import Text, read_texts

_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)[^)]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(\s*<?([^)\s>]*)[^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>)\]]+", re.I)
_HTML = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?>")
"""A tag, whose addresses nobody reads; `<https://…>` is none."""
_MARKS = re.compile(r"[\W_]+")

_VAGUE = frozenset(
    {
        "ici", "cliquez ici", "cliquer ici", "cliquez", "par ici", "là", "lien", "ce lien", "le lien", "suivez ce lien",
        "voir", "voir ici", "en savoir plus", "savoir plus", "plus d informations", "plus d infos", "plus", "suite",
        "lire la suite", "lire", "cette page", "la page", "page", "site", "le site", "ce site", "télécharger",
        "document", "ce document", "pdf", "consulter", "accéder", "détails", "plus de détails",
    }
)  # fmt: skip
"""Link texts that are meaningless out of context, as in a screen reader's list of links (RGAA 6.1)."""
_EMPTY_ALTS = frozenset({"image", "photo", "photographie", "illustration", "logo", "capture", "capture d écran"})


def check_links(subject: Subject) -> Iterator[Finding]:
    """Report meaningless texts of links and images, documents without their size, and images of other hosts."""
    for text in read_texts(subject):
        for line in text.lines():
            for rule, values in (*_faults_of_images(line.text), *_faults_of_links(line.text)):
                yield finding(rule, text.at(line.number), text.department, **values)
            for words, link in _LINK.findall(line.text):
                wanted = _document(subject, text, link)
                if wanted and not re.search(rf"\b{wanted.partition(',')[0]}\b.*\d\s?[KM]?o\b", words, re.I):
                    yield finding("document-sans-poids", text.at(line.number), text.department, text=words, size=wanted)


def _document(subject: Subject, text: Text, link: str) -> str:
    """Return format and size of the document that `link` leads to, as « PDF, 120 Ko »; "" if it leads to none."""
    target = link_target(text.written.uri, link)
    kind = extension(target[0]) if target else ""
    if target is None or kind not in DOCUMENTS:
        return ""
    own = text.written.at.file.removesuffix(text.written.uri)
    paths = (subject.root / folder / target[0] for folder in (own, CONTENT))
    size = next((path.stat().st_size for path in paths if path.is_file()), 0)
    return f"{kind.upper()}, {format_size(size)}" if size else ""


def _faults_of_images(line: str) -> Iterator[tuple[str, dict[str, str]]]:
    for alt, target in _IMAGE.findall(line):
        said, name = _plain(alt), PurePosixPath(target)
        if not said:
            yield "image-muette", {"target": target}
        elif said in _EMPTY_ALTS or said == _plain(name.name) or (said == _plain(name.stem) and not _is_said(alt)):
            yield "image-mal-dite", {"alt": alt}
        if re.match(r"(?:https?:)?//", target, re.I):
            yield "image-ailleurs", {"target": target}


def _is_said(alt: str) -> bool:
    """Tell whether somebody has typed words, after which the file may be named; « plan » and « img 2024 » are names."""
    return len(alt.split()) > 1 and not re.search(r"\d", alt)


def _faults_of_links(line: str) -> Iterator[tuple[str, dict[str, str]]]:
    line = _IMAGE.sub(lambda image: image[1], line)
    for words, _ in _LINK.findall(line):
        said = _plain(words)
        if not said:
            yield "lien-muet", {}
        elif said in _VAGUE:
            yield "lien-vague", {"text": words}
        elif _ADDRESS.fullmatch(words.strip()):
            yield "lien-nu", {"text": words}
    if not re.match(r"\s*\[[^\]]+\]:", line):
        for address in _ADDRESS.findall(_HTML.sub(" ", _LINK.sub(" ", line))):
            yield "lien-nu", {"text": address.rstrip(".,;:")}


def _plain(text: str) -> str:
    """Return `text` in lower case, with everything but letters and digits replaced with spaces."""
    return _MARKS.sub(" ", text).strip().casefold()


LINK_TEXTS = Check(
    "Textes des liens et des images",
    frozenset(
        {
            "document-sans-poids",
            "image-ailleurs",
            "image-mal-dite",
            "image-muette",
            "lien-muet",
            "lien-nu",
            "lien-vague",
        }
    ),
    check_links,
)
