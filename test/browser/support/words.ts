import { type Language, languages } from "#shared/model/conference.ts";
import type { Page, PageMessages } from "../../../web/kit/i18n/page-messages.ts";
import { readPageMessages } from "../../../web/page-messages-plugin.ts";

/** @param pages a page, and the parts that it loads later */
const loadTexts = <Name extends Page>(...pages: readonly Name[]) =>
  Object.fromEntries(
    languages.map((language) => [
      language,
      Object.assign({}, ...pages.map((page) => readPageMessages(page, language))),
    ]),
  ) as Readonly<Record<Language, PageMessages<Name>>>;

/** The texts of each page in each language; tests find buttons by their visible text. */
export const delegateTexts = loadTexts("delegate");
export const focalPoint = loadTexts("delegation");
export const consoleTexts = loadTexts(
  "console",
  "home",
  "setup",
  "records",
  "opened",
  "register",
  "letters",
  "exports",
  "design",
  "panels",
);
export const desk = loadTexts("desk");
export const letter = loadTexts("letter");
export const pageTexts = loadTexts("page");
export const requestTexts = loadTexts("request");
export const fileTexts = loadTexts("files");
export const prefillTexts = loadTexts("prefill");
export const builderTexts = loadTexts("builder");
export const templateTexts = loadTexts("templates");
