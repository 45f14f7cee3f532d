import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";

export const requirements = ["letter", "photo"] as const;
export type Requirement = (typeof requirements)[number];

/**
 * The requirements of the category that the registration does not meet. The credential letter of a delegation counts for
 * a member once an officer has recorded that it names the member.
 */
export function listMissingRequirements(
  { categories }: Conference,
  { category, documents, isNamedInLetter }: Registration,
): Requirement[] {
  const needs = categories.find((settings) => settings.category === category)?.needs ?? [];
  const isMet = {
    letter: isNamedInLetter === true || documents?.["credential-letter"] !== undefined,
    photo: documents?.photo !== undefined,
  };
  return needs.filter((need) => !isMet[need]);
}
