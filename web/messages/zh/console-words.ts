import type { Translated } from "../../i18n/catalogue.ts";
import type { console as shape } from "../en/console-words.ts";

export const console: Translated<typeof shape> = {
  title: "秘书处",
};
