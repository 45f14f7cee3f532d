import type { Translated } from "../../i18n/catalogue.ts";
import type { states as shape } from "../en/states.ts";

export const states: Translated<typeof shape> = {
  accreditation: {
    pending: "En revisión",
    approved: "Aprobada",
    rejected: "No aceptada",
    returned: "Por corregir",
    revoked: "Aprobación retirada",
    withdrawn: "Retirada",
  },
  seat: {
    none: "Sin plaza",
    held: "Plaza reservada",
    waiting: "En lista de espera",
    offered: "Plaza ofrecida",
  },
};
