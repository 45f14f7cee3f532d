import type { Translated } from "../../i18n/catalogue.ts";
import type { desk as shape } from "../en/desk-words.ts";

export const desk: Translated<typeof shape> = {
  title: "入口接待处",
};
