import loaders from "virtual:messages/letter";
import type { PageMessages } from "../kit/i18n/page-messages.ts";
import { createTranslations } from "../kit/i18n/translations.tsx";

export const { mountPage, useTranslation } = createTranslations<PageMessages<"letter">>(loaders);
