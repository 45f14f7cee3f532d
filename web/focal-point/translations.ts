import loaders from "virtual:messages/delegation";
import type { PageMessages } from "../kit/i18n/page-messages.ts";
import { createTranslations } from "../kit/i18n/translations.tsx";

export const { mountPage, useTranslation } = createTranslations<PageMessages<"delegation">>(loaders);
