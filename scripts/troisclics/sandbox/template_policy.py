"""What a template of a shared page may say: an allow-list of Jinja2, checked on its syntax tree before it runs.

Editors need facts, conditions and loops over local facts, and sums. All else (methods, macros, inclusions, other
filters) is refused by name and line: so nothing needs to be guessed about what a template could reach or fill.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import jinja2
from jinja2 import nodes

from ..domain.escaping import Markup, escape_text
from ..domain.fact_values import ShownFact
from ..errors import BudgetError
from .time_budget import TEMPLATE_SECONDS, budget

FUNCTIONS = {"fact": 1, "seam": 1, "video": 1, "latest": 1, "site_map": 0, "glossary": 0, "booklet": 0}
"""What may be called, and with how many arguments."""

FILTERS = frozenset({"eur", "length", "capitalize", "upper", "lower"})

IDENTITY = ("code", "name", "de", "region", "seat", "zone")
"""What the text of a delegation may write of its department: plain words, and no list."""

MAX_NUMBER = 10**9
"""Largest number that may be written in a template."""

_SUMS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg)

_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.List, nodes.Tuple, nodes.If, nodes.For,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
    nodes.Neg, nodes.CondExpr, nodes.Concat, nodes.Call, nodes.Filter, nodes.Getattr, nodes.Name, nodes.Assign,
    nodes.Keyword,
)  # fmt: skip

Fault = tuple[str, int, dict[str, str]]
"""A rule of `messages.RULES`, a line of the text (from 1), and the values the rule's texts need."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What exists: ids of facts, names of content seams."""

    facts: Collection[str]
    seams: Collection[str]


def find_faults(env: jinja2.Environment, text: str, known: KnownNames) -> Iterator[Fault]:
    """Each thing `text` says that it may not, or that does not exist."""
    try:
        comments = [line for line, kind, _ in env.lex(text) if kind == "comment_begin"]
        tree = env.parse(text)
    except jinja2.TemplateSyntaxError as error:
        # « {#id} » opens a comment that is never closed; it is said as what it is.
        lines = text.split("\n")[: error.lineno]
        opened = next((number for number in range(len(lines), 0, -1) if "{#" in lines[number - 1]), 0)
        if opened and "comment" in (error.message or ""):
            yield "gabarit-commentaire", opened, {}
        else:
            yield "gabarit-syntaxe", error.lineno, {"detail": _near(error.message or "")}
        return
    yield from (("gabarit-commentaire", line, {}) for line in comments)
    local = {name.name for name in tree.find_all(nodes.Name) if name.ctx in {"store", "param"}} | {"loop"}
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    names = frozenset({"department", *local})
    yield from _faults(tree, known, names, called)


def find_facts(text: str) -> Iterator[tuple[str, int]]:
    """The id of each fact that `text` names and its line, whether it would be shown or not; none if it is malformed."""
    try:
        with budget(TEMPLATE_SECONDS):
            tree = jinja2.Environment(autoescape=False).parse(text)  # noqa: S701 - it is read, not rendered
            calls = list(tree.find_all(nodes.Call))
    except (jinja2.TemplateSyntaxError, BudgetError):
        return
    for call in calls:
        if isinstance(call.node, nodes.Name) and call.node.name == "fact":
            yield from ((arg.value, call.lineno) for arg in call.args if isinstance(arg, nodes.Const))


def find_local_faults(env: jinja2.Environment, text: str, known: KnownNames) -> Iterator[Fault]:
    """Each thing that the text of a delegation says, and that is neither a fact nor a word of IDENTITY."""
    found = list(find_faults(env, text, known))
    yield from found
    if found:
        return
    for node in (part for output in env.parse(text).body for part in output.iter_child_nodes()):
        fact = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "fact"
        word = isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.attr in IDENTITY
        if not (fact or word or isinstance(node, nodes.TemplateData)):
            detail = "un texte local n'écrit que des faits et l'identité du département"
            yield "variable-inconnue", node.lineno, {"detail": detail}


def _faults(node: nodes.Node, known: KnownNames, names: frozenset[str], called: set[int]) -> Iterator[Fault]:
    """The first fault of `node`, else those of its parts: one mistake is said once."""
    own = list(_own_faults(node, known, names, called))
    yield from own
    if not own:
        for child in node.iter_child_nodes():
            yield from _faults(child, known, names, called)


def _own_faults(node: nodes.Node, known: KnownNames, names: frozenset[str], called: set[int]) -> Iterator[Fault]:
    detail = ""
    if not isinstance(node, _PLAIN):
        detail = f"écriture « {type(node).__name__.lower()} » qui n'est pas prévue"
    elif isinstance(node, nodes.Call):
        yield from _call_faults(node, known)
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        detail = f"filtre « {node.name} »"
    elif isinstance(node, nodes.Getattr) and not _is_attribute(node):
        detail = f"« .{node.attr} »"
    elif isinstance(node, _SUMS) and not all(_is_number(child) for child in node.iter_child_nodes()):
        detail = "calcul sur autre chose que des nombres"
    elif isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in names:
        detail = "" if node.name in FUNCTIONS and id(node) in called else f"« {node.name} »"
    if detail:
        yield "variable-inconnue", node.lineno, {"detail": detail}


def _is_number(node: nodes.Node) -> bool:
    """Whether a part of a sum can only be a number: no text or list to be multiplied without end."""
    if isinstance(node, nodes.Const):
        return isinstance(node.value, int | float) and abs(node.value) <= MAX_NUMBER
    return isinstance(node, _SUMS) or (isinstance(node, nodes.Getattr) and node.attr == "number")


def _call_faults(call: nodes.Call, known: KnownNames) -> Iterator[Fault]:
    name = call.node.name if isinstance(call.node, nodes.Name) else ""
    if name not in FUNCTIONS or call.kwargs or call.dyn_args or call.dyn_kwargs:
        yield "variable-inconnue", call.lineno, {"detail": f"appel « {name or 'de méthode'} »"}
        return
    argument = call.args[0].value if call.args and isinstance(call.args[0], nodes.Const) else None
    if name == "fact" and argument not in known.facts:
        yield "fait-inconnu", call.lineno, {"id": str(argument), "hint": suggest(str(argument), known.facts)}
    if name == "seam" and argument not in known.seams:
        yield "bloc-inconnu", call.lineno, {"name": str(argument), "known": ", ".join(sorted(known.seams))}
    if len(call.args) != FUNCTIONS[name]:
        yield "variable-inconnue", call.lineno, {"detail": f"« {name} » n'attend pas autant d'arguments"}


def _is_attribute(node: nodes.Getattr) -> bool:
    of_fact = isinstance(node.node, nodes.Call)
    return not node.attr.startswith("_") and (not of_fact or node.attr in _FACT_ATTRIBUTES)


_FACT_ATTRIBUTES = {name for name, value in vars(ShownFact).items() if isinstance(value, property)} - {"current"}


def suggest(word: str, known: Collection[str]) -> str:
    """« (« pim.repas » ?) » when `word` is nearly one of `known`; else nothing."""
    close = difflib.get_close_matches(word, known, 1)
    return f" (« {close[0]} » ?)" if close else ""


def explain_template(error: Exception) -> str:
    """What is wrong with a template of the project, in French where it is a usual thing, else in the error's words."""
    if isinstance(error, BudgetError):
        return str(error)
    if isinstance(error, jinja2.TemplateNotFound):
        return f"aucun modèle ne s'appelle « {error.name} », vérifier aussi « theme » et « extra » dans mkdocs.yml"
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _near(error.message or "")
    quoted = re.findall(r"'([^']+)'", str(error))
    if isinstance(error, jinja2.UndefinedError) and quoted:
        return f"« {quoted[-1]} » n'existe pas"
    return f"{type(error).__name__} : {' '.join(str(error).split())[:200]}"


def _near(message: str) -> str:
    """Where Jinja2's English message points, in French."""
    quoted = [text for text in re.findall(r"'([^']+)'", message) if not text.startswith("end of ")]
    return (
        f"accolades ou instruction inattendues, près de « {quoted[0]} »"
        if quoted
        else "accolades qui ne se ferment pas"
    )


def write_value(value: object) -> str:
    """`value` as a page has it: markup of this program as it is, all else escaped for Markdown and HTML.

    Raises UndefinedError for a function, whose text would be an address in memory, and for what is not defined.
    """
    if callable(value):
        raise jinja2.UndefinedError(f"'{getattr(value, '__name__', '?')}'")
    if isinstance(value, ShownFact):
        return value.shown
    return value if isinstance(value, Markup) else escape_text(str(value))


def explain(error: Exception) -> str:
    """Why a template failed while running, in French."""
    if isinstance(error, jinja2.UndefinedError):
        quoted = re.findall(r"'([^']+)'", error.message or "")
        return f"« {quoted[-1]} »" if quoted else "valeur absente"
    if isinstance(error, ZeroDivisionError | ArithmeticError):
        return "calcul impossible"
    if isinstance(error, ValueError):
        return str(error)
    return "calcul ou comparaison de valeurs qui ne vont pas ensemble"
