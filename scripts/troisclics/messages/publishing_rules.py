"""Rules on targets, and on releases that should not go online."""

from __future__ import annotations

from .rule import Rule, error

_TARGET = "Une destination mal décrite recevrait des sites au mauvais endroit, ou n'en recevrait pas."
_ONLINE = "Ce qui est en ligne sert de référence aux agents : on ne le remplace pas par moins bien sans le vouloir."

FOREIGN = "publication-contenu-etranger"
"""The only refusal that `--allow` cannot override: a policy widened for one page protects nobody."""

RULES: dict[str, Rule] = {
    "cible-double": error("la destination « {id} » est déjà définie", "renommer ou retirer l'une des deux", _TARGET),
    "cible-identifiant": error(
        "identifiant de destination « {id} » refusé",
        "n'employer que des minuscules, des chiffres et des tirets",
        _TARGET,
    ),
    "cible-cle": error("« {key} » {why}", "{fix}", _TARGET),
    "cible-departement": error(
        "« {code} » n'est pas un département", "écrire un code entre guillemets parmi : {known}", _TARGET
    ),
    "publication-perte": error(
        "{lost} pages sur {before} disparaîtraient de ce site (plus de {limit} %)",
        "vérifier que les pages n'ont pas été retirées par erreur ; sinon --allow publication-perte",
        _ONLINE,
    ),
    "publication-adresse-perdue": error(
        "{lost} adresse(s) en ligne ne mènerai(en)t plus nulle part, dont « {first} »",
        "écrire chacune sous « aliases » ou « gone », dans l'en-tête de la page qui la remplace ;"
        " sinon --allow publication-adresse-perdue",
        "Des favoris, des courriels et des affiches mènent à une adresse qui a été en ligne.",
    ),
    "publication-menu": error(
        "le menu n'est pas celui des autres sites",
        "construire tous les sites à neuf (scripts/build) ; sinon --allow publication-menu",
        "La navigation est la même dans tous les départements.",
    ),
    "publication-page-absente": error(
        "page obligatoire absente : « {page} »",
        "rétablir la page, ou la retirer de « extra.troisclics.publish.mandatory » ;"
        " sinon --allow publication-page-absente",
        "Certaines pages sont exigées par la loi, d'autres sont celles où l'on arrive.",
    ),
    "publication-site-absent": error(
        "le site n'est pas construit",
        "lancer scripts/build, puis publier à nouveau",
        "Une destination reçoit tous les sites qui lui sont promis, ou aucun.",
    ),
    "publication-ancienne": error(
        "ce qui est en ligne depuis {since} ({online}) ne fait pas partie de ce qui serait publié ({ours})"
        " : cette publication l'annulerait",
        "reprendre les dernières modifications (« git pull », « git fetch --unshallow » pour un clone partiel), puis"
        " publier à nouveau ; pour l'annuler vraiment : --allow publication-ancienne, ou « troisclics rollback »",
        "Deux personnes publient depuis deux postes : la dernière ne doit pas annuler sans le savoir la première.",
    ),
    "publication-csp": error(
        "la politique de sécurité du serveur n'est pas celle du thème :"
        " {missing} script(s) du thème refusé(s), {extra} script(s) étranger(s) permis",
        "remettre sur le serveur la configuration de « troisclics export servers {target} », qui ne dépend que du"
        " thème, puis publier ; sinon --allow publication-csp",
        "La politique de sécurité laisse s'exécuter ce que contiennent le thème et overrides/, et rien d'autre.",
    ),
    FOREIGN: error(
        "la page contient {what}, que le thème n'a pas ({count} page(s) de ce site)",
        "le retirer du texte d'où il vient ; un script du thème se range dans un fichier de overrides/assets/",
        "La politique de sécurité vient du thème seul : elle n'est jamais élargie pour ce que contient une page.",
    ),
    "publication-adresse": error(
        "ces pages portent l'adresse « {found} », la destination est à « {wanted} »",
        "publier sans --site, pour qu'elles soient construites à l'adresse de la destination ;"
        " sinon les construire avec SITE_URL à cette adresse",
        "Le plan du site, les adresses canoniques et les pages d'erreur mèneraient les lecteurs ailleurs.",
    ),
}
