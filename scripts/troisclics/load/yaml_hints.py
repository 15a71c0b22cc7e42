"""Say in French what is wrong with a line that YAML cannot read, and exactly what to type instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"(?P<start>[ \t]*(?:- +)?(?:(?P<key>[\w-]+):\s+)?)(?P<value>.*\S)")
_CONFLICT = re.compile(r"<{7} |={7}$|>{7} ")
_CLOSED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_SPECIAL = "@%&*!|>?,`[{"
"""Signs with which a text may not begin in YAML unless it is quoted."""
_CLOSING = {"[": "]", "{": "}"}

_PROBLEMS = {
    "mapping values are not allowed": "deux-points de trop, ou texte à mettre entre guillemets",
    "could not find expected ':'": "deux-points attendu après la clé",
    "did not find expected key": "clé attendue : vérifier le retrait de la ligne",
    "did not find expected '-' indicator": "tiret attendu : vérifier le retrait de la liste",
    "found unexpected end of stream": "guillemet ou crochet qui n'est pas fermé",
    "control characters are not allowed": "caractère de contrôle interdit",
    "did not find expected ',' or": "virgule ou crochet fermant attendu",
    "block sequence entries are not allowed": "tiret de liste mal placé",
    "but found another document": "un seul document YAML par fichier : retirer la ligne « --- »",
    "did not find expected <document start>": "rien ne peut suivre une ligne « ... » : la retirer",
}
ANYWHERE = "corriger la ligne indiquée (retrait, deux-points, guillemets)"


def explain_syntax(problem: str, text: str, line: int) -> tuple[int, str, str]:
    """Return where a YAML text is wrong, what is wrong there, and what to type.

    Args:
        problem: what the parser says, in English.
        text: the text.
        line: the index of the line on which the parser stopped.

    Returns:
        The index of the wrong line, which may be above `line`; the fault; the fix. Both are in French.
    """
    lines = text.split("\n")
    for index, written in enumerate(lines):
        if _CONFLICT.match(written):
            fix = "garder la bonne version, retirer l'autre et les lignes « <<<<<<< », « ======= » et « >>>>>>> »"
            return index, "reste d'une fusion de deux versions", fix
    for index in _suspects(lines, line):
        hint = _explain_line(lines[index])
        if hint:
            return index, *hint
    indent = _explain_indent(lines, line)
    if indent:
        return line, *indent
    said = next((french for start, french in _PROBLEMS.items() if problem.startswith(start)), "écriture inattendue")
    return line, said, ANYWHERE


def _suspects(lines: list[str], line: int) -> Iterator[int]:
    """Yield the line on which the parser stopped, then the one above, where the fault often is."""
    for index in range(min(line, len(lines) - 1), max(line - 3, -1), -1):
        if lines[index].strip() and not lines[index].lstrip().startswith("#"):
            yield index


def _explain_line(line: str) -> tuple[str, str] | None:
    """Return fault and fix of a line that is wrong by itself."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "une tabulation au début de la ligne", "mettre des espaces à la place de la tabulation"
    if dashed := re.match(r"\s*-([a-z_]+):", line):
        return "il manque une espace après le tiret", f"écrire « - {dashed[1]}: … »"
    if glued := re.match(r"\s*(?:- )?([a-z_]+):([^\s/].*)", line):
        return "il manque une espace après les deux-points", f"écrire « {glued[1]}: {quoted(glued[2])} »"
    match = _LINE.fullmatch(line.rstrip())
    if not match:
        return None
    key, value = match["key"], match["value"]
    wanted = f"écrire « {key}: {quoted(value)} »" if key else f"écrire « {quoted(value)} »"
    if value[0] in "\"'" and not _CLOSED.fullmatch(value.split(" #")[0].rstrip()):
        sign = "un guillemet" if value[0] == '"' else "une apostrophe"
        closed = value.count(value[0]) > 1
        return f"{sign} au milieu du texte le coupe" if closed else f"{sign} ouvre le texte et rien ne le ferme", wanted
    if value[0] == '"' and "\\" in value:
        return "« \\ » ne s'écrit pas entre guillemets", f"écrire « {key}: '{value[1:-1]}' », entre apostrophes"
    if value[0] in "[{" and value.count(value[0]) > value.count(_CLOSING[value[0]]):
        return f"« {value[0]} » n'est pas fermé", f"ajouter « {_CLOSING[value[0]]} » à la fin, ou {wanted}"
    if value[0] in _SPECIAL and not re.fullmatch(r"\[[^\[\]]*\]|\{[^{}]*\}|[|>][-+]?", value):
        return f"un texte ne peut pas commencer par « {value[0]} » sans guillemets", wanted
    if value.startswith("- ") and key:
        return "un texte ne peut pas commencer par « - » sans guillemets", wanted
    if key and re.search(r":(?:\s|$)", value) and value[0] not in "\"'[{":
        return "deux-points dans un texte sans guillemets", wanted
    return None


def _explain_indent(lines: list[str], line: int) -> tuple[str, str] | None:
    """Return fault and fix if a line stands neither under the line above nor at the start of an open block."""
    above = next((index for index in range(line - 1, -1, -1) if lines[index].strip()), None)
    if above is None or line >= len(lines):
        return None
    found = len(lines[line]) - len(lines[line].lstrip(" "))
    item = re.match(r" *- +", lines[above])
    wanted = len(item[0]) if item else len(lines[above]) - len(lines[above].lstrip(" "))
    if found == wanted:
        return None
    said = f"la ligne commence par {found} espace{'s' if found > 1 else ''}"
    return said, f"en mettre {wanted}, pour l'aligner avec celle du dessus"


def quoted(value: str) -> str:
    """Return `value` between quotation marks that it does not contain."""
    bare = value.strip().strip("\"'") if value.strip()[:1] in "\"'" else value.strip()
    return f"'{bare}'" if '"' in bare and "'" not in bare else '"' + bare.replace('"', "'") + '"'
