import type { CategoryName } from "#shared/domain/conference.ts";
import { textOf } from "../../form/values.ts";
import type { ConferenceAnswer } from "../use-conference.ts";
import type { Draft } from "./draft.ts";

export const steps = ["you", "part", "needs", "review"] as const;
export type Step = (typeof steps)[number];

const you = [
  "person.honorific",
  "person.givenName",
  "person.familyName",
  "person.email",
  "person.nationality",
  "person.gender",
  "person.birthDate",
];

/** Whom each category speaks for: a country, an organization, or both. */
const speaksFor: Readonly<Record<CategoryName, readonly string[]>> = {
  "member-state": ["country"],
  "observer-state": ["country"],
  "local-authority": ["country", "organization"],
  "international-organization": ["organization"],
  ngo: ["organization"],
  academia: ["organization"],
  "private-sector": ["organization"],
  media: ["organization"],
  migrant: ["organization"],
  secretariat: ["organization"],
};

/** The fields of each step; only the questions that the category needs. */
export function fieldsOf(step: Step, draft: Draft, conference: ConferenceAnswer | undefined): readonly string[] {
  if (step === "you") return you;
  if (step === "part") {
    const category = textOf(draft.values, "category") as CategoryName | "";
    if (category === "") return ["category"];
    const sessions = conference && conference.sessions.length > 0 ? ["sessions"] : [];
    return ["category", ...speaksFor[category], "functionTitle", "role", ...sessions];
  }
  if (step === "needs") return ["person.nameOnBadge", "needs.accessibility", "needs.diet", "needs.visaLetter"];
  return ["consent.listOfParticipants", "consent.photo"];
}

/** What the category must supply. */
export function documentsOf(draft: Draft, conference: ConferenceAnswer | undefined): readonly string[] {
  return conference?.categories.find(({ category }) => category === draft.values["category"])?.needs ?? [];
}

/** The step on which a field stands, for faults that the API finds. */
export function stepOf(path: string, draft: Draft, conference: ConferenceAnswer | undefined): number {
  const at = steps.findIndex((step) => fieldsOf(step, draft, conference).includes(path));
  if (path.startsWith("uploads")) return steps.indexOf("needs");
  return at < 0 ? steps.length - 1 : at;
}
