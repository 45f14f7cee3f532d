import type { RegistrationAnswer } from "./open-registration.ts";

const all = [
  "category",
  "person.honorific",
  "person.givenName",
  "person.familyName",
  "person.nameOnBadge",
  "person.nationality",
  "person.gender",
  "person.birthDate",
  "country",
  "organization",
  "functionTitle",
  "role",
  "needs.accessibility",
  "needs.diet",
  "needs.visaLetter",
  "consent.listOfParticipants",
  "consent.photo",
];

/** The fields that may be corrected: the marked ones, or all; whoever belongs to a delegation keeps its category. */
export function editable(registration: RegistrationAnswer, marked: readonly string[] = []): readonly string[] {
  const open = (path: string) =>
    marked.length === 0 || marked.some((each) => path === each || path.startsWith(`${each}.`));
  return all.filter((path) => open(path) && !(path === "category" && registration.delegationId !== undefined));
}
