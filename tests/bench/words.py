"""The French that generated pages are written in: phrases that fit together whatever the draw."""

from __future__ import annotations

SUBJECTS = (
    "La délégation", "Le service social", "Le gestionnaire", "La commission d'attribution", "L'association",
    "Le bureau des ressources humaines", "Le correspondant local", "Le conseil départemental", "Le secrétariat",
    "La caisse de retraite", "L'assistante de service social", "Le pôle national", "La mutuelle", "Le bailleur",
    "Le médecin de prévention", "La direction locale", "Le comité d'action sociale", "L'opérateur",
)  # fmt: skip
VERBS = (
    "examine", "reçoit", "transmet", "vérifie", "conserve", "complète", "enregistre", "étudie", "suit", "signe",
    "confirme", "classe", "calcule", "relit", "présente", "annonce",
)  # fmt: skip
OBJECTS = (
    "le dossier", "la demande", "les pièces justificatives", "le formulaire", "votre déclaration",
    "les revenus du foyer", "l'avis d'imposition", "le quotient familial", "la facture acquittée",
    "le contrat de location", "l'attestation de l'employeur", "le plan de financement", "le justificatif de domicile",
    "la liste des bénéficiaires", "le montant de l'aide", "le calendrier des versements", "le barème de l'année",
    "la décision de la commission", "le certificat de scolarité", "la convention avec le restaurant",
)  # fmt: skip
TIMES = (
    "avant la fin du mois", "dans les trente jours", "dès réception", "au début de chaque trimestre",
    "après votre prise de poste", "avant la rentrée scolaire", "le premier lundi du mois", "au plus tard en décembre",
    "sans attendre la date limite", "à la demande de l'agent", "au moment du renouvellement", "une fois par an",
)  # fmt: skip
CONDITIONS = (
    "Si vous changez de résidence", "Quand vous partez à la retraite", "En cas d'urgence", "Pour un enfant à charge",
    "Si votre situation familiale change", "Après une mutation", "Si vous travaillez à temps partiel",
    "Pendant un congé de maladie", "Si vous êtes en contrat court", "Lorsque le foyer compte deux agents",
    "Si le logement est en zone tendue", "Avant de signer un devis", "En l'absence de réponse",
)  # fmt: skip
ADVICE = (
    "conservez une copie de chaque document", "prévenez votre délégation", "joignez un relevé d'identité bancaire",
    "demandez un accusé de réception", "vérifiez la date limite", "téléphonez avant de vous déplacer",
    "notez le nom du service qui vous a répondu", "relisez les conditions de ressources",
    "indiquez une adresse personnelle", "gardez l'original des factures", "signalez-le par écrit",
    "adressez-vous au service social",
)  # fmt: skip
QUESTIONS = (
    "Puis-je cumuler cette aide avec une autre", "Que faire si ma demande est refusée",
    "Combien de temps faut-il attendre", "Dois-je rembourser si je change de poste",
    "Mon conjoint peut-il en faire la demande", "Les contractuels sont-ils concernés",
    "Que se passe-t-il à la retraite", "Où trouver le formulaire", "Comment prouver mes ressources",
    "La date limite peut-elle être reportée",
)  # fmt: skip
NOUNS = (
    "Aide", "Prêt", "Subvention", "Allocation", "Prestation", "Accompagnement", "Réservation", "Séjour",
    "Consultation", "Remboursement", "Bourse", "Secours",
)  # fmt: skip
PURPOSES = (
    "à l'installation", "au déménagement", "pour les repas", "à la garde d'enfant", "pour les vacances",
    "après un sinistre", "au maintien à domicile", "pour les études", "à la mobilité", "pour l'équipement",
    "aux aidants", "pour le sport", "pour la culture", "à la rénovation", "en cas de coup dur",
)  # fmt: skip
STREETS = ("rue des Tilleuls", "place du Marché", "quai de la Rivière", "avenue de la Gare", "allée des Charmes")
MEALS = ("Le Parc", "Les Halles", "La Passerelle", "Le Beffroi", "Les Remparts", "La Verrière", "Le Moulin")
OUTINGS = (
    "Visite du musée", "Journée à la mer", "Atelier budget", "Arbre de Noël", "Spectacle des enfants",
    "Réunion d'information retraite", "Randonnée de printemps", "Forum de l'action sociale",
)  # fmt: skip
FIRST_NAMES = (
    "Brumeval", "Clairmont", "Dunebourg", "Falaisière", "Garance", "Hautbois", "Joncquière", "Landerive", "Marivelle",
    "Noirétang", "Pervenche", "Quatrevents", "Rochebrune", "Sablonnière", "Tournemire", "Valfleuri", "Boisjoli",
    "Chantemerle", "Donjonval", "Fontclaire", "Grandpré", "Hautefeuille", "Jolimont", "Longuerive", "Montcendre",
    "Nivernelle", "Plainevert", "Rivegrise", "Sourcevive", "Terrenoire", "Vaucluson", "Belombre", "Coteauroux",
    "Douvrelles", "Fougeraie", "Genestière", "Houblonne", "Lavandière", "Mirefleur", "Peupleraie",
)  # fmt: skip
RIVERS = (
    "Bruine", "Charmille", "Dorette", "Fauvette", "Givre", "Halette", "Jonquille", "Lisière", "Mésange", "Nacelle",
    "Perdrix", "Roselière", "Saulaie", "Tourbe", "Vesprée", "Bourrasque", "Combe", "Drève", "Futaie", "Glane",
    "Hêtraie", "Lande", "Mousse", "Noue", "Prairie",
)  # fmt: skip
REGIONS = ("Région des Collines", "Région des Rivières", "Région des Plaines", "Région du Littoral", "Région des Îles")

SECTIONS = (
    ("restauration", "Restauration"),
    ("logement", "Logement"),
    ("famille", "Famille et enfance"),
    ("vacances", "Vacances et loisirs"),
    ("sante-coups-durs", "Santé et coups durs"),
    ("ma-situation", "Ma situation"),
    ("qui-fait-quoi", "Qui fait quoi"),
)
DELEGATION = ("ma-delegation", "Ma délégation")
DELEGATION_PAGES = (
    ("contacts", "Contacts", "contact"),
    ("permanences", "Permanences", "permanences"),
    ("restaurants", "Restaurants", "restaurants"),
    ("agenda", "Agenda", "events"),
    ("arbre-de-noel", "Arbre de Noël", "events"),
    ("offres-locales", "Offres locales", "offers"),
    ("conseil-departemental", "Conseil départemental", "contact"),
)
FOOTER_PAGES = (
    ("plan-du-site", "Plan du site"),
    ("accessibilite", "Accessibilité"),
    ("mentions-legales", "Mentions légales"),
    ("donnees-personnelles", "Données personnelles"),
    ("sans-ordinateur", "Sans ordinateur"),
)
TERMS = (
    ("RIA", "restaurant inter-administratif"),
    ("PIM", "prestation interministérielle"),
    ("CESU", "chèque emploi service universel"),
    ("RFR", "revenu fiscal de référence"),
    ("CDAS", "conseil départemental de l'action sociale"),
    ("AIP", "aide à l'installation des personnels"),
)
