import type { Registration } from "./registration.ts";

/** By what two registrations may be of one person; each is a hint for an officer, and none a proof. */
export const likenesses = ["passport", "address", "name-and-birth-date", "name-and-nationality"] as const;
export type Likeness = (typeof likenesses)[number];

/** What a person is recognised by, each as a text that is equal where they are alike. */
export type Traits = { readonly [Kind in Likeness]?: string };

/** A registration with its traits. */
export interface Known {
  readonly registration: Pick<Registration, "registrationId" | "accreditation" | "person">;
  readonly traits: Traits;
}

const birthDateOf = ({ registration }: Known) => registration.person.birthDate;

/**
 * In what two registrations are alike. Who withdrew may apply again, and is nobody's double; who was rejected or revoked
 * is recognised. A nationality counts beside the name only where a day of birth is missing.
 */
export function likenessOf(one: Known, other: Known): Likeness[] {
  const both = [one, other];
  const isOne = one.registration.registrationId === other.registration.registrationId;
  if (isOne || both.some(({ registration }) => registration.accreditation.state === "withdrawn")) return [];
  const datesTell = both.every((each) => birthDateOf(each) !== undefined);
  return likenesses.filter((kind) => {
    const isAlike = one.traits[kind] !== undefined && one.traits[kind] === other.traits[kind];
    return isAlike && !(kind === "name-and-nationality" && datesTell);
  });
}
