import type { Conference } from "./conference.ts";
import type { Registration } from "./registration.ts";

export const requirements = ["letter", "photo"] as const;
export type Requirement = (typeof requirements)[number];

/**
 * What the registration's category must supply and it lacks. A delegation's letter serves for its members, once an
 * officer has read their names on it.
 */
export function missing({ categories }: Conference, { category, documents, onLetter }: Registration): Requirement[] {
  const needs = categories.find((each) => each.category === category)?.needs ?? [];
  const has = {
    letter: onLetter === true || documents?.["credential-letter"] !== undefined,
    photo: documents?.photo !== undefined,
  };
  return needs.filter((need) => !has[need]);
}
