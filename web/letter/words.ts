import { wordsOf } from "../i18n/words.tsx";
import type { words } from "../messages/en/letter.ts";

export const { Words, useWords } = wordsOf<typeof words>({
  en: () => import("../messages/en/letter.ts"),
  fr: () => import("../messages/fr/letter.ts"),
  es: () => import("../messages/es/letter.ts"),
  ar: () => import("../messages/ar/letter.ts"),
  zh: () => import("../messages/zh/letter.ts"),
  ru: () => import("../messages/ru/letter.ts"),
});
