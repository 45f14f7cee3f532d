import { wordsOf } from "../i18n/words.tsx";
import type { words } from "../messages/en/desk.ts";

export const { Words, useWords } = wordsOf<typeof words>({
  en: () => import("../messages/en/desk.ts"),
  fr: () => import("../messages/fr/desk.ts"),
  es: () => import("../messages/es/desk.ts"),
  ar: () => import("../messages/ar/desk.ts"),
  zh: () => import("../messages/zh/desk.ts"),
  ru: () => import("../messages/ru/desk.ts"),
});
