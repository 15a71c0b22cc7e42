"""Lines as delegations write them: those that name nobody, and those that name a person; all names are made up."""

from __future__ import annotations

NOBODY = """\
Délégation de l'action sociale, 12 rue du Général Exemple, 50000 Saint-Lô
Salle Pierre Exemple, rez-de-chaussée
Centre hospitalier Mme de Fictive
Hôpital Madame de Fictive, pavillon B
Lycée Jean Fictif, 3 avenue du Maréchal Exemple
Trésorerie de Coutances, 1 place du Parvis Notre-Dame
M. le directeur départemental des finances publiques
Mme la directrice régionale des douanes
Monsieur le Directeur départemental
Madame la Préfète de la Manche
M. le Préfet
Contact : Assistante Sociale
Contact : Délégation Départementale
Contact : Action Sociale
Contact : Secrétariat Général
Contact : Service Social
Contact : Cité Administrative, bureau 12
Contact : Centre des Finances Publiques
Contact : Restaurant Administratif
Contact : Direction Départementale des Finances Publiques
Contact : Trésorerie Générale
Responsable : Pôle Famille
Correspondant : Bureau RH
Correspondante, Cité Exemple
Secrétaire : Bureau Des Prestations
Déléguée : Finances Publiques de la Manche
Responsable : Ministère de l'Économie
Le directeur, Centre Pierre Exemple, vous reçoit.
La correspondante est Mme la secrétaire générale
Cité administrative Jacques Exemple-Fictif
Restaurant inter-administratif Robert Exemple
Restaurant RIA Mme Fictive
Crèche Mme Exemple, 4 rue des Lilas
Maison des associations Simone Exemple
Médiathèque Madame de Fictive
Collège Mme de Fictive
Fondation Madame Imaginaire
Association des amis de M. Imaginaire
Théâtre Monsieur Fictif
Film : Monsieur Imaginaire, séance à 20 h
Spectacle « Madame Papillon » à l'opéra
Spectacle Monsieur Fictif en concert
Atelier Madame Sésame
Bibliothèque Mme de La Fictive
Tour Madame, parvis Nord
Villa Madame Exemple
EHPAD Madame Veuve Exemple
Rond-point du Colonel Fictif
Parking : place du Général de Fictif
Bâtiment B, cours Monsieur Fictif
Route de Mme de Fictive
Faubourg Monsieur Prince
Voie Madame Exemple
Passage Madame
Esplanade Mme Exemple
Bus : arrêt Monsieur Exemple, ligne 3
Arrêt « Mme Fictive »
Tram A, station Madame Fictive
Résidence Mme Exemple
Centre de loisirs Mme Soleil
Piscine Monsieur Exemple
Maison Mme Fictive
Madame, Monsieur,
Chère Madame, cher Monsieur, l'action sociale vous écrit
Contact : 01 99 00 12 34
Contact : Par Téléphone
Contact : Du Lundi au Vendredi
Contact : Lundi Mardi Jeudi
Contact : Tous Les Jours
La permanence est tenue par l'assistante sociale, Bâtiment C
Écrire à social.manche@exemple.fr
Écrire à delegation.manche@exemple.fr
Écrire à action-sociale50@exemple.fr
Écrire à deleg.social50@exemple.fr
Écrire à bp.50@exemple.fr
Écrire à as.manche@exemple.fr
Écrire à ce.manche@exemple.fr
Écrire à cantine.manche@exemple.fr
Écrire à ria.saintlo@exemple.fr
Écrire à comite.atscaf@exemple.fr
Écrire à atscaf.manche@exemple.fr
Écrire à bal.sociale@exemple.fr
Écrire à creche.lilas@exemple.fr
Écrire à assistant.service-social@exemple.fr
Écrire à tresorerie.coutances@exemple.fr
Écrire à prefet.manche@exemple.fr
Écrire à no-reply@exemple.fr
Écrire à ne.pas.repondre@exemple.fr
Écrire à loisirs.sport@exemple.fr
Écrire à medecine.prevention@exemple.fr
Écrire à correspondant.social@exemple.fr
Écrire à cdas.manche@exemple.fr
Écrire à nom.prenom@exemple.fr
Écrire à prenom.nom@exemple.fr
Écrire à atelier.yoga@exemple.fr
Écrire à billetterie.cinema@exemple.fr
Écrire à colonies.vacances@exemple.fr
Écrire à arbre.noel@exemple.fr
La circulaire est signée : le directeur général
Président : Conseil Départemental
Secrétaire : Comité Social
Gestionnaire : Association Atscaf Manche
Gestionnaire : Mutuelle Générale
Gestionnaire : Préfon Retraite
Responsable : Mairie Saint-Lô
Présidente : Saint-Lô Agglo
Contact : Saint-Lô Agglomération
Contact : Hôtel Des Impôts
Contact : Maison France Services
Contact : France Services
Directeur : Bercy Colo
Contact, Rez-de-chaussée Droite
La délégation vous reçoit au 3, rue Monsieur le Prince
Antenne sociale, immeuble Le Fictif, 4ᵉ étage
Le restaurant Le Panoramic, 12 boulevard Exemple
Trouvez la délégation avec Google Maps ou avec Street View
Réunion à distance avec Microsoft Teams
Voir Adobe Reader pour ouvrir le formulaire
Un plan fait avec OpenStreetMap France
Votre conjoint est professeur des Écoles ou professeur de Français
Suivez @camille_fictive@exemple.social
Restaurant inter-administratif « Le Beffroi », place Camille Exemple
Accès : bus 4, arrêt Hôtel de Ville
La carte est retirée au guichet, Tour Bretagne, bureau 210
Trésorerie hospitalière, CHU Charles Exemple
Visite du château de Madame de Fictive, samedi 12 décembre
Sortie au parc Astérix, départ place Jean Exemple
Sortie à Disneyland Paris, inscription avant le 3
Spectacle du cirque Pinder, chapiteau Porte Océane
Le père Noël Magique sera là
Arbre de Noël : salle Jacques Fictif, Cherbourg-en-Cotentin
Contact : mairie de Saint-Lô, service Jeunesse
Renseignements : Maison Départementale des Personnes Handicapées
Renseignements : Comité Local ATSCAF
S'adresser à France Travail
Auprès de Harmonie Fonction Publique
Contacter Action Logement au 01 99 00 12 34
Demander à CNP Assurances
Le président du comité local, ATSCAF Manche
Gestionnaire : Crédit Social des Fonctionnaires
Le gestionnaire, Sodexo France, répond
Gestionnaire : Elior Entreprises
Prestataire : Compass Group
Responsable de traitement : Bureau SRH2
La secrétaire générale, Île-de-France Est
Contact (lundi et mardi)
Contact : Bâtiment Nord, porte 12
Assistante sociale : Lundi Matin
Directeur : voir l'organigramme
Permanence de Saint-Lô : mardi
Permanence de La Roche-sur-Yon : mardi
Permanences de Cherbourg et Coutances
Assistante sociale, Le Havre Nord
Séance de cinéma : « Docteur Imaginaire »
Pièce « Le Malade imaginaire »
Exposition Docteur Fictif
Maternité Docteur Exemple
Avenue du Docteur Fictif
Rue du Professeur Fictif
Cité du Docteur Exemple
Le Dr, médecin de prévention, reçoit sur rendez-vous
Mmes et MM. les délégués
MM. les directeurs
Madame la Ministre
Mesdames, Messieurs
M. Le Directeur Départemental
Monsieur l'Inspecteur
Mme l'assistante sociale
Le mètre M Carré
Bus M Sud
Écrire à ddfip50.rh@exemple.fr
Écrire à bureau-social.50@exemple.fr
Écrire à colombes.ria@exemple.fr
Écrire à inter.entreprises@exemple.fr
Écrire à pour.vous@exemple.fr
Écrire à club.photo@exemple.fr
Écrire à chorale.finances@exemple.fr
Écrire à mes.vacances@exemple.fr
Écrire à conseil.medical@exemple.fr
Écrire à epaf.contact@exemple.fr
Écrire à mgefi.50@exemple.fr
Écrire à mgefi.agence@exemple.fr
Écrire à france.travail@exemple.fr
Écrire à universite.rouen@exemple.fr
""".splitlines()

SOMEBODY = """\
Écrire à @camille.fictive ou à camille.fictive@exemple.fr
Appelez Camille McFictif
Contacter Jean-Camille Fictif
Le professeur des Fictifs vous reçoit
Votre médecin : docteur de Fictive
Votre correspondante : Camille Fictive
Demandez à M. Exemple.
Demandez à Mme Exemple-Fictive, bureau 12.
Mme de La Fictive vous reçoit.
M. D'EXEMPLE, délégué
Mme Éloïse Fictive
Mr Exemple, bureau 3
Melle Fictive vous reçoit
Me Fictif, avocat, tient une permanence
Dr Fictif, médecin de prévention
Le docteur Fictif reçoit le lundi
Déléguée départementale : Camille Fictive
Délégué de l'action sociale : Camille FICTIF
L'assistante de service social est Camille Fictive.
Assistante sociale : Camille Fictive
Camille FICTIVE, assistante sociale, reçoit le lundi
Camille Fictive (assistante sociale)
Le président de l'association, Camille Fictif, vous accueille.
Contact : Camille Fictive, 01 99 00 12 34
Contacter Camille Fictive au 01 99 00 12 34
S'adresser à Camille Fictive
Auprès de Camille FICTIVE
Permanence de Camille Fictive, le mardi
Inscriptions : Camille FICTIVE
Référente handicap : Camille Fictive
Médecin du travail : Camille Fictif
Contacts : Camille Fictive et Dominique Exemple
Écrire à camille.fictive@exemple.fr
Écrire à c.fictive@exemple.fr
Écrire à camille.fictive-exemple@exemple.fr
Écrire à camille.fictive1@exemple.fr
Écrire à camille_fictive@exemple.fr
La salle est ouverte par Mme Exemple
Place de stationnement : demander à M. Exemple
Au centre de loisirs, voyez Mme Exemple
Rue du Parc : demander Mme Exemple
MM. Exemple et Fictif
M Exemple, 1er étage
Votre déléguée, Camille Fictive, vous reçoit
Votre interlocutrice : Camille Fictive
Pour tout renseignement, appelez Camille Fictive.
Mme Camille Fictive, assistante de service social
M. et Mme Exemple tiennent le restaurant
Le bulletin est à rendre à Mme EXEMPLE avant le 12
Inscription auprès de Dominique Fictif (bureau 4)
Le Docteur Exemple assure la permanence
Permanence assurée par Camille Fictive
Psychologue du travail : Camille FICTIVE
La trésorière de l'association : Camille Fictive
Président de l'ATSCAF : Camille Fictif
Contact ATSCAF : Camille Fictive
Contact : Jean-Camille Fictif-Exemple
Contact : Camille D'Exemple
Contact : FICTIVE Camille
Délégué : C. FICTIF
label: Mme Fictive, secrétariat
email: camille.fictive-exemple@dgfip.exemple.fr
""".splitlines()
