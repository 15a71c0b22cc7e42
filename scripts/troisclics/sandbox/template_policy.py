"""Check templates of shared pages against an allow-list of Jinja2, on their syntax tree before they run.

Editors need facts, conditions and loops over local facts, and arithmetic. Everything else (methods, macros, includes,
other filters) is refused by name and line, so that what a template can reach is known.
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
"""The functions that templates may call, with their number of arguments."""

FILTERS = frozenset({"eur", "length", "capitalize", "upper", "lower"})

IDENTITY = ("code", "name", "de", "region", "seat", "zone")
"""The attributes of the department that texts of a delegation may use."""

MAX_NUMBER = 10**9
"""The largest number literal allowed in a template."""

_SUMS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg)

_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.List, nodes.Tuple, nodes.If, nodes.For,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
    nodes.Neg, nodes.CondExpr, nodes.Concat, nodes.Call, nodes.Filter, nodes.Getattr, nodes.Name, nodes.Assign,
    nodes.Keyword,
)  # fmt: skip

_HEADING_ID = re.compile(r"(#{1,6}[^{]*)\{#([\w:.-]+)\}[ \t#]*$")
_NO_COMMENT = "pour l'ancre d'un titre, écrire « {: #ancre } » ; pour un commentaire, « <!-- … --> »"

TemplateProblem = tuple[str, int, dict[str, str]]
"""A rule of `messages.RULES`, a line of the text (from 1), and the values of the rule's message."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that exist: ids of facts, names of seams."""

    facts: Collection[str]
    seams: Collection[str]


def find_problems(env: jinja2.Environment, text: str, known: KnownNames) -> Iterator[TemplateProblem]:
    """Yield everything in a template that is not allowed or does not exist.

    Args:
        env: the Jinja2 environment.
        text: the template.
        known: the names that exist.
    """
    try:
        comments = [line for line, kind, _ in env.lex(text) if kind == "comment_begin"]
        tree = env.parse(text)
    except jinja2.TemplateSyntaxError as error:
        # « {#id} » opens a comment that is never closed; report it as such.
        lines = text.split("\n")[: error.lineno]
        open_tags = next((number for number in range(len(lines), 0, -1) if "{#" in lines[number - 1]), 0)
        if open_tags and "comment" in (error.message or ""):
            yield from _comment_problems(text, [open_tags])
        else:
            yield "gabarit-syntaxe", error.lineno, {"detail": _near_in_french(error.message or "")}
        return
    if comments:
        yield from _comment_problems(text, comments)
    local = {name.name for name in tree.find_all(nodes.Name) if name.ctx in {"store", "param"}} | {"loop"}
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    names = frozenset({"department", *local})
    yield from _problems(tree, known, names, called)


def _comment_problems(text: str, found: Collection[int]) -> Iterator[TemplateProblem]:
    """Yield a problem for each line of `found`, where a comment begins, and for each heading with an id « {#id} ».

    The first of these ids opens a comment in which the others disappear.
    """
    ids = {number: match for number, line in enumerate(text.split("\n"), 1) if (match := _HEADING_ID.match(line))}
    for number in sorted({*found, *ids}):
        match = ids.get(number)
        fix = f"écrire « {match[1].rstrip()} {{: #{match[2]} }} »" if match else _NO_COMMENT
        yield "gabarit-commentaire", number, {"fix": fix}


def find_facts(text: str) -> Iterator[tuple[str, int]]:
    """Yield the id and line of each fact that `text` refers to, shown or not; none if it is malformed."""
    try:
        with budget(TEMPLATE_SECONDS):
            tree = jinja2.Environment(autoescape=False).parse(text)  # noqa: S701 - it is read, not rendered
            calls = list(tree.find_all(nodes.Call))
    except (jinja2.TemplateSyntaxError, BudgetError):
        return
    for call in calls:
        if isinstance(call.node, nodes.Name) and call.node.name == "fact":
            yield from ((arg.value, call.lineno) for arg in call.args if isinstance(arg, nodes.Const))


def find_local_problems(env: jinja2.Environment, text: str, known: KnownNames) -> Iterator[TemplateProblem]:
    """Yield everything in a text of a delegation that is neither a fact nor an attribute of IDENTITY.

    Args:
        env: the Jinja2 environment.
        text: the text.
        known: the names that exist.
    """
    found = list(find_problems(env, text, known))
    yield from found
    if found:
        return
    for node in (part for output in env.parse(text).body for part in output.iter_child_nodes()):
        fact = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "fact"
        word = isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.attr in IDENTITY
        if not (fact or word or isinstance(node, nodes.TemplateData)):
            detail = "un texte local n'écrit que des faits et l'identité du département"
            yield "variable-inconnue", node.lineno, {"detail": detail}


def _problems(
    node: nodes.Node, known: KnownNames, names: frozenset[str], called: set[int]
) -> Iterator[TemplateProblem]:
    """Yield the problem of `node`, or those of its children: one mistake is reported once."""
    own = list(_node_problems(node, known, names, called))
    yield from own
    if not own:
        for child in node.iter_child_nodes():
            yield from _problems(child, known, names, called)


def _node_problems(
    node: nodes.Node, known: KnownNames, names: frozenset[str], called: set[int]
) -> Iterator[TemplateProblem]:
    detail = ""
    if not isinstance(node, _PLAIN):
        detail = f"écriture « {type(node).__name__.lower()} » qui n'est pas prévue"
    elif isinstance(node, nodes.Call):
        yield from _call_problems(node, known)
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
    """Return whether an operand can only be a number: texts and lists could be multiplied without limit."""
    if isinstance(node, nodes.Const):
        return isinstance(node.value, int | float) and abs(node.value) <= MAX_NUMBER
    return isinstance(node, _SUMS) or (isinstance(node, nodes.Getattr) and node.attr == "number")


def _call_problems(call: nodes.Call, known: KnownNames) -> Iterator[TemplateProblem]:
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
    """Return « (« pim.repas » ?) » if `word` is similar to one of `known`, or ""."""
    close = difflib.get_close_matches(word, known, 1)
    return f" (« {close[0]} » ?)" if close else ""


def explain_template(error: Exception) -> str:
    """Return the problem with a template of the project, in French if it is a common one."""
    if isinstance(error, BudgetError):
        return str(error)
    if isinstance(error, jinja2.TemplateNotFound):
        return f"aucun modèle ne s'appelle « {error.name} », vérifier aussi « theme » et « extra » dans mkdocs.yml"
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _near_in_french(error.message or "")
    quoted = re.findall(r"'([^']+)'", str(error))
    if isinstance(error, jinja2.UndefinedError) and quoted:
        return f"« {quoted[-1]} » n'existe pas"
    return f"{type(error).__name__} : {' '.join(str(error).split())[:200]}"


def _near_in_french(message: str) -> str:
    """Return in French the position that Jinja2's message points to."""
    quoted = [text for text in re.findall(r"'([^']+)'", message) if not text.startswith("end of ")]
    return (
        f"accolades ou instruction inattendues, près de « {quoted[0]} »"
        if quoted
        else "accolades qui ne se ferment pas"
    )


def write_value(value: object) -> str:
    """Return `value` as inserted into a page: markup of this program unchanged, the rest escaped for Markdown and HTML.

    Raises UndefinedError for undefined values and for functions, whose text would be a memory address.
    """
    if callable(value):
        raise jinja2.UndefinedError(f"'{getattr(value, '__name__', '?')}'")
    if isinstance(value, ShownFact):
        return value.shown
    return value if isinstance(value, Markup) else escape_text(str(value))


def explain(error: Exception) -> str:
    """Return in French why a template failed at run time."""
    if isinstance(error, jinja2.UndefinedError):
        quoted = re.findall(r"'([^']+)'", error.message or "")
        return f"« {quoted[-1]} »" if quoted else "valeur absente"
    if isinstance(error, ZeroDivisionError | ArithmeticError):
        return "calcul impossible"
    if isinstance(error, ValueError):
        return str(error)
    return "calcul ou comparaison de valeurs qui ne vont pas ensemble"
