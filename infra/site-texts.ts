import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "./build-paths.ts";

const locales = path.join(repositoryRoot, "locales");

/** The languages of the site. */
export const listLanguages = (): string[] =>
  readdirSync(locales, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));

/** The texts of a section of `locales/<language>/site.json`, by language. */
export function readSiteTexts<Texts extends object>(section: "notFound" | "newAccount"): Record<string, Texts> {
  return Object.fromEntries(
    listLanguages().map((language) => {
      const messages = readFileSync(path.join(locales, language, "site.json"), "utf8");
      return [language, (JSON.parse(messages) as Record<typeof section, Texts>)[section]];
    }),
  );
}
