"""Templates of pages: what they may do, and what is said, where, when they may not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troisclics.merge.merger import merge_all
from troisclics.model import Department, Event, Finding, Project, Term

from ..samples import (
    BODY_LINE,
    TODAY,
    make_department,
    make_fact,
    make_overlay,
    make_page,
    make_project,
    make_value,
    merge_one,
    only_page,
)

SEAMS = {"content/nom": "<p>{{ department.name if department else 'portail' }}</p>"}
MANCHE = make_department()


def project_of(body: str, *departments: Department) -> Project:
    """A project of one page with this body, one fact (`repas`) and one block (`nom`)."""
    return make_project([make_page(body)], departments or [MANCHE], facts=[make_fact(make_value())], seams=SEAMS)


def expand(body: str, department: Department | None = MANCHE) -> str:
    """What `body` expands to; it must have no fault."""
    site, findings = merge_one(project_of(body), department)
    assert findings == []
    return only_page(site).markdown


def faults(body: str, department: Department | None = MANCHE) -> list[Finding]:
    """What is found in `body`."""
    return merge_one(project_of(body), department)[1]


def only_fault(body: str) -> Finding:
    """The one thing found in `body`; the page must be left as it was written."""
    site, (found,) = merge_one(project_of(body), MANCHE)
    assert only_page(site).markdown.strip() == body.strip()
    assert found.severity == "error"
    assert found.place.file == "content/aide.md"
    return found


def line(found: Finding) -> int:
    """The line of the body that a finding is about, from 1."""
    return found.place.line - BODY_LINE + 1


# --- What templates may do


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('{{ fact("repas") }} par repas', "1,62\u202f€ par repas"),
        ('{{ fact("repas").since }}', "au 1ᵉʳ\u00a0janvier\u00a02024"),
        ('{{ (10 - fact("repas").number) | eur }}', "8,38\u202f€"),
        ('{{ (3 * fact("repas").number) | eur }}', "4,86\u202f€"),
        ("Délégation {{ department.de }}", "Délégation de la Manche"),
        ('{% if department.zone == "drom" %}outre-mer{% else %}métropole{% endif %}', "métropole"),
        ('{{ seam("nom") }}', "<p>Manche</p>"),
        ("{% for x in [1, 2] %}{{ x }} {% endfor %}", "1 2"),
        ("{% raw %}{{ rien }}{% endraw %}", "{{ rien }}"),
        ("100 % { } }} et {", "100 % { } }} et {"),
    ],
)
def test_what_a_template_may_do(body: str, text: str) -> None:
    """Facts, worked examples, the department, blocks and simple statements expand to plain text."""
    assert expand(body).strip() == text


def test_the_portal_has_no_department() -> None:
    """On the portal `department` is empty: a page may ask for it before naming it."""
    body = "{% if department %}{{ department.name }}{% else %}Portail{% endif %}"
    assert expand(body, None).strip() == "Portail"
    assert expand(body).strip() == "Manche"


def test_a_loop_may_count() -> None:
    """`loop`, a part of every Jinja2 loop, is no unknown variable."""
    assert expand("{% for x in ['a', 'b'] %}{{ loop.index }}{{ x }} {% endfor %}").strip() == "1a 2b"


def test_the_condition_of_the_design_works_on_the_portal() -> None:
    """`{% if department.zone == "drom" %}`, given as the example, is simply false on the portal."""
    assert expand('{% if department.zone == "drom" %}outre-mer{% endif %}Commun.', None).strip() == "Commun."


def test_site_map_and_glossary() -> None:
    """The plan names each shared page once, by section in the order of the menu; the glossary each term."""
    pages = [
        make_page("{{ site_map() }}", "plan.md", title="Plan"),
        make_page("x", "logement/index.md", title="Logement"),
        make_page("x", "logement/aide.md", title="Aide au logement"),
        make_page("x", "famille/index.md", title="Famille"),
        make_page("{{ glossary() }}", "glossaire.md", title="Glossaire"),
    ]
    terms = [Term("REFI", "restaurant financier", "Une cantine."), Term("PIM", "prestation", "Une aide.")]
    menu = ["logement/index.md", "logement/aide.md", "famille/index.md"]
    site, findings = merge_one(make_project(pages, terms=terms, menu=menu), None)
    texts = {page.uri: page.markdown for page in site.pages}
    assert findings == []
    assert texts["plan.md"].splitlines() == [
        "- [Logement](logement/index.md)",
        "    - [Aide au logement](logement/aide.md)",
        "- [Famille](famille/index.md)",
        "- [Glossaire](glossaire.md)",
        "- [Plan](plan.md)",
    ]
    assert texts["glossaire.md"].startswith("**PIM** : prestation.\nUne aide.\n\n**REFI** : restaurant financier.")


def test_terms_are_plain_text() -> None:
    """Signs of Markdown in a term are shown as signs, and one of several lines adds no text below the page."""
    terms = [Term("A*B", "une [aide](javascript:x())\n\n## Titre", "Une aide.")]
    pages = [make_page("{{ glossary() }}", "glossaire.md"), make_page("Le A*B.", "autre.md")]
    site, findings = merge_one(make_project(pages, terms=terms), None)
    texts = {page.uri: page.markdown for page in site.pages}
    assert findings == []
    shown = "**A&#42;B** : une &#91;aide&#93;(javascript:x()) ## Titre.\nUne aide.\n"
    assert texts["glossaire.md"] == shown
    assert texts["autre.md"] == "Le A*B.\n\n*[A*B]: une [aide](javascript:x()) ## Titre\n"


# --- What they may not, and where it is said


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
        ("Voir {#a} texte.\n\n## Dix parts {#x #}\n", [1]),
        ("{# une note #}vu", [1]),
        ("{% raw %}{# montré #}{% endraw %}", []),
    ],
)
def test_no_text_vanishes_in_a_comment(body: str, expected: list[int]) -> None:
    """A comment of a template is refused at its line, whether it ends or not; what to write instead is said."""
    found = faults(body)
    assert [(entry.rule, line(entry)) for entry in found] == [("gabarit-commentaire", number) for number in expected]
    assert all("{: #ancre }" in entry.fix and "<!--" in entry.fix for entry in found)


def test_braces_to_be_shown_have_a_mend() -> None:
    """Braces of a block of code are taken for a template: the message says how to show them."""
    (found,) = faults("```yaml\n{{ bar }}\n```")
    assert "{% raw %}" in found.fix


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


# --- A template cannot get out of its box, nor fill it


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ fact.__self__ }}",
        "{{ seam.__globals__ }}",
        "{{ seam.__code__ }}",
        "{{ fact('repas').__class__.__init__.__globals__ }}",
        "{{ fact('repas').fact.__class__ }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '' | attr('__class__') }}",
        "{{ ['x'] | map('attr', '__class__') | first | attr('__mro__') }}",
        "{{ (department | attr('__init__')).__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% from 'os' import system %}",
        "{% extends 'base.html' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_escapes_are_refused(escape: str) -> None:
    """No way out of the sandbox: each known one is a finding at its line, and the text is left as written."""
    site, findings = merge_one(project_of(f"Une ligne.\n{escape}"), MANCHE)
    assert {found.rule for found in findings} <= {"variable-inconnue", "gabarit-syntaxe"}
    assert {line(found) for found in findings} == {2}
    assert escape in only_page(site).markdown


@pytest.mark.parametrize(
    "bomb",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [0] * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ 1000000000 * 'a' }}",
    ],
)
def test_no_operation_makes_much_of_little(bomb: str) -> None:
    """Repeating a text or raising to a power is refused before it takes any memory, and at once."""
    begin = time.monotonic()
    assert only_fault(bomb).rule == "variable-inconnue"
    assert time.monotonic() - begin < 1


def test_size_limit() -> None:
    """A page that expands to more than 1 MiB is refused."""
    text = "x" * 2000
    found = only_fault(f"{{% for a in '{'a' * 1000}' %}}{text}{{% endfor %}}")
    assert found.rule == "gabarit-limite"
    assert "1048576" in found.message
    assert found.place.line == BODY_LINE


def test_a_page_just_below_the_size_limit_is_not_refused() -> None:
    """The limit is on what a page expands to, and not on less."""
    text = "x" * 1000
    assert len(expand(f"{{% for a in '{'a' * 1000}' %}}{text}{{% endfor %}}")) > 1000 * 1000


def test_time_limit() -> None:
    """Nested loops that would run for hours, and write nothing, are stopped in seconds."""
    loop = "".join(f"{{% for {name} in '{'a' * 50}' %}}" for name in "abcdefgh")
    begin = time.process_time()
    found = only_fault(loop + "{% endfor %}" * 8)
    assert found.rule == "gabarit-limite"
    assert "2 s de calcul" in found.message
    assert time.process_time() - begin < 6


def test_the_time_limit_leaves_no_timer() -> None:
    """After a page, slow or not, no timer is left to go off in what comes next."""
    expand('{% if true %}{{ fact("repas") }}{% endif %}')
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.parametrize(
    "bomb", ["{{ 'a'.ljust(1999999999) }}", "{{ 'a' | center(1999999999) }}", "{{ '%1999999999d' | format(1) }}"]
)
def test_no_method_makes_much_of_little(bomb: str) -> None:
    """Padding is no way round the limits: with little memory it is still a finding, not a crash."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from unit.merge.test_expander import faults; sys.exit(0 if faults(sys.argv[1]) else 4)"
    )
    tests = str(Path(__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", code, bomb], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": tests},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.splitlines()[-1:]


# --- Once, and for whom


def departments(count: int) -> list[Department]:
    """So many departments, without overlays."""
    return [make_department(f"{number:02}", name=f"Dep{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    "body",
    ['{{ fact("non") }}', "{{ rien }}", "{% if %}", "{{ department.inconnu }}", "{{ seam('non') }}", "{{ 1 / 0 }}"],
)
def test_a_fault_of_a_shared_page_is_said_once(body: str) -> None:
    """The same line of the same file is one finding, however many sites show it, and names no department."""
    everyone = departments(101)
    _, findings = merge_all(project_of(f"{{% if department %}}{body}{{% endif %}}", *everyone), everyone, TODAY)
    assert [found.department for found in findings] == ["ALL"]


def test_a_fault_of_an_overlay_names_its_department() -> None:
    """What a department wrote is said of that department, at its file and line, and of no other."""
    one = make_department("01", make_overlay('Bien.\n\n{{ fact("non") }}', folder="01-ain"), slug="01-ain")
    two = make_department("02", make_overlay("Bien.", folder="02-aisne"), slug="02-aisne")
    _, (found,) = merge_all(project_of("Texte.", one, two), [None, one, two], TODAY)
    assert (str(found.place), found.rule, found.department) == (
        f"departments/01-ain/aide.md:{BODY_LINE + 2}",
        "fait-inconnu",
        "01",
    )


def test_the_same_mistake_in_two_departments_is_two_findings() -> None:
    """Two departments that copied the same mistake are both told, and each at its own place."""
    text = "Bien.\n{{ department.inconnu }}"
    both = [make_department(code, make_overlay(text, folder=f"{code}-x"), slug=f"{code}-x") for code in ("01", "02")]
    _, findings = merge_all(project_of("Texte.", *both), both, TODAY)
    assert [(found.department, found.place.file) for found in findings] == [
        ("01", "departments/01-x/aide.md"),
        ("02", "departments/02-x/aide.md"),
    ]


def test_departments_do_not_see_each_other() -> None:
    """Whatever is kept from one site to the next, each department is shown its own name, in texts and blocks."""
    body = '{{ department.name if department else "portail" }} {{ seam("nom") }} {{ seam ("nom") }}'
    everyone = departments(3)
    sites, findings = merge_all(project_of(body, *everyone), [None, *everyone], TODAY)
    assert findings == []
    for site in sites:
        name = site.department.identity.name if site.department else "portail"
        assert only_page(site).markdown.strip() == f"{name} <p>{name}</p> <p>{name}</p>"


def test_a_seam_escapes_what_a_department_wrote() -> None:
    """The texts of a department's file come out as text, even where they look like HTML or a template."""
    nasty = "<script>alert(1)</script> {{ 7 * 7 }} \n\n<!-- local -->"
    department = make_department(events=(Event(title=nasty, starts_on=TODAY),))
    seams = {
        "content/titres": "<div>\n{% for event in department.events %}\n<p>{{ event.title }}</p>\n{% endfor %}\n</div>"
    }
    project = make_project([make_page('{{ seam("titres") }}')], [department], seams=seams)
    site, findings = merge_one(project, department)
    text = only_page(site).markdown
    assert findings == []
    assert "<script>" not in text
    assert "<!--" not in text
    assert "49" not in text
    assert "\n\n" not in text.strip()


TEMPLATE_PARTS = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", " ", "fact", "(", ")", '"repas"', "department", ".", "name", "|", "eur", "if",
     "for", "x", "in", "endfor", "endif", "seam", "'nom'", "\n", "+", "1", "[", "]", "é", "-", "set", "="]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(TEMPLATE_PARTS, max_size=12).map("".join))
def test_any_text_expands_or_is_refused(body: str) -> None:
    """Whatever an editor types, the page expands or a finding names a line of that file: never a traceback."""
    site, findings = merge_one(project_of(body), MANCHE)
    for found in findings:
        assert found.place.file == "content/aide.md"
        assert 1 <= line(found) <= body.count("\n") + 1
    assert only_page(site).uri == "aide.md"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Du texte {entre} accolades }}.\n", '{{ fact("repas") }}', '{{fact("repas").number}}', "\n\n", "{", "}",
                '{{ fact("repas").cell }}', "{{ department.zone }}", "{{ department.de }}", "{{", "}}",
            ]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_facts_and_names_alone_are_put_in_as_jinja_would(pieces: list[str]) -> None:
    """A text that only names facts and the department is filled piece by piece: the same text, the same findings."""
    body = "".join(pieces)
    whole = f"{body}\n{{% if false %}}the statement makes Jinja2 expand it all at once{{% endif %}}"
    site, found = merge_one(project_of(body), MANCHE)
    other, other_found = merge_one(project_of(whole), MANCHE)
    assert [entry.rule for entry in found] == [entry.rule for entry in other_found]
    if not found:
        assert only_page(site).markdown == only_page(other).markdown
