import loaders from "virtual:messages/page";
import type { Language } from "#shared/model/conference.ts";
import type { PageMessages } from "../../kit/i18n/page-messages.ts";
import { usePartMessages } from "../../kit/i18n/translations.tsx";

/** The texts of the parts that are loaded after the page. */
export const usePartTranslation = (language: Language) => usePartMessages<PageMessages<"page">>(loaders, language);
