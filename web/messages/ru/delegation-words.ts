import type { Translated } from "../../i18n/catalogue.ts";
import type { delegationWords as shape } from "../en/delegation-words.ts";

export const delegationWords: Translated<typeof shape> = {
  delegation: {
    title: "Моя делегация",
  },
};
