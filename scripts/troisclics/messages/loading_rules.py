"""Rules on files as they are read, merged and expanded."""

from __future__ import annotations

from ..model.conventions import DELEGATION, OPERATORS, SITUATIONS
from .rule import SAFE, SAME, Rule, error, warning

_READ = "Un fichier illisible ferait disparaître une page sans que personne ne le voie."
_FORM = "Les données sont lues par la construction, les contrôles et les rapports : leur forme est la même partout."

RULES: dict[str, Rule] = {
    # --- Files and folders
    "fichier-illisible": error("fichier illisible : {detail}", "rétablir le fichier ou ses droits de lecture", _READ),
    "fichier-trop-gros": error(
        "fichier de {size} octets, la limite est de {limit}",
        "réduire l'image, découper le texte, ou déposer le document ailleurs et mettre un lien",
        "Un fichier énorme bloque la construction de tous les sites.",
    ),
    "texte-limite": error(
        "texte trop long ou trop compliqué à mettre en page : {detail}",
        "simplifier le texte : signes répétés, listes ou citations emboîtées, crochets et parenthèses non fermés",
        "Un texte qui ne finit pas d'être lu bloquerait la construction de tous les sites.",
    ),
    "texte-inconvertible": error(
        "« {line} » ne peut pas être mis en page ({detail})",
        "corriger ce qui est inhabituel à cette ligne, le plus souvent l'adresse d'un lien",
        "Un texte qui arrête la mise en page arrête la construction de tous les sites.",
    ),
    "encodage": error(
        "texte qui n'est pas en UTF-8 (octet {byte} à la position {position})",
        "enregistrer le fichier en UTF-8 dans l'éditeur",
        _READ,
    ),
    "nom-de-fichier": error(
        "nom « {name} » refusé : il deviendrait une adresse de page fragile",
        "n'employer que des lettres minuscules sans accent, des chiffres et des tirets : « {suggestion} »",
        "Les adresses doivent se dicter au téléphone et passer sur tous les serveurs.",
    ),
    "fichier-laisse": warning(
        "« {name} » est une copie ou un fichier de réglages laissé par un logiciel : il n'est pas lu",
        "le supprimer ; ne pas le renommer, il remplacerait le bon fichier",
        "Une vieille copie à côté d'un texte finit par être reprise à sa place.",
    ),
    "noms-confondus": error(
        "« {name} » et « {other} » ne diffèrent que par la casse ou les accents",
        "renommer l'un des deux",
        "Certains serveurs et postes les confondent : l'une des pages écraserait l'autre.",
    ),
    "lien-symbolique": error(
        "lien symbolique (vers « {target} »)",
        "remplacer le lien par une copie du fichier",
        "Un lien pourrait publier un fichier qui n'est pas destiné à l'être.",
    ),
    "dossier-absent": error(
        "dossier « {name} » introuvable", "se placer à la racine du projet, ou rétablir le dossier", _READ
    ),
    "adresse-ancienne": error(
        "« {address} » ne peut pas être une ancienne adresse : {why}",
        "{fix}",
        "Une adresse ne peut mener qu'à une page.",
    ),
    "adresse-perdue": error(
        "l'adresse « {address} » a été publiée, et ne mènerait plus nulle part",
        "écrire « aliases: [{address}] » dans l'en-tête de {where} si elle est la même page ailleurs, "
        "ou « gone: [{address}] » si la page n'existe plus",
        "Des favoris, des courriels et des affiches mènent à cette adresse depuis des années.",
    ),
    "adresses-confondues": error(
        "cette page aurait la même adresse que « {other} »",
        "renommer l'une des deux",
        "Une adresse ne peut porter qu'une page : l'autre disparaîtrait.",
    ),
    # --- YAML and front matter
    "yaml-malforme": error("ligne illisible : {detail}", "{fix}", _FORM),
    "texte-coupe": error(
        "« {key} » : « {lost} » serait perdu, car ce qui suit « # » est une remarque",
        "écrire « {wanted} »",
        "Rien de ce qui est tapé ne doit disparaître sans un mot.",
    ),
    "yaml-cle-double": error(
        "la clé « {key} » est écrite deux fois (déjà ligne {first})", "garder une seule des deux lignes", _FORM
    ),
    "yaml-alias": error(
        "ancre ou alias YAML (« & » ou « * ») refusé",
        "répéter la valeur en toutes lettres",
        "Des alias imbriqués peuvent saturer la mémoire.",
    ),
    "yaml-etiquette": error("étiquette YAML « {tag} » refusée", "retirer l'étiquette « {tag} »", SAFE),
    "yaml-trop-profond": error(
        "YAML trop imbriqué ou trop long ({detail})",
        "simplifier le fichier",
        "Un fichier démesuré bloque la construction.",
    ),
    "configuration-refusee": error(
        "« {key} » n'est pas accepté par MkDocs : {said}",
        "corriger cette clé, ou la retirer (https://www.mkdocs.org/user-guide/configuration/)",
        "Sans configuration, aucun site ne peut être construit.",
    ),
    "en-tete-absent": error(
        "la page n'a pas d'en-tête « --- »", "commencer le fichier par un en-tête (voir CONTRIBUTING.md)", _FORM
    ),
    "en-tete-ignore": error(
        "{what} : il ne serait pas lu, et s'afficherait dans la page",
        "{fix}",
        "La relecture et la confirmation notées dans l'en-tête seraient perdues sans un mot.",
    ),
    "en-tete-ouvert": error(
        "l'en-tête n'est pas fermé par une ligne « --- »", "ajouter une ligne « --- » après les clés", _FORM
    ),
    "cle-inconnue": error(
        "clé inconnue « {key} »{hint}", "corriger ou retirer la clé ; clés possibles : {known}", _FORM
    ),
    "cle-absente": error("clé obligatoire absente : « {key} »", "ajouter « {key}: … »", _FORM),
    "valeur-refusee": error("« {key} » : valeur {value} refusée", "{expected}", _FORM),
    "date-refusee": error(
        "« {key} » : {value} n'est pas une date possible",
        "{fix}",
        _FORM,
    ),
    "date-future": error(
        "« {key} » est dans le futur ({value})",
        "écrire la date à laquelle la relecture a vraiment eu lieu",
        "Une date future ferait croire qu'une page est à jour.",
    ),
    "duree-refusee": error("« {key} » : durée « {value} » refusée", "écrire « 6 mois », « 1 an », « 2 ans »…", _FORM),
    "adresse-refusee": error(
        "« {key} » : adresse « {value} » refusée",
        "écrire une adresse complète commençant par https:// ou http://",
        SAFE,
    ),
    "texte-vide": error("« {key} » est vide", "écrire un texte, ou retirer la clé", _FORM),
    "valeur-balise": error(
        "« {key} » : balise ou entité HTML « {text} » dans un texte simple",
        "écrire le texte tel qu'il doit se lire, sans « < » ni « &…; »",
        "Cette valeur paraît telle quelle dans les pages, les agendas et les rapports.",
    ),
    # --- Departments
    "departements-absents": error(
        "la liste nationale des départements est introuvable",
        "rétablir le fichier content/_departments.yml",
        "Sans elle, aucun site n'aurait de nom.",
    ),
    "departement-inconnu": error(
        "« {name} » n'est le dossier d'aucun département de content/_departments.yml{hint}",
        "reprendre le nom de dossier (« slug ») de la liste nationale, ou retirer ce qui n'est pas un département",
        "Le nom du dossier est l'adresse du site ; une délégation ne peut pas créer de site.",
    ),
    "departement-sans-dossier": warning(
        "dans la liste nationale mais sans dossier, donc sans site : {slugs}",
        "créer chaque dossier avec « troisclics new department CODE-NOM », ou retirer la ligne de la liste",
        "Un département sans site ne se voit nulle part : ses agents ne trouveraient rien.",
    ),
    "identite-nationale": error(
        "« {key} » : l'identité d'un département est nationale : content/_departments.yml",
        "retirer la ligne ; la valeur nationale est « {value} », et seul le SIRCOM la change",
        "Le nom d'un département paraît sur le portail et dans tous les sites : une délégation n'y écrit pas.",
    ),
    "identite-superflue": warning(
        "« {key} » est déjà dans la liste nationale : content/_departments.yml",
        "retirer la ligne : elle ne sert plus à rien",
        "Une valeur écrite à deux endroits finit par différer.",
    ),
    "departement-vide": error(
        "le dossier n'a pas de fichier « department.yml »{hint}",
        "{fix}, ou retirer le dossier",
        "Un dossier sans fiche donnerait un site sans nom.",
    ),
    "departement-code": error(
        "le code « {code} » ne correspond pas au dossier « {slug} »",
        "commencer « slug » par le code, en minuscules",
        "Le code sert d'adresse courte du site.",
    ),
    "departement-double": error(
        "« {key} » : « {value} » est déjà à la ligne {first}",
        "corriger l'une des deux lignes",
        "Deux départements confondus : l'un des sites remplacerait l'autre.",
    ),
    "evenement-dates": error("{why}", "corriger {keys}", _FORM),
    "evenement-double": warning(
        "« {title} » est écrit deux fois, au même jour et au même lieu (déjà ligne {first})",
        "garder un seul des deux, ou dire en quoi ils diffèrent : l'heure, le lieu",
        "Le même événement deux fois dans l'agenda laisse croire à deux dates.",
    ),
    "formulaire-introuvable": error(
        f"« {{name}} » n'est pas un document de {DELEGATION}{{hint}}",
        f"déposer le formulaire (pdf, odt, ods, docx, xlsx) dans {DELEGATION}, et écrire ici le seul nom du fichier ; "
        "une adresse s'écrit sous « url »",
        "Un lien mort le jour des inscriptions ferait perdre des places.",
    ),
    "formulaire-sans-recours": warning(
        "« {title} » n'a qu'un formulaire pour s'inscrire",
        "ajouter « contact » ou « phone » : qui ne peut ni le lire ni le remplir doit pouvoir s'inscrire autrement",
        "Un document ne se lit pas toujours à voix haute, et s'ouvre mal sur un téléphone (RGAA 13.3).",
    ),
    "page-brouillon": warning(
        "« {title} » est un brouillon, à compléter : cette page n'est sur aucun site, et son texte n'est pas contrôlé",
        "écrire le texte et l'en-tête, ajouter la page à « nav », puis retirer « draft: true »",
        "Une page commencée peut être enregistrée et partagée sans paraître par mégarde.",
    ),
    # --- National facts
    "fait-identifiant": error(
        "identifiant « {id} » refusé",
        "n'employer que des minuscules, chiffres, points et tirets : « pim.repas »",
        _FORM,
    ),
    "fait-double": error("le fait « {id} » est déjà défini ({other})", "renommer ou supprimer l'un des deux", _FORM),
    "fait-sans-valeur": error(
        "le fait « {id} » n'a aucune valeur", "ajouter au moins une entrée sous « values »", _FORM
    ),
    "fait-periodes": error(
        "les périodes du fait « {id} » se chevauchent ou ne sont pas dans l'ordre (valeur du {start})",
        "ranger les valeurs de la plus ancienne à la plus récente et fermer chacune par « to »",
        "Deux valeurs le même jour : le site ne saurait laquelle montrer.",
    ),
    "fait-unite": error(
        "le fait « {id} » est en {unit}, mais sa valeur est {value}",
        "{fix}",
        _FORM,
    ),
    # --- References inside the tree
    "responsable-inconnu": error(
        "responsable « {owner} » inconnu",
        "choisir un responsable de content/_owners.yml : {known}",
        "Une page sans responsable ne sera pas tenue à jour.",
    ),
    "responsable-absent": error(
        "aucun responsable, ni ici ni dans l'index de la rubrique",
        "ajouter « owner: … » (responsables : {known})",
        "Une page sans responsable ne sera pas tenue à jour.",
    ),
    "operateur-inconnu": error(
        "opérateur « {operator} » : la page {page} n'existe pas",
        f"choisir un opérateur de la rubrique {OPERATORS}",
        _FORM,
    ),
    "situation-inconnue": error(
        "situation « {event} » : la page {page} n'existe pas", f"choisir une page de la rubrique {SITUATIONS}", _FORM
    ),
    "menu-page-absente": error(
        "le menu de mkdocs.yml nomme « {uri} », qui n'existe pas", "corriger « nav », ou créer la page", SAME
    ),
    "menu-double": error(
        "« {uri} » est déjà dans le menu (ligne {first})",
        "garder une seule des deux lignes",
        "Une page à deux places du menu n'est à aucune : on ne sait plus où l'on est.",
    ),
    "donnees-inconnues": error(
        "« {name} » n'est pas un fichier de données connu : personne ne le lit",
        "corriger son nom (_departments.yml, _owners.yml, _tasks.yml, _facts/…), ou le retirer de content/",
        _READ,
    ),
    "page-hors-menu": error(
        "la page n'est ni dans « nav » ni dans « not_in_nav » de mkdocs.yml",
        "ajouter la page à « nav », ou son chemin à « not_in_nav »",
        "Une page hors menu ne se trouve pas.",
    ),
    "tache-page-absente": error(
        "la tâche « {task} » mène à « {uri} », qui n'existe pas", "corriger « answer » ou « tempting »", _FORM
    ),
    "tache-double": error("la tâche « {task} » est définie deux fois", "renommer l'une des deux", _FORM),
    # --- Expansion
    "gabarit-syntaxe": error(
        "gabarit mal formé : {detail}",
        "corriger les accolades de la ligne indiquée ; "
        "pour montrer des accolades, les écrire comme du code, entre accents graves",
        _FORM,
    ),
    "gabarit-commentaire": error(
        "« {{# » commence un commentaire de gabarit : le texte qui suit disparaîtrait de la page",
        "{fix}",
        "Un texte ne doit jamais disparaître sans que son auteur le sache.",
    ),
    "variable-inconnue": error(
        "variable inconnue : {detail}",
        "n'employer que fact(…), department.… et les blocs prévus ; "
        "pour montrer des accolades, les écrire comme du code, entre accents graves",
        _FORM,
    ),
    "fait-inconnu": error(
        "fait « {id} » inconnu{hint}",
        "définir le fait dans content/_facts/, ou corriger son nom",
        "Un montant sans fait ne serait ni daté ni sourcé.",
    ),
    "bloc-inconnu": error("bloc « {name} » inconnu", "choisir parmi : {known}", _FORM),
    "gabarit-limite": error(
        "gabarit trop long : {detail}",
        "simplifier le gabarit (boucles, répétitions)",
        "Un gabarit sans fin bloquerait la construction.",
    ),
}
