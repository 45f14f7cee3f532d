import type { Translated } from "../../i18n/catalogue.ts";
import type { organization as shape } from "../en/organization.ts";

/** A form about an organization, in Spanish. */
export const organization: Translated<typeof shape> = {
  organization: {
    name: "Nombre",
    country: "País",
    focalPoints: "Correos electrónicos de sus puntos focales",
    focalPointsHint: "Uno por línea. Cada uno recibe un enlace y designa a las personas.",
    language: "Idioma de los correos",
  },
};
