import type { Translated } from "../../i18n/catalogue.ts";
import type { organization as shape } from "../en/organization.ts";

/** A form about an organization, in Russian. */
export const organization: Translated<typeof shape> = {
  organization: {
    name: "Название",
    country: "Страна",
    focalPoints: "Адреса электронной почты координаторов",
    focalPointsHint: "По одному в строке. Каждый получит ссылку и будет выдвигать людей.",
    language: "Язык писем",
  },
};
