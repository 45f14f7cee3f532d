import type { Translated } from "../../i18n/catalogue.ts";
import type { person as shape } from "../en/person.ts";

export const person: Translated<typeof shape> = {
  common: {
    yes: "Oui",
  },
  gender: {
    female: "Femme",
    male: "Homme",
    other: "Autre",
    undisclosed: "Je préfère ne pas répondre",
  },
  role: {
    "head-of-delegation": "Chef(fe) de délégation",
    delegate: "Délégué(e)",
    speaker: "Intervenant(e)",
    moderator: "Modérateur ou modératrice",
    observer: "Observateur ou observatrice",
    staff: "Personnel",
  },
  hint: {
    email: "Tous les messages concernant l’inscription y seront envoyés.",
    nameOnBadge: "S’il doit être différent de vos prénom et nom.",
    birthDate: "Comme sur votre passeport ou pièce d’identité.",
  },
  label: {
    needs_accessibility: "Ce dont vous avez besoin pour participer (accès, assistance)",
    needs_diet: "Régime alimentaire",
    needs_visaLetter: "J’ai besoin d’une lettre pour ma demande de visa",
    consent_listOfParticipants:
      "Mes nom, fonction et organisation peuvent figurer dans la liste publiée des participants.",
    consent_photo: "Je peux apparaître sur les photographies et enregistrements de la conférence.",
  },
};
