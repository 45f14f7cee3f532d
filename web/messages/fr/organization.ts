import type { Translated } from "../../i18n/catalogue.ts";
import type { organization as shape } from "../en/organization.ts";

/** A form about an organization, in French. */
export const organization: Translated<typeof shape> = {
  organization: {
    name: "Nom",
    country: "Pays",
    focalPoints: "Adresses électroniques de ses points focaux",
    focalPointsHint: "Une par ligne. Chaque point focal reçoit un lien et désigne les personnes.",
    language: "Langue des courriels",
  },
};
