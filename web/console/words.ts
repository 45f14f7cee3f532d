import { wordsOf } from "../i18n/words.tsx";
import type { words } from "../messages/en/console.ts";

export const { Words, useWords } = wordsOf<typeof words>({
  en: () => import("../messages/en/console.ts"),
  fr: () => import("../messages/fr/console.ts"),
  es: () => import("../messages/es/console.ts"),
  ar: () => import("../messages/ar/console.ts"),
  zh: () => import("../messages/zh/console.ts"),
  ru: () => import("../messages/ru/console.ts"),
});
