"""Determine the value of a national fact on a given day, and how reliable it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from ..model import Fact, FactValue
from .escaping import Markup, escape_address, escape_text
from .french import format_date, format_euros, format_value, valid_until


def value_on(fact: Fact, today: date) -> FactValue | None:
    """Return the value in force on `today`, or the last one that was; None if none has begun."""
    begun = [value for value in fact.values if value.from_ <= today]
    return begun[-1] if begun else None


class UncertainNumber(Decimal):
    """The number of a fact that is not certain; what is computed from it is not certain either."""

    __slots__ = ()


def _spread(name: str) -> Callable[..., Decimal]:
    """Return the operation `name` of Decimal with an uncertain result."""
    operation = getattr(Decimal, name)

    def spread(self: Decimal, *others: object) -> Any:
        result = operation(self, *others)
        return UncertainNumber(result) if isinstance(result, Decimal) else result

    return spread


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(UncertainNumber, f"__{_name}__", _spread(f"__{_name}__"))
    setattr(UncertainNumber, f"__r{_name}__", _spread(f"__r{_name}__"))
for _name in ("__neg__", "__abs__", "__round__"):
    setattr(UncertainNumber, _name, _spread(_name))


def show_euros(number: Decimal | int) -> Markup:
    """Return an amount for a sentence, with a doubt if it comes from a fact that is not certain."""
    text = escape_text(format_euros(number))
    doubtful = isinstance(number, UncertainNumber)
    return Markup(f'<span class="fact-doubt">{text} (à confirmer)</span>' if doubtful else text)


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as templates use it: `{{ fact("pim.repas") }}` and its attributes."""

    fact: Fact
    today: date

    @property
    def current(self) -> FactValue | None:
        """Return the value shown."""
        return value_on(self.fact, self.today)

    @property
    def doubt(self) -> str:
        """Return, in French, why the value is not certain; "" if it is."""
        value = self.current
        if value is None or value.value is None:
            return "valeur inconnue"
        if value.to is not None and value.to < self.today:
            return f"valable jusqu'au {format_date(value.to)}, à confirmer"
        if value.status == "obsolete":
            return f"valeur du {format_date(value.from_)}, à confirmer"
        if value.status == "to_confirm" or (value.revise_by is not None and value.revise_by < self.today):
            return "à confirmer"
        return ""

    @property
    def until(self) -> date | None:
        """Return the last day of the value shown, if it has one that is not past."""
        value = self.current
        ends = [end for end in (value.to, value.revise_by) if end is not None] if value else []
        return min(ends) if ends and not self.doubt else None

    @property
    def text(self) -> str:
        """Return the bare value, « 1,62 € »; « à confirmer » if it is unknown."""
        value = self.current
        if value is None or value.value is None:
            return "montant à confirmer" if self.fact.unit == "EUR" else "à confirmer"
        return format_value(value.value, self.fact.unit)

    @property
    def shown(self) -> Markup:
        """Return the value for a sentence, with its last day or the doubt."""
        known = self.current is not None and self.current.value is not None
        text = escape_text(self.text)
        if not self.doubt:
            return Markup(f"{text} ({valid_until(self.until)})" if self.until else text)
        shown = f"{text} ({escape(self.doubt, quote=False)})" if known else text
        return Markup(f'<span class="fact-doubt">{shown}</span>')

    def __str__(self) -> str:
        return str(self.shown)

    @property
    def cell(self) -> Markup:
        """Return the value for a table, where a doubt is a « ? » with a tooltip."""
        text = escape_text(self.text)
        if not self.doubt:
            return Markup(f"{text}, {valid_until(self.until)}" if self.until else text)
        if self.current is None or self.current.value is None:
            return Markup('<span class="fact-doubt">?</span>')
        return Markup(f'{text}\u00a0<span class="fact-doubt" title="{escape(self.doubt)}">?</span>')

    @property
    def since(self) -> str:
        """Return when the value shown took effect, « au 1ᵉʳ janvier 2024 »; "" if there is none."""
        return f"au {format_date(self.current.from_)}" if self.current else ""

    @property
    def start(self) -> date:
        """Return the first day of the value shown, to compare with another fact's; `date.max` if there is none."""
        return self.current.from_ if self.current else date.max

    @property
    def checked(self) -> str:
        """Return when the source of the value shown was read, « 22 novembre 2026 »; "" if there is no value."""
        return format_date(self.current.checked_on) if self.current else ""

    @property
    def before(self) -> str:
        """Return the value that the one shown replaced, « 25 % »; "" if none is known."""
        begun = [value.value for value in self.fact.values if value.from_ < self.start] if self.current else []
        return format_value(begun[-1], self.fact.unit) if begun and begun[-1] is not None else ""

    @property
    def source(self) -> Markup:
        """Return a Markdown link to the source of the value shown, or its title without a link."""
        if self.current is None:
            return Markup("")
        source = self.current.source
        title = escape_text(source.title)
        return Markup(f"[{title}]({escape_address(source.url)})" if source.url else title)

    @property
    def number(self) -> Decimal:
        """Return the value as a number, for worked examples. Raises ValueError if there is none."""
        value = self.current.value if self.current else None
        if not isinstance(value, int | Decimal):
            raise ValueError(f"le fait « {self.fact.id} » n'a pas de valeur numérique")
        return UncertainNumber(value) if self.doubt else Decimal(value)
