import { isHolder, type StaffUser } from "#shared/model/access.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Protection, Registration } from "#shared/model/registration.ts";
import { foldAddress } from "#shared/text/text-rules.ts";
import { createChange } from "./registration.rules.ts";

/** Whether a member of staff may read the real name: of a protected person, only the named readers may. */
export function canReadName({ protection }: Pick<Registration, "protection">, staff: StaffUser): boolean {
  return !protection || protection.readers.some(({ holder }) => isHolder(staff, holder));
}

/** Whether a reader has let the focal point with this address see the person. */
export const canFocalPointSee = ({ focalPoints = [] }: Pick<Protection, "focalPoints">, address: string): boolean =>
  focalPoints.some((named) => foldAddress(named) === foldAddress(address));

/**
 * The fields of a protected person that every member of staff may change. The others are for the readers: they are masked,
 * or a change of them would show the person's delegation, in its members or in its seats.
 */
const openFields: ReadonlySet<string> = new Set(["changesUntil", "consent", "language", "notify"]);

/** Whether only a reader may change the field at this path of a protected person, such as `person.givenName`. */
const isReaderField = (path: string): boolean => !openFields.has(path.replace(/\..*/, ""));

/** @throws DomainError `name-protected` for a field of a protected person that this member of staff may not change */
export function assertCanChangeFields(registration: Registration, paths: readonly string[], staff: StaffUser): void {
  if (!canReadName(registration, staff) && paths.some(isReaderField)) throw new DomainError("name-protected");
}

/**
 * The readers with their holders, as far as they are known: those who are readers already, and the staff list of the
 * conference, if it has one.
 * @throws DomainError `invalid-request` at each address that is not of a staff list
 */
export function findReaders(
  { staff }: Conference,
  { protection }: Pick<Registration, "protection">,
  addresses: readonly string[],
): readonly { readonly email: string; readonly holder?: string }[] {
  const isOf = (address: string) => (one: { readonly email: string }) =>
    foldAddress(one.email) === foldAddress(address);
  const readers = addresses.map((email) => ({
    email,
    holder: (protection?.readers.find(isOf(email)) ?? staff?.find(isOf(email)))?.holder,
  }));
  const errors = readers.flatMap(({ email }, index) =>
    staff && !staff.some(isOf(email)) ? [{ path: `readers.${index}`, rule: "notStaff" }] : [],
  );
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
  return readers.map(({ email, holder }) => (holder === undefined ? { email } : { email, holder }));
}

/**
 * The focal points who see the person: those whom the officer names, otherwise those of before. That an officer
 * corrects the alias lets no one else see them, because someone who is no reader may have added a focal point
 * meanwhile.
 * @param delegation of the person
 * @throws DomainError `invalid-request` at each address that is not of one of its focal points
 */
export function findNamedFocalPoints(
  { protection }: Pick<Registration, "protection">,
  delegation: Pick<Delegation, "focalPoints"> | undefined,
  named: readonly string[] | undefined,
): Pick<Protection, "focalPoints"> {
  if (!named) return protection?.focalPoints ? { focalPoints: protection.focalPoints } : {};
  const addresses = new Set(delegation?.focalPoints.map(foldAddress));
  const errors = named.flatMap((address, index) =>
    addresses.has(foldAddress(address)) ? [] : [{ path: `focalPoints.${index}`, rule: "notOneOf" }],
  );
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
  return { focalPoints: named };
}

/**
 * Gives a person an alias, changes it, or removes it. Only a reader may change an existing protection; otherwise an
 * officer could add themselves as a reader.
 * @param protection `undefined` removes the protection
 * @throws DomainError `name-protected`
 */
export function changeProtection(
  before: Registration,
  protection: Protection | undefined,
  officer: StaffUser,
  context: CommandContext,
  reason?: string,
): Change {
  if (!canReadName(before, officer)) throw new DomainError("name-protected");
  const { protection: _, ...unprotected } = before;
  const after = protection ? { ...unprotected, protection } : unprotected;
  return { ...createChange(before, after, protection ? "protect" : "unprotect", context, reason), emails: [] };
}
