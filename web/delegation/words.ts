import { wordsOf } from "../i18n/words.tsx";
import type { words } from "../messages/en/delegation.ts";

export const { Words, useWords } = wordsOf<typeof words>({
  en: () => import("../messages/en/delegation.ts"),
  fr: () => import("../messages/fr/delegation.ts"),
  es: () => import("../messages/es/delegation.ts"),
  ar: () => import("../messages/ar/delegation.ts"),
  zh: () => import("../messages/zh/delegation.ts"),
  ru: () => import("../messages/ru/delegation.ts"),
});
