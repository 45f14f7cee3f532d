import loaders from "virtual:messages/letter";
import type { PageMessages } from "../i18n/page-messages.ts";
import { createWords } from "../i18n/words.tsx";

export const { Words, useWords } = createWords<PageMessages<"letter">>(loaders);
