import type { Catalogue } from "#shared/messages/catalogue.ts";

export const field: Catalogue["field"] = {
  category: "Catégorie",
  person: "Données personnelles",
  "person.honorific": "Civilité",
  "person.givenName": "Prénom",
  "person.familyName": "Nom de famille",
  "person.email": "Adresse électronique",
  "person.nameOnBadge": "Nom sur le badge",
  "person.nationality": "Nationalité",
  "person.gender": "Genre",
  "person.birthDate": "Date de naissance",
  "person.passportNumber": "Numéro de passeport",
  country: "Pays représenté",
  organization: "Organisation",
  functionTitle: "Fonction",
  role: "Rôle",
  sessions: "Sessions demandées",
  language: "Langue",
  needs: "Besoins",
  consent: "Consentement",
};
