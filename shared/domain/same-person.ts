import type { Change, CommandContext } from "./change.ts";
import { createChange } from "./create-change.ts";
import { Refusal } from "./refusal.ts";
import type { Registration } from "./registration.ts";

/** By what two registrations may be of one person; each is a hint for an officer, and none a proof. */
export const likenesses = ["passport", "address", "name-and-birth-date", "name-and-nationality"] as const;
export type Likeness = (typeof likenesses)[number];

/** What a person is recognised by, each as a text that is equal where they are alike. */
export type Traits = { readonly [Kind in Likeness]?: string };

/** A registration with its traits. */
export interface Known {
  readonly registration: Pick<Registration, "registrationId" | "accreditation" | "person" | "toldApart">;
  readonly traits: Traits;
}

const tells = ({ registration }: Known, other: Known) =>
  registration.toldApart?.includes(other.registration.registrationId) ?? false;

const birthDateOf = ({ registration }: Known) => registration.person.birthDate;

/**
 * In what two registrations are alike. Who withdrew may apply again, and is nobody's double; who was rejected or revoked
 * is recognised, and whom an officer has told apart is somebody else. A nationality counts beside the name only where a
 * day of birth is missing.
 */
export function likenessOf(one: Known, other: Known): Likeness[] {
  const both = [one, other];
  const isOne = one.registration.registrationId === other.registration.registrationId;
  if (isOne || tells(one, other) || tells(other, one)) return [];
  if (both.some(({ registration }) => registration.accreditation.state === "withdrawn")) return [];
  const datesTell = both.every((each) => birthDateOf(each) !== undefined);
  return likenesses.filter((kind) => {
    const isAlike = one.traits[kind] !== undefined && one.traits[kind] === other.traits[kind];
    return isAlike && !(kind === "name-and-nationality" && datesTell);
  });
}

/** More than one person is ever mistaken for. */
const mostToldApart = 50;

/**
 * An officer has found that two registrations are of two people: from now on neither is pointed out beside the other.
 * @throws Refusal `not-found` for one of another conference, or for the same one
 */
export function tellApart(before: Registration, other: Registration, context: CommandContext): Change {
  const { conferenceId, registrationId: id } = other;
  if (conferenceId !== before.conferenceId || id === before.registrationId) throw new Refusal("not-found");
  const others = (before.toldApart ?? []).filter((each) => each !== id);
  const after = { ...before, toldApart: [...others, id].slice(-mostToldApart) };
  return { ...createChange(before, after, "tell-apart", context), mails: [] };
}
