import type { Records } from "#shared/messages/catalogue.ts";

export const composition: Records["composition"] = {
  reason:
    "{what}\u00a0: {share} des personnes qui ont une place relèvent de «\u00a0{value}\u00a0», et {shareAfter} avec cette personne\u00a0; l’objectif est de {target}.",
  target: "{value} : {target} des places",
  gender: "Genre",
  region: "Région",
  regionalGroup: "Groupe régional",
  category: "Catégorie",
  value: {
    female: "femmes",
    male: "hommes",
    other: "autre genre",
    africa: "Afrique",
    americas: "Amériques",
    asia: "Asie",
    europe: "Europe",
    oceania: "Océanie",
    "african-states": "États d’Afrique",
    "asia-pacific-states": "États d’Asie et du Pacifique",
    "eastern-european-states": "États d’Europe orientale",
    "latin-american-and-caribbean-states": "États d’Amérique latine et des Caraïbes",
    "western-european-and-other-states": "États d’Europe occidentale et autres États",
  },
};

export const participants: Records["participants"] = {
  title: "Liste des participants",
  draft: "Liste provisoire",
  final: "Liste définitive",
  version: "Édition {version}",
  asOf: "Données au {date}",
  contact: "Prière d’envoyer toute correction à {contact}.",
  secretariat: "Prière d’envoyer toute correction au secrétariat de la conférence.",
  statistics: "Statistiques",
  category: "Catégorie",
  group: "État ou organisation",
  groups: "États et organisations",
  named: "Nommés ici",
  unnamed: "Non nommés",
  total: "Total",
  order: "Ordre de la liste",
  states:
    "Les États figurent dans l’ordre alphabétique de leur nom abrégé à l’Organisation des Nations Unies, dans la langue du présent document\u00a0; les accents et les apostrophes ne comptent pas.",
  organizations: "Les organisations figurent dans l’ordre alphabétique de leur nom.",
  members:
    "Dans une délégation, le chef vient en premier, puis les membres dans l’ordre donné par la délégation\u00a0; toutes les autres personnes suivent par nom de famille.",
  consent: "Les personnes qui n’ont pas accepté d’être nommées et les médias sont comptés sans être nommés.",
  names: "Les noms et les titres figurent tels qu’ils ont été donnés, dans la langue dans laquelle ils l’ont été.",
  individuals: "Sans organisation",
  honorific: "Civilité",
  name: "Nom",
  functionTitle: "Titre",
  organization: "Organisation",
  page: "Page {page} sur {pages}",
  goesOn: "{heading} (suite)",
};
