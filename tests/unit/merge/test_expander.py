"""Templates of pages: what they may do, and for whom what they say is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troisclics.merge.merger import merge_all
from troisclics.model import Department, Event, Term

from ..samples import BODY_LINE, TODAY, make_department, make_overlay, make_page, make_project, merge_one, only_page
from .templates import MANCHE, expand, line, project_of

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
        ('`{{ rien }}` : {{ fact("repas") }}', "`{{ rien }}` : 1,62\u202f€"),
        ("```\n{# a #}{% b %}\n```\n\n{% if true %}vu{% endif %}", "```\n{# a #}{% b %}\n```\n\nvu"),
        ("<!-- {{ rien }} -->\nvu", "<!-- {{ rien }} -->\nvu"),
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
