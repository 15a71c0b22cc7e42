"""What is said of targets, and of releases that should not go online."""

from __future__ import annotations

from .rule import Rule, error

_TARGET = "Une destination mal décrite recevrait des sites au mauvais endroit, ou n'en recevrait pas."
_ONLINE = "Ce qui est en ligne sert de référence aux agents : on ne le remplace pas par moins bien sans le vouloir."

RULES: dict[str, Rule] = {
    "cible-double": error("la destination « {id} » est déjà définie", "renommer ou retirer l'une des deux", _TARGET),
    "cible-identifiant": error(
        "identifiant de destination « {id} » refusé",
        "n'employer que des minuscules, des chiffres et des tirets",
        _TARGET,
    ),
    "cible-cle": error("« {key} » {why}", "{mend}", _TARGET),
    "cible-departement": error(
        "« {code} » n'est pas un département", "écrire un code entre guillemets parmi : {known}", _TARGET
    ),
    "publication-perte": error(
        "{lost} pages sur {before} disparaîtraient de ce site (plus de {limit} %)",
        "vérifier que les pages n'ont pas été retirées par erreur ; sinon --allow publication-perte",
        _ONLINE,
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
        "le serveur n'autorise pas {count} script(s) que les pages contiennent",
        "générer à nouveau sa configuration (« troisclics servers {target} »), la recharger, puis publier ;"
        " sinon --allow publication-csp",
        "Un script refusé par la politique de sécurité ne s'exécute pas : le thème ou la recherche ne marcherait plus.",
    ),
}
