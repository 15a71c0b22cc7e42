"""The texts and facts of this repository: published figures are found again, and examples agree with the facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from troisclics.domain.fact_values import ShownFact
from troisclics.domain.french import format_euros
from troisclics.merge.expander import Expander, PageContext
from troisclics.merge.fact_register import list_facts
from troisclics.model import Fact, Place, Project

from .commands import reading_day

TODAY = reading_day()
CENT = Decimal("0.01")


def history(fact: Fact) -> list[tuple[date, object]]:
    """First day and value of each period of `fact`."""
    return [(value.from_, value.value) for value in fact.values]


def cents(amount: Decimal) -> Decimal:
    """`amount` to the cent, half a cent upwards."""
    return amount.quantize(CENT, ROUND_HALF_UP)


# --- Figures that sources publish


@pytest.mark.parametrize(("band", "published"), [("tranche1", "37.88"), ("tranche2", "25.25")])
def test_the_published_loans(band: str, published: str, own_facts: dict[str, Fact]) -> None:
    """The instalments that the lender's notice prints follow from capital, fee and duration."""

    def number(name: str) -> Decimal:
        return ShownFact(own_facts[f"pret-enfant-etudiant.{name}"], TODAY).number

    capital = number(f"montant-max.{band}")
    assert number("taux") == 0
    instalment = cents(capital * (100 + number("frais")) / 100 / number("duree.longue"))
    assert instalment == number(f"exemple.{band}") == Decimal(published)


@pytest.mark.parametrize(
    ("day", "base", "amount"),
    [
        ("2023-04-01", "445.93", "133.78"),
        ("2024-04-01", "466.44", "139.93"),
        ("2025-04-01", "474.37", "142.31"),
        ("2026-04-01", "478.16", "143.45"),
    ],
)
def test_amounts_that_follow_the_base(day: str, base: str, amount: str, own_facts: dict[str, Fact]) -> None:
    """The allowance for young adults is its share of the monthly base (BMAF), rounded to the cent."""
    start = date.fromisoformat(day)
    share = ShownFact(own_facts["pim.jeune-adulte-part-bmaf"], start).number
    assert (start, Decimal(base)) in history(own_facts["bmaf"])
    assert cents(Decimal(base) * share / 100) == Decimal(amount)
    assert (start, Decimal(amount)) in history(own_facts["pim.jeune-adulte-mensuel"])


def test_what_is_left_to_pay_for_a_meal(own_facts: dict[str, Fact]) -> None:
    """It is half of Urssaf's value of a meal, in each year that is known."""
    meals, halves = (history(own_facts[f"restauration.{name}"]) for name in ("repas-urssaf", "reste-a-charge-minimum"))
    assert [(day, cents(Decimal(str(value)) / 2)) for day, value in meals] == halves


def test_the_meal_subsidy_is_one_subsidy(own_facts: dict[str, Fact]) -> None:
    """The amounts with and without tax differ by the rate for meals, 10 %."""
    with_tax, without = (ShownFact(own_facts[name], TODAY).number for name in ("pim.repas", "pim.repas-ht"))
    assert cents(without * Decimal("1.10")) == with_tax


# --- Worked examples


def amounts(*values: Decimal | int) -> list[str]:
    """`values` as pages write them."""
    return [format_euros(value) for value in values]


Number = Callable[[str], Decimal]

EXAMPLES: dict[str, Callable[[Number], list[str]]] = {
    "famille/centre-vacances-specialise.md": lambda n: amounts(n("pim.centre-specialise-jour") * 14),
    "famille/cesu-garde-enfant.md": lambda n: amounts(
        n("cesu.montant-couple-tranche2"), 40000 - 40000 * n("cesu.abattement-outre-mer") / 100
    ),
    "famille/cheque-sport.md": lambda n: amounts(210 - n("passsport.montant")),
    "famille/enfant-handicape.md": lambda n: amounts(n("pim.apeh-mensuel") * 12),
    "famille/jeune-adulte-handicape.md": lambda n: amounts(n("pim.jeune-adulte-mensuel")),
    "famille/maison-de-repos.md": lambda n: amounts(n("pim.maison-repos-jour") * 2 * 20),
    "famille/sejours-enfants.md": lambda n: amounts(n("pim.colonie-moins-13-jour") * 10),
    "logement/aide-installation.md": lambda n: amounts(
        n("aip.montant-max.zone-tendue"), 620 + 450 + 590 - n("aip.montant-max.zone-tendue")
    ),
    "logement/pret-enfant-etudiant.md": lambda n: amounts(
        n("pret-enfant-etudiant.exemple.tranche1"), n("pret-enfant-etudiant.exemple.tranche2")
    ),
    "logement/pret-immobilier.md": lambda n: amounts(
        n("pret-immobilier.premiere.zone1.tranche1")
        * (1 + n("pret-immobilier.frais") / 100)
        / n("pret-immobilier.mensualites.zone1")
    ),
    "logement/pret-sinistre.md": lambda n: amounts(
        3000 * (1 + n("pret-sinistre.frais") / 100),
        3000 * (1 + n("pret-sinistre.frais") / 100) / n("pret-sinistre.duree.courte"),
    ),
    "restauration/subvention-repas.md": lambda n: amounts(
        n("restauration.tarif-maximal.province") - n("pim.repas"),
        n("restauration.tarif-maximal.ile-de-france") - n("pim.repas"),
        18 * n("pim.repas"),
    ),
    "restauration/titres-restaurant.md": lambda n: amounts(
        n("restauration.titre.nombre-mois") * n("restauration.titre.part-employeur"),
        n("restauration.titre.nombre-mois") * n("restauration.titre.part-agent"),
    ),
    "sante-coups-durs/aide-maintien-domicile.md": lambda n: amounts(
        1000 * n("amd.tranche-4.part") / 100, 1000 - 1000 * n("amd.tranche-4.part") / 100
    ),
    "sante-coups-durs/complementaire-sante.md": lambda n: amounts(
        80 * n("psc.sante.part-employeur") / 100,
        80 * n("psc.sante.part-fixe") / 100,
        80 - 80 * (n("psc.sante.part-employeur") + n("psc.sante.part-fixe")) / 100,
    ),
    "sante-coups-durs/prevoyance.md": lambda n: amounts(
        2600 * n("psc.prevoyance.socle") / 100 - n("psc.prevoyance.part-employeur"),
        2600 * (n("psc.prevoyance.socle") + n("psc.prevoyance.option-1")) / 100 - n("psc.prevoyance.part-employeur"),
    ),
    "sante-coups-durs/psychologue.md": lambda n: amounts(
        6 * n("psy.tarif") * n("psy.assurance-maladie") / 100,
        6 * n("psy.tarif") * (100 - n("psy.assurance-maladie")) / 100,
    ),
    "famille/colonies-de-vacances.md": lambda n: amounts(
        400 - 400 * n("colonies.reduction-2e-enfant") / 100,
        400 - 400 * n("colonies.reduction-3e-enfant") / 100,
    ),
    "logement/premiere-installation.md": lambda n: amounts(
        n("api.zone1.prive.an1.tranche1") + n("api.zone1.prive.an2.tranche1") + n("api.zone1.prive.an3.tranche1"),
    ),
    "vacances/cheques-vacances.md": lambda n: amounts(
        480 * n("cheques-vacances.abondement-jeune") / 100,
        480 * n("cheques-vacances.abondement-jeune") / 100 * n("cheques-vacances.majoration-handicap") / 100,
        480 * n("cheques-vacances.abondement-min") / 100,
    ),
}
"""What each worked example must come to, worked out here once more from the facts."""


def expanded_examples(own: Project) -> dict[str, str]:
    """The text of the worked examples of each page that has some, as it is published."""
    expander = Expander(own.tree, [], TODAY)
    found: dict[str, str] = {}
    for page in own.tree.pages:
        blocks = re.findall(r"^(!!! example.*\n(?: {4}.*\n|\n)+)", page.body + "\n", re.M)
        if blocks:
            context = PageContext(page.uri, Place(page.at.file, 1), None)
            found[page.uri] = expander.expand("\n".join(blocks), context, []).text
    return found


def test_every_worked_example_is_worked_out_here(own: Project) -> None:
    """An example that is added must be added to EXAMPLES."""
    assert set(expanded_examples(own)) == set(EXAMPLES)


@pytest.mark.parametrize("uri", sorted(EXAMPLES))
def test_worked_examples_agree_with_the_facts(uri: str, own: Project, own_facts: dict[str, Fact]) -> None:
    """The published example says each result, to the cent."""
    text = expanded_examples(own)[uri]
    for amount in EXAMPLES[uri](lambda name: ShownFact(own_facts[name], TODAY).number):
        assert amount in text


def test_products_in_examples_are_right(own: Project) -> None:
    """What an example writes as « a × b = c » is so."""
    checked = 0
    for uri, text in expanded_examples(own).items():
        plain = re.sub(r"<[^>]+>|\([^)]*\)|\s", "", text)
        for left, result in re.findall(r"([\d,]+€?(?:×[\d,]+[€%]?)+)=([\d,]+)€", plain):
            product = Decimal(1)
            for factor in left.split("×"):
                value = Decimal(factor.strip("€%").replace(",", "."))
                product *= value / 100 if factor.endswith("%") else value
            assert cents(product) == Decimal(result.replace(",", ".")), f"{uri}: {left} = {result}"
            checked += 1
    assert checked >= 5


# --- What the mission asked for

COMPLAINTS = {
    "onglet-restauration": "the « Restauration » tab led to a thin page, without the association behind",
    "epaf-ou-atscaf": "EPAF and ATSCAF, of different status, stood under one tab",
    "page-perimee": "nobody knew who updates the sites, nor how often",
    "departement-voisin": "departments differ, and nobody says why",
    "lien-ulysse": "the link of the intranets to the portal was never at the same place",
    "tout-trouver": "three clicks were not kept",
    "sans-internet": "all on line shuts people out",
    "retraite-jamais-informe": "the retired are not told of anything",
    "combien-jai-droit": "a way through by situation was asked for",
    "journee-date": "a day of social action was asked for",
    "video-presentation": "a presentation on video was asked for",
    "inscription-epaf-bloquee": "first come, first served on line, with crashes",
    "egalite-outre-mer": "the same rights were asked for overseas",
    "personne-a-la-delegation": "posts of delegates are vacant",
    "aides-supprimees": "benefits are being reviewed, and may end",
}
"""The complaints of the unions' mission, by the task that answers each."""


def test_the_tree_is_whole(own: Project) -> None:
    """At least 75 shared pages, 40 benefits, 12 operators and 14 ways of life; each fact has its source and its day."""
    kinds = [page.meta.kind for page in own.tree.pages]
    assert len(kinds) >= 75
    assert kinds.count("benefit") >= 40
    assert kinds.count("operator") >= 12
    assert kinds.count("journey") >= 14
    for fact in own.tree.facts:
        for value in fact.values:
            assert value.source.title, fact.id
            assert value.checked_on <= date.today(), fact.id


def test_tasks_are_what_people_come_for(own: Project) -> None:
    """At least 60 questions, each with page and anchor, people, words to search for and a trap; each complaint too."""
    tasks = {task.id: task for task in own.tree.tasks}
    assert len(tasks) >= 60
    for task in tasks.values():
        assert "#" in task.answer, task.id
        assert task.audience, task.id
        assert task.search, task.id
        assert task.tempting, task.id
    assert set(COMPLAINTS) <= set(tasks)


FORMER_NAMES = {"asf-logement": "ALPAF", "asf-vacances": "EPAF"}


def test_former_names_are_found(own: Project) -> None:
    """Pages of a renamed operator can be searched for by its former name, and say it once as « anciennement »."""
    former = {
        page.uri: FORMER_NAMES[page.meta.operator] for page in own.tree.pages if page.meta.operator in FORMER_NAMES
    }
    assert len(former) >= 13
    former |= {f"qui-fait-quoi/{operator}.md": name for operator, name in FORMER_NAMES.items()}
    former["qui-fait-quoi/asf-restauration.md"] = former["restauration/restaurants-administratifs.md"] = "AGRAF"
    former["famille/cheque-famille-finances.md"] = "CESU 6-12"
    for page in own.tree.pages:
        if page.uri in former:
            assert former[page.uri] in page.meta.keywords, page.uri
            assert re.search(rf"[Aa]nciennement\W[^.]*{former[page.uri]}", page.body), page.uri


def test_each_doubt_comes_with_somebody_to_ask(own: Project) -> None:
    """A page that shows an unknown, old or contradictory figure leads to the delegation, by link or in the page."""
    pages = {page.at.file: page for page in own.tree.pages}
    doubtful = {place.file for entry in list_facts(own, TODAY, to_confirm=True) for place in entry.uses}
    for file in doubtful & set(pages):
        assert re.search(r'contacts\.md|seam\("contact"\)', pages[file].body), file


def test_each_fact_is_shown_somewhere(own: Project) -> None:
    """A fact that no text names is kept up to date for nobody."""
    assert [entry.shown.fact.id for entry in list_facts(own, TODAY) if not entry.uses] == []
