"""Projects of a few pages, for checks that read texts: each check gets a sound one and its broken twins."""

from __future__ import annotations

from pathlib import Path

from troisclics.checks import Check, Subject
from troisclics.model import Department, Fact, Page, Project, Task, Term, Tree

from ..samples import TODAY

BENEFIT = """\
## Pour qui

Les agents imaginaires.

## Combien

La somme dépend du vent.

## Comment demander

Par courrier.

## Qui s'en occupe

[L'opérateur](../qui-fait-quoi/fasf.md), une association, décide.

## Dans votre département

Chaque bureau a ses horaires.

<!-- local -->

## Questions fréquentes

### Et sinon ?

Rien.

## Si ce n'est pas pour vous

Voir [le logement](index.md).
"""
"""The body of a sound benefit page."""


def make_subject(
    *pages: Page,
    terms: tuple[Term, ...] = (),
    tasks: tuple[Task, ...] = (),
    facts: tuple[Fact, ...] = (),
    departments: tuple[Department, ...] = (),
    root: Path = Path(),
    site: Path | None = None,
) -> Subject:
    """A project of these pages, to be checked on TODAY."""
    tree = Tree(pages, facts, (), terms, tasks, (), (), ())
    return Subject(root, Project(tree, departments), TODAY, site)


def found(check: Check, subject: Subject) -> list[str]:
    """What `check` finds, as « file:line rule », sorted; each rule must be one that it announces."""
    findings = sorted(check.run(subject))
    assert {finding.rule for finding in findings} <= check.rules
    return [f"{finding.place} {finding.rule}" for finding in findings]
