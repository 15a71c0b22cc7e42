"""Rewrite a Markdown text for another place: its addresses, references and ids.

Everything that may be an address, a reference or an id is located in the source. Each candidate is replaced with a
unique marker word and the text is converted by Python-Markdown; where the marker has become an attribute (`href`,
`src`, `id` …), the candidate was real. Code, quoted Markdown and plain text therefore stay unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from markdown import Markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.inlinepatterns import LinkInlineProcessor

EXTENSIONS = ("abbr", "admonition", "attr_list", "def_list", "fenced_code", "md_in_html", "sane_lists", "tables", "toc")

Kind = Literal["link", "raw", "definition", "use", "id", "heading"]

_HEADING = re.compile(r"^(?P<signs>#{1,6})(?!#)[ \t]*(?P<title>[^\n]*?)[ \t#]*(?P<list>\{:?[^{}\n]*\})?[ \t]*$", re.M)
_LIST_ID = re.compile(r"#(?P<id>[\w:.-]+)")
_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*\}")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_RAW = re.compile(
    r"""(?<![\w-])(?P<name>src|href|poster|srcset|id)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.I
)
_SET = re.compile(r"\s*(?P<url>[^\s,]+)[^,]*,?")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BRACKETS = re.compile(r"\[(?P<label>[^\[\]]+)\]")
_IN_HTML = re.compile(r"<(?P<tag>[a-zA-Z][\w-]*)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_WORD = re.compile(r"zzplace(\d+)zz")
_ID = re.compile(r"""\bid="([^"]*)\"""")
_HARMLESS = re.compile(r'</?(?:time|span|abbr|small|strong|em)\b[^<>]*>|<div data-seam="\d+"></div>')
"""HTML that does not keep the text around it from being read as Markdown."""
_SHIELDS = re.compile(r"[`\\<]|~~~")
_INDENTED = re.compile(r" {4}| {0,3}\t")
_ABBREVIATIONS = re.compile(
    r"(\A|\n[ \t]*\n)?(?:^[ ]{0,3}\*\[[^\n\]]+\][ ]?:[^\n]*\n?(?:(?:[ \t]*\n)+(?=[ ]{0,3}\*\[[^\n\]]+\][ ]?:))?)+"
    r"([ \t]*\n)?",
    re.M,
)
"""Definitions of abbreviations, and the blank lines around them, of which one stays: code may go on below."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible address, reference or id: its kind, its position in the source, and its text."""

    kind: Kind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Relocation:
    """How to rewrite a text for its new place.

    Attributes:
        link: maps an address written in Markdown, relative to the source file.
        raw: maps an address written in HTML, relative to the URL of the page.
        name: prefix of ids and names of references, so that those of two texts do not collide.
        wanted: ids that links lead to; headings that have them keep them, prefixed, and others get new ones.
    """

    link: Callable[[str], str]
    raw: Callable[[str], str]
    name: str
    wanted: frozenset[str] = frozenset()


def relocate(text: str, place: Relocation) -> str:
    """Return `text` rewritten for `place`, without its own definitions of abbreviations."""
    text = _ABBREVIATIONS.sub(lambda found: (found[2] or "") if found[1] is None else found[1], text)
    candidates, real = _read(text)
    ids = _heading_ids(text) if place.wanted else {}
    changed, last = [], 0
    for number, one in enumerate(candidates):
        new = _rewritten(one, place, ids.get(number, "")) if number in real else None
        if new is not None:
            changed += [text[last : one.start], new]
            last = one.end
    return "".join([*changed, text[last:]])


def find_links(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the address of each link and image of a Markdown text, including its definitions."""
    candidates, real = _read(text)
    for number in sorted(real):
        one = candidates[number]
        if one.kind == "link":
            yield one.start, one.text
        elif one.kind == "definition":
            address = one.text.rsplit("\n", 1)[1]
            yield text.index(address, one.start), address


@lru_cache(maxsize=128)
def _read(text: str) -> tuple[list[_Candidate], set[int]]:
    """Return the candidates of a text, and the numbers of the real ones."""
    candidates = list(_candidates(text))
    if _is_plain(text, candidates):
        return candidates, set(range(len(candidates)))
    return candidates, _real(candidates, _marked(text, candidates))


def _is_plain(text: str, candidates: list[_Candidate]) -> bool:
    """Tell whether nothing in the text can make Markdown read a candidate as something else."""
    if _SHIELDS.search(_HARMLESS.sub("", text)):
        return False
    return all(
        one.kind in {"link", "heading"} and not _INDENTED.match(text, text.rfind("\n", 0, one.start) + 1)
        for one in candidates
    )


def headings(text: str) -> list[tuple[int, str, str]]:
    """Return level, id and name (HTML) of each heading of a Markdown text, as on its page."""
    _convert(text)
    return [(token["level"], token["id"], token["name"]) for token in _flat(getattr(_reader(), "toc_tokens", []))]


def ids_of(text: str) -> frozenset[str]:
    """Return the ids on the page of this text, as Markdown generates them, that links may lead to."""
    return frozenset(match[1] for tag in _IN_HTML.finditer(_convert(text)) for match in _ID.finditer(tag[0]))


def _rewritten(one: _Candidate, place: Relocation, heading_id: str) -> str | None:
    match one.kind:
        case "link":
            address = place.link(one.text)
            return f"<{address}>" if re.search(r"[\s()]", address) else address
        case "raw":
            return place.raw(one.text)
        case "definition":
            label, address = one.text.rsplit("\n", 1)
            return f"[{place.name} {label}]: {place.link(address)}"
        case "use":
            return f"[{place.name} {one.text}]"
        case "id":
            return f"{place.name}--{one.text}"
        case "heading":
            attributes = _LIST_ID.sub("", one.text.strip("{:} ")).split()
            if heading_id in place.wanted:
                attributes.insert(0, f"#{place.name}--{heading_id}")
            return f" {{: {' '.join(attributes)} }}" if attributes else ""


def _candidates(text: str) -> Iterator[_Candidate]:
    """Yield everything that may be an address, a reference or an id, in order and without overlaps."""
    found: list[_Candidate] = [*_definitions(text), *_headings(text), *_raw(text), *_links(text), *_list_ids(text)]
    labels = {_label(one.text.rsplit("\n", 1)[0]) for one in found if one.kind == "definition"}
    found += _uses(text, labels) if labels else ()
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = max(end, one.end)


def _definitions(text: str) -> Iterator[_Candidate]:
    for match in ReferenceProcessor.RE.finditer(text):
        if not match[1].startswith("^"):
            start = match.start() + match[0].index("[")
            yield _Candidate("definition", start, match.end(2), f"{match[1]}\n{match[2].lstrip('<').rstrip('>')}")


def _headings(text: str) -> Iterator[_Candidate]:
    for match in _HEADING.finditer(text):
        start = match.end("title")
        end = match.end("list") if match["list"] else start
        yield _Candidate("heading", start, end, match["list"] or "")


def _list_ids(text: str) -> Iterator[_Candidate]:
    for found in _ATTRIBUTES.finditer(text):
        for match in _LIST_ID.finditer(found[0]):
            yield _Candidate("id", found.start() + match.start("id"), found.start() + match.end("id"), match["id"])


def _raw(text: str) -> Iterator[_Candidate]:
    for tag in _TAG.finditer(text):
        for match in _RAW.finditer(tag[0]):
            at = tag.start() + match.start("value")
            if match["name"].lower() == "srcset":
                for one in _SET.finditer(match["value"]):
                    yield _Candidate("raw", at + one.start("url"), at + one.end("url"), one["url"])
            elif match["value"]:
                kind: Kind = "id" if match["name"].lower() == "id" else "raw"
                yield _Candidate(kind, at, at + len(match["value"]), match["value"])


def _links(text: str) -> Iterator[_Candidate]:
    """Yield each address after `](`, delimited as Python-Markdown does."""
    for match in re.finditer(r"\]\(", text):
        opened = match.end() - 1
        stop = _BLANK_LINE.search(text, match.end())
        block = text[opened : stop.start() if stop else len(text)]  # to the end of the paragraph, not of the text
        href, _, end, handled = _cutter().getLink(block, 0)
        if not handled or not href:
            continue
        start = block.find(href, 1, end)
        if start < 0:
            continue
        stop_at = start + len(href)
        if block[start - 1] == "<" and block[stop_at : stop_at + 1] == ">":
            start, stop_at = start - 1, stop_at + 1
        yield _Candidate("link", opened + start, opened + stop_at, href)


def _uses(text: str, labels: set[str]) -> Iterator[_Candidate]:
    for match in _BRACKETS.finditer(text):
        after = text[match.end() : match.end() + 2]
        if _label(match["label"]) not in labels or after[:1] in {"(", ":"}:
            continue
        if after == "[]":
            yield _Candidate("use", match.end(), match.end() + 2, match["label"])
        elif (
            text[: match.start()].rstrip(" ").endswith("]") and match.start() and text[match.start() - 2 :][:2] != "!["
        ):
            yield _Candidate("use", match.start(), match.end(), match["label"])
        elif not (other := _BRACKETS.match(text, match.end())) or _label(other["label"]) not in labels:
            yield _Candidate("use", match.end(), match.end(), match["label"])


def _label(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


def _marked(text: str, candidates: list[_Candidate]) -> str:
    """Return the HTML of the text with a marker word in place of each candidate."""
    parts, last, tail = [], 0, []
    for number, one in enumerate(candidates):
        word = f"zzplace{number}zz"
        match one.kind:
            case "definition":
                label, _ = one.text.rsplit("\n", 1)
                new = f"[{label}]: {word}"
            case "use":
                new = f"[{word}]"
                tail.append(f"[{word}]: {word}")
            case "heading":
                new = f" {{: #{word} }}"
            case _:
                new = word
        parts += [text[last : one.start], new]
        last = one.end
    return _convert("".join([*parts, text[last:], "\n\n", "\n".join(tail), "\n"]))


def _real(candidates: list[_Candidate], html: str) -> set[int]:
    """Return the candidates that Markdown read as such; a definition leaves no marker where it stood."""
    inside = {int(number) for match in _IN_HTML.finditer(html) for number in _WORD.findall(match[0])}
    anywhere = {int(number) for number in _WORD.findall(html)}
    return {n for n, one in enumerate(candidates) if n in inside or (one.kind == "definition" and n not in anywhere)}


@lru_cache(maxsize=128)
def _heading_ids(text: str) -> dict[int, str]:
    """Return the id of each heading on its page, by the number of its candidate."""
    marked = re.findall(r'<h[1-6]\b[^<>]*\bid="([^"]*)"', _marked(text, list(_candidates(text))))
    pairs = zip(marked, [anchor for _, anchor, _ in headings(text)], strict=False)
    return {int(word[1]): anchor for new, anchor in pairs if (word := _WORD.fullmatch(new))}


@cache
def _reader() -> Markdown:
    """Return a converter for all texts: these extensions keep no state after a reset."""
    return Markdown(extensions=list(EXTENSIONS))


def _convert(text: str) -> str:
    return _reader().reset().convert(text)


@cache
def _cutter() -> LinkInlineProcessor:
    markdown = Markdown()
    markdown.convert("x")  # creates the stash that the processor looks in
    return LinkInlineProcessor("", markdown)


def _flat(tokens: Any) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(token["children"])
