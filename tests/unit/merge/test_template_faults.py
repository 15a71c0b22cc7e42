"""What templates may not do, and where and how it is said."""

from __future__ import annotations

import pytest

from ..samples import BODY_LINE, make_page, make_project, merge_one
from .templates import MANCHE, SEAMS, faults, line, only_fault


@pytest.mark.parametrize(
    "wrong", ["{% if %}", "{{ 'a' }", "{% fi %}", "{{ fact('repas' }}", "{% if department %}sans fin", "{% do 1 %}"]
)
def test_syntax(wrong: str) -> None:
    """A malformed template is refused at its line (of an unclosed one: at the end, where that is seen)."""
    found = only_fault(f"Une ligne.\n\n{wrong}")
    assert (found.rule, line(found)) == ("gabarit-syntaxe", 3)


@pytest.mark.parametrize("name", ["rien", "config", "self", "range", "lipsum", "namespace", "cycler", "page"])
def test_unknown_variables(name: str) -> None:
    """Only what the design names exists; anything else is refused at its line, by its name."""
    found = only_fault(f"Une ligne.\n{{{{ {name} }}}}")
    assert (found.rule, line(found)) == ("variable-inconnue", 2)
    assert name in found.message


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ department.inconnu }}",
        "{{ fact('repas').inconnu }}",
        "{{ 1 / 0 }}",
        "{{ [1][5] }}",
        "{{ fact('repas', 2) }}",
        "{% for x in 3 %}{% endfor %}",
        "{{ 'x' + 1 }}",
        "{{ '%d' | format('x') }}",
    ],
)
def test_faults_that_show_only_when_run(wrong: str) -> None:
    """What can only be seen by running is said too, at the line where it happened."""
    found = only_fault(f"Une ligne.\n\nUne autre.\n{wrong}\n\nFin.")
    assert (found.rule, line(found)) == ("variable-inconnue", 4)


@pytest.mark.parametrize(
    "wrong",
    ["{{ [].pop() }}", "{{ {}.popitem() }}", "{% set f = fact %}{{ f('non') }}", "{% set s = seam %}{{ s('non') }}"],
)
def test_no_template_ends_in_a_traceback(wrong: str) -> None:
    """However a template fails, it is a finding, at its line."""
    found = faults(f"Une ligne.\n{wrong}")
    assert {line(entry) for entry in found} == {2}


@pytest.mark.parametrize("name", ["fact", "seam", "department.get", "'x'.upper"])
def test_a_function_is_not_a_text(name: str) -> None:
    """Naming a function without calling it would print an address in memory, different in each build: refused."""
    assert faults(f"{{{{ {name} }}}}")


@pytest.mark.parametrize("wrong", ["{{ department.clear() }}", "{{ department.update({'name': 'Autre'}) }}"])
def test_a_template_changes_nothing(wrong: str) -> None:
    """A page cannot change what the pages after it are told of the department."""
    pages = [make_page(wrong, "a.md"), make_page("{{ department.name }}", "b.md")]
    _, findings = merge_one(make_project(pages, [MANCHE]), MANCHE)
    assert [str(found.place) for found in findings] == [f"content/a.md:{BODY_LINE}"]


def test_an_unknown_filter_is_said_at_its_line() -> None:
    """A filter that does not exist is refused where it is written."""
    assert line(only_fault("Une ligne.\n\n{{ 'x' | inconnu }}")) == 3


def test_unknown_fact() -> None:
    """An unknown fact is refused at its line, with the nearest name as a suggestion."""
    found = only_fault('Une ligne.\n\n{{ fact("repa") }}')
    assert (found.rule, line(found)) == ("fait-inconnu", 3)
    assert found.message == "fait « repa » inconnu (« repas » ?)"
    assert only_fault('{{ fact("tout-autre-chose") }}').message == "fait « tout-autre-chose » inconnu"


def test_a_fact_that_is_not_reached_is_checked_too() -> None:
    """A wrong name in a branch that is not taken today is found today."""
    assert only_fault("{% if false %}{{ fact('non') }}{% endif %}").rule == "fait-inconnu"


def test_unknown_block() -> None:
    """An unknown block is refused at its line, and those that exist are named."""
    found = only_fault('Une ligne.\n{{ seam("noms") }}')
    assert (found.rule, line(found)) == ("bloc-inconnu", 2)
    assert "nom" in found.fix


def test_a_template_that_only_helps_others_is_no_block() -> None:
    """A file of macros (`_macros.html`) cannot be shown as a block, nor is it offered as one."""
    project = make_project([make_page('{{ seam("_macros") }}')], [MANCHE], seams=SEAMS | {"content/_macros": ""})
    (found,) = merge_one(project, MANCHE)[1]
    assert (found.rule, "_macros" in found.fix) == ("bloc-inconnu", False)


def test_all_faults_of_a_text_are_said_at_once() -> None:
    """One mistake does not hide the next."""
    found = faults('{{ fact("un") }}\n{{ deux }}\n{{ seam("trois") }}\n{{ fact("quatre") }}')
    assert [(entry.rule, line(entry)) for entry in found] == [
        ("fait-inconnu", 1),
        ("variable-inconnue", 2),
        ("bloc-inconnu", 3),
        ("fait-inconnu", 4),
    ]


@pytest.mark.parametrize("body", ["{% if %}", "{{ department.inconnu }}", "{{ ''.__class__ }}", "Un {#repere"])
def test_messages_are_in_french(body: str) -> None:
    """An editor is told in French what is wrong, even where Jinja2 says it in English."""
    (found,) = faults(body)
    english = {"expected", "got", "has", "no", "access", "unsafe", "missing", "end", "of", "to"}
    assert not english & set(found.message.lower().replace("'", " ").replace(".", " ").split())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\n## Titre {#ancre}\n", [3]),
        ("a\n## Titre {#ancre}\n\nb\n", [2]),
        ("## Un {#ancre}\n\n## Deux {#ancre}\n", [1, 3]),
        ("## Un {#ancre}\n\n{# une note\nqui dure #}\n", [1]),
        ("{# une note\nqui dure #}\n", [1]),
        ("Voir {#a} texte.\n\n## Dix parts {#x #}\n", [1]),
        ("{# une note #}vu", [1]),
        ("{% raw %}{# montré #}{% endraw %}", []),
    ],
)
def test_no_text_vanishes_in_a_comment(body: str, expected: list[int]) -> None:
    """A comment of a template is refused at its line, whether it ends or not; what to write instead is said."""
    found = faults(body)
    assert [(entry.rule, line(entry)) for entry in found] == [("gabarit-commentaire", number) for number in expected]
    assert all("{: #ancre }" in entry.fix for entry in found)


def test_what_to_write_instead_of_a_comment() -> None:
    """The heading with an id is given as it should be written; other comments have two possible meanings."""
    (heading,) = faults("## Pour qui {#pour-qui}\n")
    assert heading.fix == "écrire « ## Pour qui {: #pour-qui } »"
    (comment,) = faults("{# une note #}\n")
    assert "<!-- … -->" in comment.fix


def test_braces_to_be_shown_have_a_mend() -> None:
    """Braces of a sentence are taken for a template: the message says how to show them, and that works."""
    (found,) = faults("Écrivez {{ bar }}.")
    assert "comme du code, entre accents graves" in found.fix
    assert faults("Écrivez `{{ bar }}`.") == []


@pytest.mark.parametrize(
    "body",
    [
        "{{ " + "(" * 80 + "1" + ")" * 80 + " }}",
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{{ " + "not " * 5_000 + "1 }}",
        "{{ " + "-" * 5_000 + "1 }}",
        "{{ 1" + "+1" * 5_000 + " }}",
        "{{ [" * 1 + "[" * 500 + "]" * 500 + "] }}",
        "{% if 1 %}" * 500 + "{% endif %}" * 500,
        "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    ],
)
def test_nesting_without_end(body: str) -> None:
    """A template too deep for the parser, for our rules or for Python is a finding at most, and no traceback."""
    assert {entry.rule for entry in faults(f"x\n{body}")} <= {"gabarit-limite", "gabarit-syntaxe", "variable-inconnue"}
