"""Find past dates, dates that do not match their weekday, and vague words in place of dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from ...domain.french import MONTHS, WEEKDAYS
from .french_words import PAST

_CENTURY = "20"
"""All years looked for begin with it; most lines have none, and need not be searched."""
_SP = r"[ \u00a0\u202f]+"
_MONTH = "|".join(MONTHS)
_DATE = (
    rf"(?:(?:(?P<day>\d{{1,2}}|1er|1ᵉʳ){_SP})?(?P<month>{_MONTH}){_SP}|(?:en|pour|fin|rentrée|année){_SP})"
    r"(?P<year>20\d\d)(?![\d-])"
)
_DAY = re.compile(rf"\b({'|'.join(WEEKDAYS)}){_SP}(\d{{1,2}}|1er|1ᵉʳ){_SP}({_MONTH}){_SP}((?:19|20)\d\d)\b", re.I)
_COMING = (
    r"(?:(?:\w{3,}(?:era|eront|ira|iront|dra|dront|vra|vront)|aura|auront|sera|seront)\b"  # future, not conditional
    r"|(?:est|sont) prévue?s?|vous attend|rendez-vous|prochaine?s?|à venir|date limite|au plus tard"
    r"|inscri\w+[^.;]{0,40}?(?:avant|jusqu['’])"
    r"|(?:valable|offre|ouverte?|disponible)s?[^.;]{0,30}?jusqu['’])"
)
_ANNOUNCED = re.compile(rf"\b{_COMING}[^.;|]{{0,60}}?(?<![\d/-]){_DATE}", re.I)
_VAGUE = re.compile(
    r"\b(?:récemment|prochainement|dernièrement|actuellement|(?:à compter|à partir) (?:de ce jour|d['’]aujourd['’]hui)"
    r"|depuis peu|d['’]ici peu|sous peu|(?:l['’]année|l['’]an|le mois|la semaine)"
    r" (?:dernière?|prochaine?|passée?))(?!\w)",
    re.I,
)
_LOOKING_BACK = re.compile(
    r"\b(?:bilans?|retours? sur|résultats?|comptes?[- ]rendus?)\s+(?:(?:de|du|des|le|la|les)\s+|(?:de )?l['’])*$", re.I
)
"""What comes before something of a past year that is told, not announced."""
_ANY_DATE = re.compile(rf"\b(?:19|20)\d\d\b|\b(?:\d{{1,2}}|1er){_SP}(?:{_MONTH})\b|\d{{1,2}}/\d{{1,2}}", re.I)
_OF_A_YEAR = re.compile(
    r"\b(barèmes?|tarifs?|taux|permanences?|calendriers?|programmes?|saisons?|plafonds?|grilles?|montants?|plannings?"
    rf"|horaires|adhésions?|cotisations?)\b(?:{_SP}(?!de la loi|du décret)[\w'’-]+){{0,3}}?"
    rf"(?:{_SP}(?:de|pour|en|l['’]année|l['’]an|du|au))*{_SP}(20\d\d)(?:[ \u00a0]?[-/–][ \u00a0]?(20\d\d))?(?![\d-])",
    re.I,
)


def announced_and_past(text: str, today: date) -> Iterator[str]:
    """Yield what `text` announces for a day, month or year that has passed, as written."""
    if _CENTURY not in text or PAST.search(text):
        return
    for match in _ANNOUNCED.finditer(text):
        end = _last_day(match["day"], match["month"], int(match["year"]))
        if end is not None and end < today:
            yield " ".join(match[0].split())


def wrong_weekdays(text: str) -> Iterator[tuple[str, str]]:
    """Yield each date with a wrong weekday, and the right one."""
    for match in _DAY.finditer(text):
        day = _last_day(match[2], match[3].lower(), int(match[4]))
        if day is None:
            yield match[0], "aucun : cette date n'existe pas"
        elif WEEKDAYS[day.weekday()] != match[1].lower():
            yield match[0], WEEKDAYS[day.weekday()]


def vague_words(text: str) -> Iterator[str]:
    """Yield words whose meaning depends on the day of reading, if the text gives no date."""
    if not _ANY_DATE.search(text):
        yield from (match[0] for match in _VAGUE.finditer(text))


def years_gone(text: str, today: date) -> Iterator[str]:
    """Yield what is given for a year that is over, as written: « barème 2024 », « permanences de 2025 »."""
    if _CENTURY not in text or PAST.search(text):
        return
    for match in _OF_A_YEAR.finditer(text):
        if int(match[3] or match[2]) < today.year and not _LOOKING_BACK.search(text, 0, match.start()):
            yield " ".join(match[0].split())


def _last_day(day: str | None, month: str | None, year: int) -> date | None:
    """Return the last day of a day, month or year; None for a day that does not exist."""
    if month is None:
        return date(year, 12, 31)
    number = MONTHS.index(month.lower()) + 1
    last = calendar.monthrange(year, number)[1]
    wanted = last if day is None else int(re.sub(r"\D", "", day) or 1)
    return date(year, number, wanted) if 1 <= wanted <= last else None
