"""Rules on shared texts: the parts of a benefit page, typed figures, videos, tasks."""

from __future__ import annotations

from ..model.conventions import LOCAL, OPERATORS, OTHERWISE, SITUATIONS, WHO
from .rule import Rule, error, warning

_PARTS = (
    "Toutes les pages d'aide répondent aux mêmes questions dans le même ordre : on sait toujours où lire la réponse."
)
_FIGURES = (
    "Un chiffre tapé dans une page n'a ni date ni source, et personne ne le retrouve quand il change ; "
    "un fait national change partout à la fois."
)
_VIDEO = "Qui n'entend pas, ne voit pas ou n'a pas le son doit avoir la même information (RGAA, thème 4)."

RULES: dict[str, Rule] = {
    # --- Benefit pages
    "aide-partie-absente": error(
        "cette page d'aide n'a pas de partie « {part} »",
        "ajouter le titre « ## {part} » et y répondre ; si la réponse n'est pas connue, le dire en une ligne, "
        "avec qui la connaît",
        _PARTS,
    ),
    "aide-partie-inconnue": error(
        "« {part} » n'est pas une partie des pages d'aide",
        "mettre ce texte, sous un titre « ### », dans l'une des parties « {parts} »",
        _PARTS,
    ),
    "aide-ordre": error(
        "la partie « {part} » n'est pas à sa place", "ranger les parties dans cet ordre : « {parts} »", _PARTS
    ),
    "aide-partie-vide": error(
        "la partie « {part} » ne dit rien",
        "y répondre ; si la réponse n'est pas connue, le dire en une ligne, avec qui la connaît",
        _PARTS,
    ),
    "aide-sans-source": error(
        "cette page d'aide ne cite aucune source",
        "ajouter « sources » à l'en-tête ; s'il n'existe aucun texte publié, le dire comme titre de la source",
        "Ce que dit une page doit pouvoir se vérifier.",
    ),
    "aide-sans-organisme": error(
        "l'organisme de cette aide n'est pas dit",
        f"ajouter « operator » à l'en-tête : le nom d'une page de {OPERATORS}, sans « .md »",
        "Chacun doit savoir à qui il a affaire, et sous quel statut.",
    ),
    "aide-organisme-tu": error(
        f"« {WHO} » ne mène pas à la page de l'organisme « {{operator}} »",
        f"y mettre un lien vers {OPERATORS}{{operator}}.md, qui dit le statut de l'organisme",
        "Chacun doit savoir à qui il a affaire, et sous quel statut.",
    ),
    "aide-sans-lieu": error(
        f"« {LOCAL} » n'a pas de place pour le texte de la délégation",
        "ajouter la ligne « <!-- local --> », seule, à l'endroit voulu",
        "Sans cette ligne, le texte local irait à la fin de la page, loin de son titre.",
    ),
    "aide-sans-suite": error(
        f"« {OTHERWISE} » ne mène à aucune autre page",
        "y mettre un lien vers l'aide voisine, ou vers qui peut en chercher une",
        "Personne ne doit repartir d'une page sans savoir où aller.",
    ),
    "situation-sans-aide": error(
        "la situation « {event} », que cette aide nomme, ne mène pas à elle",
        f"ajouter un lien vers {{uri}} dans {SITUATIONS}{{event}}.md, à l'étape où l'aide se demande, "
        "ou retirer « {event} » de « life_events »",
        "Qui suit les étapes d'une situation ne doit manquer aucune aide.",
    ),
    "paragraphe-repete": error(
        "ce paragraphe est déjà, mot pour mot, dans une autre page d'aide ({other})",
        "le garder là où il est le plus utile, et mettre ici un lien, ou dire ce qui est propre à cette aide",
        "Un texte répété vieillit à deux endroits, et n'aide pas à choisir entre deux aides.",
    ),
    # --- Figures
    "montant-tape": error("« {figure} » est tapé à la main", "{fix}", _FIGURES),
    "date-tapee": error("la date « {figure} » est tapée à la main", "{fix}", _FIGURES),
    "seuil-tape": error("le seuil « {figure} » est tapé à la main", "{fix}", _FIGURES),
    "exemple-sans-calcul": error(
        "cet exemple ne calcule rien",
        'calculer le résultat : {{{{ (fact("…").number * 10) | eur }}}} ; un texte sans calcul n\'est pas un exemple',
        _FIGURES,
    ),
    "exemple-montant": error(
        "« {figure} » n'entre dans aucun calcul de cet exemple",
        "calculer avec ce montant, ou nommer le fait d'où il vient",
        "Le résultat d'un exemple doit changer avec les faits, sans que personne n'y pense.",
    ),
    # --- Videos
    "video-sans-affiche": error(
        "cette vidéo n'a pas d'image d'attente", "déposer une image à côté du film : {files}", _VIDEO
    ),
    "video-sans-sous-titres": error(
        "cette vidéo n'a pas de sous-titres", "déposer le fichier de sous-titres à côté du film : {file}", _VIDEO
    ),
    "video-sous-titres-vides": error(
        "ce fichier de sous-titres n'en contient aucun",
        "écrire « WEBVTT » en première ligne, puis chaque sous-titre sous ses temps : « 00:00.000 --> 00:04.000 »",
        _VIDEO,
    ),
    "video-sans-transcription": error(
        "cette page montre une vidéo et ne donne pas son texte",
        "ajouter une partie « ## Transcription » avec tout ce qui est dit et montré",
        _VIDEO,
    ),
    "video-sans-page": error(
        "aucune page ne montre cette vidéo",
        'la montrer par {{{{ video("{name}") }}}}, ou retirer le film',
        "Un film que rien ne montre alourdit tous les sites pour personne.",
    ),
    # --- Tasks
    "tache-ancre-absente": error(
        "la réponse à « {task} » n'a pas d'ancre « #{anchor} » dans la page construite",
        "reprendre un titre de la page, par exemple « #{known} », ou retirer l'ancre",
        "Une réponse qui n'est pas à l'endroit annoncé ne peut être ni testée ni partagée.",
    ),
    "tache-sans-piege": warning(
        "la question « {task} » n'a aucune page tentante mais fausse",
        "ajouter à « tempting » la page où l'on irait d'abord par erreur",
        "Sans mauvaise réponse possible, un test de l'arborescence ne prouve rien.",
    ),
}
