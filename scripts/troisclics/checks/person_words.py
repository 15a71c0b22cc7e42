"""Words that tell a team, a post, a place or a time from a person, folded and without a final « s »."""

from __future__ import annotations

FUNCTIONS = frozenset(
    {
        "accueil", "action", "administratif", "administration", "administrative", "agence", "aide", "amicale",
        "antenne", "arbre", "assistance", "assistant", "association", "atelier", "atscaf", "bal", "bas",
        "billetterie", "bureau", "cantine", "cdas", "cellule", "centre", "chsct", "cinema", "club", "colo",
        "colonie", "comite", "commission", "communication", "contact", "correspondant", "correspondante",
        "courrier", "creche", "culture", "ddfip", "delegation", "delegue", "departement", "departemental",
        "departementale", "dgfip", "direction", "disp", "dossier", "douane", "drfip", "education", "enfance",
        "entreprise", "equipe", "famille", "finance", "formation", "gestion", "groupe", "handicap", "info",
        "inscription", "inter", "logement", "loisir", "mairie", "medecine", "medical", "mission", "mutuelle",
        "national", "offre", "paie", "permanence", "personnel", "pole", "portail", "pour", "prefecture",
        "prefet", "prestation", "prevention", "proximite", "region", "renseignement", "reply", "repondre",
        "restaurant", "restauration", "retraite", "rh", "ria", "sante", "secretariat", "section", "sejour",
        "service", "sg", "sircom", "social", "sociale", "sport", "srias", "support", "tresorerie", "vacance",
        "ville", "vous", "webmestre", "yoga",
    }
)  # fmt: skip
"""Words of mailboxes that a team reads."""
EXAMPLES = frozenset({"prenom.nom", "nom.prenom"})
"""Mailboxes that stand for any."""
POSTS = frozenset(
    {
        "adjoint", "adjointe", "chef", "cheffe", "conseiller", "conseillere", "depute", "deputee", "directeur",
        "directrice", "inspecteur", "inspectrice", "maire", "ministre", "prefet", "prefete", "president",
        "presidente", "proviseur", "recteur", "rectrice", "responsable", "secretaire",
    }
)  # fmt: skip
"""What may come behind « M. » or « Madame » instead of a name."""
_OTHERS = frozenset(
    {
        "academie", "agglo", "agglomeration", "allee", "aout", "assistante", "avenue", "avril", "batiment",
        "bercy", "boulevard", "caisse", "chambre", "cite", "college", "conseil", "correspondance",
        "credit", "decembre", "des", "dimanche", "du", "en", "est", "etage", "etat", "fevrier", "fonction",
        "fonctionnaire", "general", "generale", "harmonie", "hopital", "hotel", "impot", "institut", "janvier",
        "jeudi", "journee", "juillet", "juin", "l", "la", "le", "les", "lundi", "lycee", "mai", "maison",
        "mardi", "mars", "mercredi", "metropole", "ministere", "musee", "nord", "novembre", "octobre", "office",
        "ouest", "par", "parc", "place", "public", "publique", "residence", "rez-de-chaussee", "rue", "salle",
        "samedi", "septembre", "sud", "theatre", "total", "tous", "toute", "toutes", "travail", "union",
        "universite", "vendredi",
    }
)  # fmt: skip
"""More words of places, teams and times."""
_PRODUCTS = frozenset(
    {
        "acrobat", "adobe", "android", "apache", "apple", "chrome", "excel", "firefox", "google", "internet", "iphone",
        "libre", "linux", "map", "microsoft", "mozilla", "outlook", "reader", "street", "team", "view", "web",
        "windows", "zoom",
    }
)  # fmt: skip
"""Words of the names of programs and services."""
SUBJECTS = frozenset(
    {
        "anglai", "college", "danse", "ecole", "francai", "geographie", "histoire", "lycee", "mathematique", "musique",
        "philosophie", "universite",
    }
)  # fmt: skip
"""What may come behind « professeur de » instead of a name."""
TEAMS = FUNCTIONS | frozenset(word for word in _OTHERS if len(word) > 2)
"""A mailbox with one of them is that of a team."""
NO_NAME = FUNCTIONS | POSTS | _OTHERS | _PRODUCTS
"""A pair of capitalised words with one of them names nobody."""
