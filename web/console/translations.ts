import loaders from "virtual:messages/console";
import type { PageMessages } from "../kit/i18n/page-messages.ts";
import { createTranslations } from "../kit/i18n/translations.tsx";

/** The messages of the console: those that it starts with, and those of the views that are loaded later (`lazy-view.tsx`). */
type ConsoleMessages = PageMessages<
  "console" | "home" | "setup" | "records" | "opened" | "register" | "letters" | "exports" | "design" | "panels"
>;

export const { mountPage, useTranslation, TranslatorContext } = createTranslations<ConsoleMessages>(loaders);
