import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";
import { type Language, languages } from "#shared/model/conference.ts";
import { type Page, type PageMessages, pageNamespaces } from "./kit/i18n/page-messages.ts";

const locales = path.join(import.meta.dirname, "..", "locales");

const filesFor = (page: Page, language: Language) =>
  pageNamespaces[page].map((namespace) => path.join(locales, language, `${namespace}.json`));

/**
 * All messages of a page in one language.
 * @throws Error if two of its namespaces have the same section
 */
export function readPageMessages<Name extends Page>(page: Name, language: Language): PageMessages<Name> {
  const merged: Record<string, unknown> = {};
  for (const file of filesFor(page, language)) {
    for (const [section, messages] of Object.entries(JSON.parse(readFileSync(file, "utf8")) as object)) {
      if (Object.hasOwn(merged, section)) throw new Error(`${page} has two sections "${section}".`);
      merged[section] = messages;
    }
  }
  return merged as PageMessages<Name>;
}

/**
 * The rules that no form of a delegate checks: those of settings, layouts and sheets, and those that need what only the API
 * knows. The API sends the text of such an error with it.
 */
export const rulesOfOthers: ReadonlySet<string> = new Set([
  "ambiguousCountry",
  "ambiguousDate",
  "ambiguousNumber",
  "answersConfidential",
  "badgeAnswer",
  "badgeLacks",
  "badgeLines",
  "badgeOutside",
  "badgeRoom",
  "badgeSizes",
  "brokenRow",
  "categoryInUse",
  "changedSinceRequest",
  "closesAfterEnd",
  "duplicateColumn",
  "duplicateRow",
  "earlierQuestion",
  "endsBeforeStart",
  "fixedInUse",
  "formula",
  "headByAnyone",
  "missingColumn",
  "moreThanAll",
  "nameRequired",
  "noHeadings",
  "noSecretariat",
  "noTargets",
  "noneSignedIn",
  "notAMember",
  "notForType",
  "notMarked",
  "notRepresented",
  "notSelfRegistration",
  "notStaff",
  "notYesOrNo",
  "oneHead",
  "onlyWithCondition",
  "optionInUse",
  "otherCategory",
  "printedWithout",
  "questionInUse",
  "roleNotAssignable",
  "secondHead",
  "surplusCell",
  "tooManyFiles",
  "tooManyInRole",
  "unknownCategory",
  "unknownColumn",
  "unknownDelegation",
  "unknownSession",
  "unknownTimeZone",
  "unknownUpload",
  "uploadAwaited",
]);

/** The messages that a page loads: that of delegates, which must open fast, without the rules that its forms do not word. */
function readLoadedMessages(page: Page, language: Language) {
  const messages = readPageMessages(page, language);
  if (page !== "delegate" || !("validation" in messages)) return messages;
  const validation = Object.entries(messages.validation).filter(([rule]) => !rulesOfOthers.has(rule));
  return { ...messages, validation: Object.fromEntries(validation) };
}

const prefix = "virtual:messages/";

/**
 * `virtual:messages/<page>` is one loader for each language. What it loads, `virtual:messages/<page>/<language>`, is
 * the page's namespaces as one module: a page asks for one file of messages, in one language.
 */
export const pageMessages: Plugin = {
  name: "palais-page-messages",
  resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
  load(id) {
    if (!id.startsWith(`\0${prefix}`)) return undefined;
    const [page, language] = id.slice(prefix.length + 1).split("/") as [Page, Language | undefined];
    if (!language) {
      const loaders = languages.map((each) => `${each}: () => import("${prefix}${page}/${each}")`);
      return `export default { ${loaders.join(", ")} };`;
    }
    for (const file of filesFor(page, language)) this.addWatchFile(file);
    return `export const messages = ${JSON.stringify(readLoadedMessages(page, language))};`;
  },
};

/** The chunk name of the messages of a page, or of a namespace that is loaded later. */
export function messagesFileName(moduleId: string | null | undefined): string | undefined {
  const [, page, language] = /virtual:messages\/(\w+)\/(\w+)$/.exec(moduleId ?? "") ?? [];
  if (page) return `assets/${page}-${language}-[hash].js`;
  const [, locale, namespace] = /locales\/(\w+)\/([\w-]+)\.json$/.exec(moduleId ?? "") ?? [];
  return namespace && `assets/${namespace}-${locale}-[hash].js`;
}
