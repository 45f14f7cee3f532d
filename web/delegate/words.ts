import { wordsOf } from "../i18n/words.tsx";
import type { words } from "../messages/en/delegate.ts";

export const { Words, useWords } = wordsOf<typeof words>({
  en: () => import("../messages/en/delegate.ts"),
  fr: () => import("../messages/fr/delegate.ts"),
  es: () => import("../messages/es/delegate.ts"),
  ar: () => import("../messages/ar/delegate.ts"),
  zh: () => import("../messages/zh/delegate.ts"),
  ru: () => import("../messages/ru/delegate.ts"),
});
