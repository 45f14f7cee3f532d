import { isHolder, type StaffUser } from "#shared/model/access.ts";
import type { StaffEmail } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** Who changes a list of staff. The address of a member of staff is verified by the token. */
type Caller =
  | (StaffUser & { readonly kind: "staff"; readonly email: string })
  | { readonly kind: "delegate" | "anonymous" };

/**
 * Whom each address stands for that needs no new invitation: as in the list before, or the caller, whose address the
 * token has verified.
 * @returns the holders by address, as `foldAddress` gives it
 */
export function findKnownHolders(caller: Caller, before: Conference["staff"]): ReadonlyMap<string, string> {
  const known = new Map(before?.map(({ email, holder }) => [foldAddress(email), holder]));
  if (caller.kind === "staff" && !known.has(foldAddress(caller.email))) known.set(foldAddress(caller.email), caller.id);
  return known;
}

/** The invitations that a changed list of staff queues: to each address that it adds, but not to the caller. */
export function listStaffInvitations(
  before: Conference["staff"] = [],
  after: Conference["staff"] = [],
  caller: Caller,
): StaffEmail[] {
  const known = new Set(before.map(({ holder }) => holder));
  const isNew = (holder: string) => !known.has(holder) && !(caller.kind === "staff" && isHolder(caller, holder));
  return after.flatMap(({ holder }) => (isNew(holder) ? [{ kind: "staff-invited", holder }] : []));
}
