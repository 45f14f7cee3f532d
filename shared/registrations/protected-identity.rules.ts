import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Protection, Registration } from "#shared/model/registration.ts";
import { createChange } from "./registration.rules.ts";

const equalsIgnoringCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether a member of staff may read the real name: of a protected person, only the named readers may. */
export function canReadName({ protection }: Pick<Registration, "protection">, email: string): boolean {
  return !protection || protection.readers.some((reader) => equalsIgnoringCase(reader, email));
}

/** Whether the alias of a protected person stands in place of the field at this path. */
const isMaskedField = (path: string): boolean =>
  (path.startsWith("person.") && path !== "person.nationality") ||
  path === "organization" ||
  path === "functionTitle" ||
  path === "country" ||
  path === "latinName" ||
  path.startsWith("latinName.") ||
  path === "nameOrder";

/** @throws DomainError `name-protected` for a field of a protected person that this member of staff may not read */
export function assertCanChangeFields(registration: Registration, paths: readonly string[], email: string): void {
  if (!canReadName(registration, email) && paths.some(isMaskedField)) throw new DomainError("name-protected");
}

/** @throws DomainError `invalid-request` at each reader who is not in the staff list, if the conference has one */
function assertReadersAreStaff({ staff }: Conference, readers: readonly string[]): void {
  if (!staff) return;
  const isStaff = (reader: string) => staff.some(({ email }) => equalsIgnoringCase(email, reader));
  const errors = readers.flatMap((reader, index) =>
    isStaff(reader) ? [] : [{ path: `readers.${index}`, rule: "notStaff" }],
  );
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}

/**
 * Gives a person an alias, changes it, or removes it. Only a reader may change an existing protection; otherwise an
 * officer could add themselves as a reader.
 * @param protection `undefined` removes the protection
 * @param email the address of the officer
 * @throws DomainError `name-protected`; `invalid-request` for a reader who is not staff
 */
export function changeProtection(
  conference: Conference,
  before: Registration,
  protection: Protection | undefined,
  email: string,
  context: CommandContext,
  reason?: string,
): Change {
  if (!canReadName(before, email)) throw new DomainError("name-protected");
  if (protection) assertReadersAreStaff(conference, protection.readers);
  const { protection: _, ...unprotected } = before;
  const after = protection ? { ...unprotected, protection } : unprotected;
  return { ...createChange(before, after, protection ? "protect" : "unprotect", context, reason), emails: [] };
}
