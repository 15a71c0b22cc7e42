"""Rules on built pages: clicks, breadth, layout consistency, coverage of the check."""

from __future__ import annotations

from .rule import Rule, error

_CLICKS = "Chaque réponse est à trois actions au plus, sur un téléphone comme sur un ordinateur."
_BREADTH = "La profondeur ne doit pas s'acheter par l'encombrement : on ne trouve rien dans une liste trop longue."
_SAME = (
    "Ce qui entoure le texte est à la même place sur toutes les pages de tous les sites : on ne cherche qu'une fois."
)
_ALL = "Un contrôle qui oublie des pages ne prouve rien : ce qui est contrôlé est ce qui est publié."
_MEND_WAY = "ajouter un lien dans le texte d'une page plus proche de l'accueil (rubrique, situation, délégation)"

RULES: dict[str, Rule] = {
    # --- Three clicks
    "clics-page": error(
        "« {page} » est à plus de {limit} actions de l'accueil ({profiles}), {sites} : {path}", _MEND_WAY, _CLICKS
    ),
    "clics-aide": error(
        "l'aide « {page} » est à plus de {limit} actions de l'accueil ({profiles}), {sites} : {path}",
        _MEND_WAY,
        "Une aide est à deux actions au plus de l'accueil de son site.",
    ),
    "clics-tache": error(
        "tâche « {task} », {question} : la réponse est à plus de {limit} actions de l'accueil du portail, "
        "choix du département compris ({profiles}), {sites} : {path}",
        "ajouter sur l'accueil ou dans une rubrique un lien vers la réponse",
        _CLICKS,
    ),
    "clics-intranet": error(
        "tâche « {task} », {question} : la réponse est à plus de {limit} actions d'un intranet de direction, "
        "clic sur son lien compris ({profiles}), {sites} : {path}",
        "ajouter sur l'accueil ou dans une rubrique un lien vers la réponse",
        "Le lien d'un intranet mène à l'adresse stable du département : la réponse est à deux actions de là.",
    ),
    "page-sans-chemin": error(
        "aucun chemin ne mène de l'accueil à « {page} » ({profiles}), {sites} : "
        "la recherche, le plan du site et le pied de page ne comptent pas",
        "ajouter un lien dans le menu ou dans le texte d'une page",
        _CLICKS,
    ),
    # --- Breadth
    "menu-trop-large": error(
        "{count} entrées dans le menu, la limite est de {limit}, {sites}", "regrouper des rubriques", _BREADTH
    ),
    "rubrique-trop-longue": error(
        "{count} pages au menu de la rubrique « {page} », la limite est de {limit}, {sites}",
        "partager la rubrique, ou sortir du menu les pages les moins lues",
        _BREADTH,
    ),
    "tuiles-trop-nombreuses": error(
        "{count} tuiles côte à côte sur « {page} », la limite est de {limit}, {sites}",
        "partager les tuiles en deux groupes, avec un titre pour chacun",
        _BREADTH,
    ),
    "rubrique-maigre": error(
        "« {page} » ne mène qu'à {count} page : un clic pour rien, {sites}",
        "y mettre la réponse elle-même, ou supprimer la page et lier directement ce vers quoi elle mène",
        "Un clic qui ne mène qu'à un autre clic est un clic de trop.",
    ),
    "impasse": error(
        "« {page} » ne mène nulle part : ni lien, ni numéro, ni adresse, {sites}",
        "dire à la fin de la page quoi faire ensuite, avec un lien",
        "Qui n'a pas trouvé sa réponse doit savoir où aller.",
    ),
    # --- Same place everywhere
    "menu-different": error(
        "sur « {page} », le menu a {mine} ; {other} : {theirs} ; {sites}",
        "reconstruire ce site ; si la différence reste, retirer du gabarit ce qui dépend du département",
        _SAME,
    ),
    "entete-different": error(
        "sur « {page} », le haut de page a {mine} ; {other} : {theirs} ; {sites}",
        "retirer du gabarit ce qui change d'une page ou d'un département à l'autre",
        _SAME,
    ),
    "recherche-differente": error(
        "sur « {page} », la recherche a {mine} ; {other} : {theirs} ; {sites}",
        "retirer du gabarit ce qui change d'une page ou d'un département à l'autre",
        _SAME,
    ),
    "pied-different": error(
        "sur « {page} », le pied de page a {mine} ; {other} : {theirs} ; {sites}",
        "retirer du gabarit ce qui change d'une page ou d'un département à l'autre",
        _SAME,
    ),
    "plan-absent": error(
        "pas de lien vers le plan du site sur « {page} », {sites}", "le remettre dans overrides/main.html", _SAME
    ),
    "portail-absent": error(
        "pas de lien vers le portail sur « {page} », {sites}", "le remettre dans overrides/seams/", _SAME
    ),
    "recherche-absente": error(
        "pas de recherche sur « {page} », {sites}", "remettre « search » dans plugins de mkdocs.yml", _SAME
    ),
    "page-locale-au-menu": error(
        "« {page} », propre à un département, est dans le menu, {sites}",
        "retirer du gabarit ou de mkdocs.yml ce qui l'y met",
        "Le menu est le même partout : les pages d'une délégation sont listées à « Ma délégation ».",
    ),
    # --- Coverage
    "site-absent": error(
        "le site « {site} » n'est pas construit : il n'a pas été contrôlé", "construire tous les sites", _ALL
    ),
    "site-inconnu": error(
        "le dossier « {site} » a un site, mais aucun département ne porte ce nom",
        "reconstruire tous les sites, ou supprimer le dossier",
        _ALL,
    ),
    "site-illisible": error("la liste des pages de ce site est illisible", "reconstruire le site", _ALL),
    "page-non-construite": error(
        "cette page n'est pas construite ou pas annoncée ({file}), {sites}", "reconstruire les sites", _ALL
    ),
    "page-non-declaree": error(
        "cette page est publiée mais api/pages.json ne l'annonce pas ({file}), {sites}",
        "reconstruire les sites dans un dossier vide",
        _ALL,
    ),
    "plan-xml-different": error(
        "« {file} » n'est pas à la fois dans sitemap.xml et dans api/pages.json, {sites}",
        "reconstruire les sites",
        _ALL,
    ),
    "controle-incomplet": error(
        "{checked} pages contrôlées, {published} publiées : le contrôle lui-même est en défaut",
        "reconstruire les sites et relancer le contrôle ; si l'écart reste, le signaler",
        _ALL,
    ),
}
