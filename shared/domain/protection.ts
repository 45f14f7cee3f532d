import type { Change, CommandContext } from "./change.ts";
import type { Conference } from "./conference.ts";
import { createChange } from "./create-change.ts";
import { Refusal } from "./refusal.ts";
import type { Protection, Registration } from "./registration.ts";

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether a member of staff may open the real name: anybody's who isn't protected, else if they are named. */
export function mayReadName({ protection }: Pick<Registration, "protection">, email: string): boolean {
  return !protection || protection.readers.some((reader) => same(reader, email));
}

/**
 * The registration as everyone sees it but the person, their delegation's focal points, and a reader who opens it:
 * of somebody protected the alias, and nothing else that would tell who they are. Lists and exports are made from this.
 */
export function asItAppears(registration: Registration): Registration {
  const { protection, person, corrected, ...rest } = registration;
  if (!protection) return registration;
  const { nameOnBadge, organization } = protection.alias;
  const { organization: _o, functionTitle: _f, country: _c, passportDigest: _p, ...kept } = rest;
  return {
    ...kept,
    protection,
    person: { nameOnBadge, nationality: person.nationality },
    ...(organization !== undefined && { organization }),
    ...(corrected && { corrected: corrected.map(({ path }) => ({ path })) }),
  };
}

/** @throws Refusal `invalid-request` at each reader who isn't on the conference's list of staff, where it has one */
function mustBeOfStaff({ staff }: Conference, readers: readonly string[]): void {
  const faults = readers.flatMap((reader, index) =>
    !staff || staff.some(({ email }) => same(email, reader)) ? [] : [{ path: `readers.${index}`, rule: "notStaff" }],
  );
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
}

/**
 * The secretariat gives somebody an alias, or takes it away. Once there is one, only its readers change it: else
 * whoever wants to know a name would name themselves.
 * @param email of the officer
 * @param wanted none takes the protection away
 * @throws Refusal `name-protected`; `invalid-request` for a reader who isn't of the staff
 */
export function protect(
  conference: Conference,
  before: Registration,
  wanted: Protection | undefined,
  email: string,
  context: CommandContext,
  reason?: string,
): Change {
  if (!mayReadName(before, email)) throw new Refusal("name-protected");
  if (wanted) mustBeOfStaff(conference, wanted.readers);
  const { protection: _protection, ...open } = before;
  const after = wanted ? { ...open, protection: wanted } : open;
  return { ...createChange(before, after, wanted ? "protect" : "unprotect", context, reason), mails: [] };
}
