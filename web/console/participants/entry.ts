import type { AnswerOf } from "../../api/client.ts";
import { countryName } from "../../i18n/countries.ts";
import { textIn } from "../../i18n/words.tsx";
import { categoryTitle } from "../names.ts";
import type { Settings } from "../office.ts";

type Compared = AnswerOf<"compareListVersions">;

/** Somebody as a version names them. */
export type Entry = Compared["added"][number];
export type ChangedEntry = Compared["changed"][number];

interface Reading {
  readonly settings: Settings;
  readonly language: string;
  readonly yes: string;
  readonly no: string;
}

/** A field of an entry as one reads it; a place in a delegation counts from 1. */
export function fieldOf(entry: Entry, field: string, { settings, language, yes, no }: Reading): string {
  const shown: Readonly<Record<string, string | undefined>> = {
    category: categoryTitle(settings, entry.category, language),
    honorific: entry.honorific,
    name: entry.name,
    functionTitle: entry.functionTitle,
    organization: entry.organization,
    country: entry.country && countryName(entry.country, language),
    delegation: entry.delegation && textIn(entry.delegation.name, language),
    isHead: entry.isHead ? yes : no,
    rank: entry.rank === undefined ? undefined : String(entry.rank + 1),
  };
  return shown[field] ?? "–";
}
