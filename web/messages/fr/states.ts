import type { Translated } from "../../i18n/catalogue.ts";
import type { states as shape } from "../en/states.ts";

export const states: Translated<typeof shape> = {
  accreditation: {
    pending: "En cours d’examen",
    approved: "Approuvée",
    rejected: "Non acceptée",
    returned: "À corriger",
    revoked: "Approbation retirée",
    withdrawn: "Retirée",
  },
  seat: {
    none: "Pas de place",
    held: "Place réservée",
    waiting: "Sur la liste d’attente",
    offered: "Place proposée",
  },
};
