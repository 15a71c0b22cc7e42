"""Convert plain data to the types of the model; every problem becomes a French finding with its line."""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding
from .value_hints import ISO_DATE, propose_date, propose_number, propose_text, propose_yes_or_no
from .yaml_document import Document, Loc

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, SchemaValidator

T = TypeVar("T")


@cache
def _validator(kind: Any) -> SchemaValidator:
    """Return the validator of a class of the model, cached because creation is slow.

    Validation is strict (numbers are not texts, texts are not dates), except that mappings become dataclasses, which
    pydantic's strict mode would refuse.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415 - slow to import, and not needed when only texts have changed
    from pydantic_core import SchemaValidator  # noqa: PLC0415

    schema = TypeAdapter(kind).core_schema
    _relax(schema)
    return SchemaValidator(schema)


def _relax(schema: Any) -> None:
    """Accept mappings for dataclasses, and dates between quotation marks, as CMSs and YAML formatters write them."""
    from pydantic_core import core_schema  # noqa: PLC0415

    if isinstance(schema, dict):
        if schema.get("type") == "dataclass":
            schema["strict"] = False
        if schema.get("type") == "date":
            strict = dict(schema)
            schema.clear()
            schema.update(core_schema.no_info_before_validator_function(_unquote_date, strict))
            return
        if schema.get("type") == "union":
            return  # a quoted date is a text there
        for part in schema.values():
            _relax(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            _relax(part)


def _unquote_date(value: object) -> object:
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def parse(kind: type[T], document: Document, out: list[Finding], department: str = ALL_DEPARTMENTS) -> T | None:
    """Convert a document to a class of the model.

    Args:
        kind: the class.
        document: the document.
        out: receives one finding per problem.
        department: the department's code, as shown in findings.

    Returns:
        The object; None after adding findings.
    """
    from pydantic_core import ValidationError  # noqa: PLC0415 - slow to import

    try:
        return cast(T, _validator(cast(Any, kind)).validate_python(document.data))
    except ValidationError as errors:
        reported: set[Loc] = set()
        for error in errors.errors(include_url=False):
            # A value that matches none of several types is one problem, not one per type.
            loc = error["loc"] if error["type"] in _MISSING else _known_part(document, error["loc"])
            if loc not in reported:
                reported.add(loc)
                out.append(_explain(kind, document, error, department))
        return None


_MISSING = {"missing", "missing_argument"}


def _explain(kind: type[Any], document: Document, error: ErrorDetails, department: str) -> Finding:
    loc: Loc = error["loc"]
    key = str(next((part for part in reversed(_known_part(document, loc)) if isinstance(part, str)), "?")).rstrip("_")
    place = document.place(loc)
    typed = document.typed.get(_known_part(document, loc), error["input"] if isinstance(error["input"], str) else "")
    expected = _expected(error, key, typed)
    if error["type"] in _MISSING:
        missing = str(loc[-1]).rstrip("_")
        return finding("cle-absente", document.place(loc[:-1]), department, key=missing)
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        key = str(loc[-1]).removesuffix("_")
        known = sorted(_keys(_class_at(kind, loc[:-1])))
        hint = _hint(key, known) or (_CUT if error["input"] is None else "")
        return finding("cle-inconnue", place, department, key=key, hint=hint, known=", ".join(known))
    if "date" in error["type"]:
        return finding("date-refusee", place, department, key=key, value=_show(typed or error["input"]), fix=expected)
    value = _show(typed or error["input"])
    return finding("valeur-refusee", place, department, key=key, value=value, expected=expected)


_CUT = " (une virgule coupe la valeur : un prix s'écrit 4.20, avec un point, et un texte entre guillemets)"
"""Said of a key without a value, as « 20 » in `{amount: 4,20}`."""


def _hint(key: str, known: list[str]) -> str:
    bare = key.strip("-\u00a0\u202f \t")
    if bare in known:
        return " (« - » suivi d'une espace ?)" if key.startswith("-") else f" (« {bare} », sans espace insécable ?)"
    close = difflib.get_close_matches(key, known, 1)
    return f" (« {close[0]} » ?)" if close else ""


def _known_part(document: Document, loc: Loc) -> Loc:
    while loc and loc not in document.lines:
        loc = loc[:-1]
    return loc


_EXPECTED = {
    "tuple_type": "écrire une liste : une ligne « - … » par élément, ou [un, deux]",
    "dataclass_type": "écrire des lignes « clé: valeur » en retrait",
    "dataclass_exact_type": "écrire des lignes « clé: valeur » en retrait",
    "is_instance_of": "écrire une valeur simple",
}


def _expected(error: ErrorDetails, key: str, typed: str) -> str:
    kind = error["type"]
    if "date" in kind:
        return propose_date(typed)
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return f"choisir parmi : {choices}"
    if kind == "string_type" and not isinstance(error["input"], dict | tuple):
        return propose_text(key, typed)
    if kind == "bool_type":
        return propose_yes_or_no(typed)
    if kind in {"int_type", "is_instance_of", "decimal_type"} and isinstance(error["input"], str | int | Decimal):
        return propose_number(typed)
    return _EXPECTED.get(kind, "corriger la valeur (voir CONTRIBUTING.md)")


def _show(value: object) -> str:
    if isinstance(value, dict | tuple):
        return "« liste ou bloc »"
    return "vide" if value is None else f"« {short(str(value))} »"


def short(text: str) -> str:
    """Return `text` shortened for messages, with non-printable characters escaped."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:60])
    return shown if len(text) <= 60 else f"{shown[:57]}…"


def _class_at(kind: Any, loc: Loc) -> Any:
    """Return the dataclass of the part at `loc` of a `kind`."""
    for part in loc:
        if isinstance(part, str):
            hints = typing.get_type_hints(kind)
            if part not in hints:
                return kind
            kind = hints[part]
        kind = _dataclass_in(kind)
    return kind


def _dataclass_in(kind: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        return kind
    origin = typing.get_origin(kind)
    if origin in {tuple, typing.Union, types.UnionType}:
        for argument in typing.get_args(kind):
            found = _dataclass_in(argument)
            if dataclasses.is_dataclass(found):
                return found
    return kind


def _keys(kind: Any) -> list[str]:
    if not dataclasses.is_dataclass(kind):
        return []
    return [field.name.rstrip("_") for field in dataclasses.fields(kind) if field.name != "at"]
