"""Check that a page is read again when a value in it has changed: the sentence around it may no longer be true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.fact_values import value_on
from ..domain.french import format_date
from ..domain.markdown_lines import CODE_SPAN
from ..messages import finding
from ..model import Finding
from . import Check, Subject
from .written_texts import read_texts

_FACT = re.compile(r"\bfact\(\s*[\"']([\w.-]+)[\"']")


def check_changed_facts(subject: Subject) -> Iterator[Finding]:
    """Report each text that names a fact whose value took effect after the text was last reviewed, once a fact."""
    facts = {fact.id: fact for fact in subject.project.tree.facts}
    for text in read_texts(subject):
        reviewed = text.written.meta.last_reviewed_on
        seen = set[str]()
        for line in text.lines() if reviewed else ():
            for name in _FACT.findall(CODE_SPAN.sub("", line.plain)):
                fact = facts.get(name)
                value = value_on(fact, subject.today) if fact and name not in seen else None
                seen.add(name)
                if fact and value and reviewed and value.from_ > reviewed and value is not fact.values[0]:
                    values = {"label": fact.label, "day": format_date(value.from_), "reviewed": format_date(reviewed)}
                    yield finding("page-a-relire", text.at(line.number), text.department, **values)


CHANGED_FACTS = Check("Textes autour d'une valeur changée", frozenset({"page-a-relire"}), check_changed_facts)
