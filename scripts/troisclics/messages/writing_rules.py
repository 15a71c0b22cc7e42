"""Rules on writing: headings, tables, links, images, words; and on shared data."""

from __future__ import annotations

from .rule import Rule, error, note, warning

_HEARD = "Qui écoute la page au lieu de la voir ne connaît que les titres, les textes des liens et ceux des images."
_HERE = "Aucune page ne demande rien à un autre serveur : tout marche hors ligne, et personne n'est suivi."
_PLAIN = "Un texte se lit debout, sur un téléphone, par quelqu'un qui n'est pas du métier."
_MARKDOWN = "Le Markdown se relit, se contrôle et se convertit ; le HTML vieillit avec le thème."
_AS_TYPED = "La forge met ce texte en forme ; les sites montreraient les signes tapés, sur cent deux sites à la fois."
_PERSON = "Une personne change de poste, et son nom lui appartient : la page doit rester juste sans elle."
_DEAD = "Un lien mort fait perdre confiance dans toute la page."

RULES: dict[str, Rule] = {
    "page-vide": warning(
        "ce fichier n'a pas de texte sous son en-tête",
        "écrire le texte, ou supprimer le fichier",
        "Une page sans texte fait perdre un clic, et la confiance.",
    ),
    # --- Headings
    "titre-vide": error("titre sans texte", "écrire le titre, ou retirer les « # »", _HEARD),
    "titre-de-page": error(
        "« # {text} » n'est pas le titre de la page",
        "commencer à « ## » : le titre de la page est « title », dans l'en-tête",
        _HEARD,
    ),
    "titre-saute": warning(
        "le titre « {level} » saute un niveau", "écrire « {wanted} », ou ajouter le titre qui manque au-dessus", _HEARD
    ),
    # --- Tables
    "tableau-mal-forme": error(
        "tableau sans ligne « | --- | » sous ses titres : il s'affiche comme du texte",
        "écrire une ligne de titres, puis une ligne « | --- | --- | », puis les autres",
        _HEARD,
    ),
    "tableau-sans-titre": warning(
        "une colonne du tableau n'a pas de titre", "donner un titre à chaque colonne, même à la première", _HEARD
    ),
    "tableau-cellule": error(
        "{cells} cellules dans un tableau de {columns} colonnes : les dernières disparaissent",
        "retirer une barre « | », l'écrire « \\| » dans un texte, ou ajouter une colonne",
        "Ce qui dépasse du tableau n'est pas publié, et personne ne le voit.",
    ),
    # --- Marks that would be published as typed
    "liste-collee": warning(
        "{what} suit une phrase sans ligne vide : tout s'affiche dans la phrase",
        "laisser une ligne vide au-dessus",
        _AS_TYPED,
    ),
    "listes-melees": warning(
        "« {text} » continue la liste du dessus, qui n'est pas de la même sorte : puces et numéros se mêlent",
        "mettre une phrase entre les deux listes",
        "Une ligne vide ne suffit pas : des étapes perdraient leurs numéros, et des puces en recevraient.",
    ),
    "retrait-court": warning(
        "{what} a trop peu d'espaces devant : rien ne montre à quoi cela se rattache",
        "mettre {wanted} espaces au début de la ligne",
        _AS_TYPED,
    ),
    "marque-brute": warning("« {text} » s'affiche tel quel, avec ses signes", "{fix}", _AS_TYPED),
    "signe-cache": warning(
        "signe de traitement de texte qui ne se voit pas ({text})",
        "retaper ce mot, ou recopier le texte sans sa mise en forme",
        "Un mot qui contient un signe caché n'est pas trouvé par la recherche, et se lit mal à voix haute.",
    ),
    "conflit-git": error(
        "« {text} » : reste d'une fusion de deux versions",
        "garder la bonne version, retirer l'autre et les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        "Les deux versions, et leurs marques, seraient publiées l'une sous l'autre.",
    ),
    # --- HTML
    "html-actif": error(
        "HTML « {text} » : style, script ou cadre dans une page",
        "retirer l'attribut ou la balise : les styles sont dans overrides/assets/",
        "Les serveurs refusent ce qui est écrit dans la page : l'élément serait sans effet.",
    ),
    "html-brut": warning("HTML « {text} »{more} dans un texte", "{instead}", _MARKDOWN),
    "texte-echu": note(
        "{what} ne paraît plus depuis le {day}",
        "{fix}",
        "Un vieux texte que personne ne voit est relu et corrigé pour rien.",
    ),
    # --- Links and images
    "lien-introuvable": error(
        "« {link} » ne mène à aucune page, ni à aucun fichier du site{hint}",
        "corriger le chemin, compté depuis ce fichier ; l'adresse d'un autre site commence par https://",
        _DEAD,
    ),
    "lien-date": error(
        "« {link} » : {why}",
        "mettre le lien dans un passage daté : « {mark} » sur la ligne d'avant, « <!-- fin --> » sur celle d'après ; "
        "ou dater de même la page qui le contient",
        "Un lien ne doit mener nulle part aucun jour : la nuit où il se casserait, rien ne serait publié.",
    ),
    "tache-datee": error(
        "la tâche « {task} » mène à « {answer} », un titre qui n'est dans la page que certains jours",
        "mettre le titre hors du passage daté, et dater seulement le texte en dessous",
        _DEAD,
    ),
    "ancre-introuvable": error(
        "« {link} » mène à une page qui n'a pas ce titre{hint}",
        "reprendre le titre de la page visée, ou retirer « # » et ce qui suit",
        _DEAD,
    ),
    "lien-actif": error(
        "« {link} » : ce lien ne mène pas à une page",
        "écrire le chemin d'une page, ou une adresse qui commence par https:, http:, mailto: ou tel:",
        "Un lien qui exécute quelque chose n'est jamais publié.",
    ),
    "lien-vide": error("lien qui ne mène nulle part", "{fix}", _DEAD),
    "lien-muet": error("lien sans texte", "écrire entre crochets où il mène", _HEARD),
    "lien-vague": warning(
        "le lien « {text} » ne dit pas où il mène",
        "écrire où il mène : « voir les [contacts](…) », jamais « cliquez ici »",
        _HEARD,
    ),
    "lien-nu": warning(
        "adresse « {text} » écrite telle quelle",
        "en faire un lien dont le texte dit où il mène : « [le site](…) »",
        _HEARD,
    ),
    "document-sans-poids": warning(
        "le lien « {text} » mène à un document sans dire son format ni son poids",
        "écrire « [{text} ({size})](…) », et dire l'essentiel dans la page : un document s'ouvre mal au téléphone",
        "Qui est au téléphone ou n'a pas le bon logiciel doit le savoir avant d'ouvrir (RGAA 13.3).",
    ),
    "image-muette": error(
        "l'image « {target} » n'a pas de texte de remplacement",
        "dire entre crochets ce qu'elle montre : « ![Plan d'accès : entrée par la cour](plan.png) »",
        _HEARD,
    ),
    "image-mal-dite": warning(
        "le texte de remplacement « {alt} » ne dit pas ce que l'image montre",
        "dire ce qu'elle apprend à qui la voit",
        _HEARD,
    ),
    "image-ailleurs": error(
        "image prise sur un autre serveur (« {target} »)", "déposer l'image à côté du texte, si elle peut l'être", _HERE
    ),
    # --- Words
    "page-a-relire": warning(
        "« {label} » a changé le {day}, après la dernière relecture de ce texte ({reviewed})",
        "relire les phrases autour de la valeur (« fixé au… », « inchangé », un exemple), puis noter la relecture : "
        "troisclics review FICHIER --against https://…",
        "La valeur se met à jour toute seule ; ce qu'on en dit, non.",
    ),
    "personne-nommee": error(
        "« {text} » semble nommer une personne",
        "écrire la fonction : « secrétariat de la délégation » ; si le nom doit rester, finir la ligne par "
        "« <!-- nom permis --> », ou « # nom permis » dans une fiche",
        _PERSON,
    ),
    "boite-personnelle": error(
        "« {text} » semble être la boîte d'une personne",
        "donner une boîte fonctionnelle ; si elle est bien celle d'une équipe, finir la ligne par « # nom permis » "
        "(« <!-- nom permis --> » dans un texte)",
        _PERSON,
    ),
    "sigle-inexplique": warning(
        "le sigle « {word} » n'est expliqué nulle part",
        "écrire « nom entier ({word}) » la première fois, ou l'ajouter à content/_glossary.yml ; "
        "un nom propre se met entre guillemets",
        _PLAIN,
    ),
    "phrase-longue": note("phrase de {words} mots (plus de {most})", "la couper en deux : une idée par phrase", _PLAIN),
    "lecture-difficile": note(
        "{mean} mots par phrase en moyenne, sur {sentences} phrases (plus de {most})",
        "couper les phrases les plus longues",
        _PLAIN,
    ),
    "en-tete-incomplet": warning(
        "« {key} » n'est pas dit dans l'en-tête de cette page d'aide",
        "ajouter « {key}: […] »",
        "L'agent cherche avec ses mots, et veut savoir si l'aide est pour lui.",
    ),
    "description-longue": warning(
        "description de {length} caractères (plus de {most})",
        "dire en une phrase ce que c'est et pour qui : elle paraît dans les listes et la recherche",
        _PLAIN,
    ),
    # --- Data
    "responsable-double": error(
        "le responsable « {owner} » est déjà défini ({first})",
        "garder une seule des deux entrées",
        "Deux équipes sous un même nom : aucune ne répond.",
    ),
    "donnees-absentes": warning(
        "le fichier « {name} » n'existe pas",
        "rétablir le fichier, ou corriger son nom",
        "Un fichier mal nommé n'est lu par personne, et ce qu'il devait contrôler ne l'est pas.",
    ),
}
