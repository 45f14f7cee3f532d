import type { StaffGroup } from "#shared/contract/routes.ts";
import type { Actor } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";

/** Who calls, as the authoriser found: nobody known, a member of staff, or the owner of registrations. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "staff"; readonly id: string; readonly email: string; readonly groups: readonly StaffGroup[] }
  | { readonly kind: "delegate"; readonly conferenceId: string; readonly registrationIds: readonly string[] };

/** How the caller stands in the history. */
export function actorOf(caller: Caller, registrationId?: string): Actor {
  if (caller.kind === "staff") return { kind: "staff", id: caller.id };
  if (caller.kind === "delegate" && registrationId) return { kind: "delegate", id: registrationId };
  return { kind: "public" };
}

/** The groups a member of staff has at this conference: where it names its staff, those it gives them. */
export function groupsAt({ staff }: Conference, caller: Caller): readonly StaffGroup[] {
  if (caller.kind !== "staff") return [];
  if (!staff) return caller.groups;
  const named = staff.find(({ email }) => email.toLowerCase() === caller.email.toLowerCase());
  return named ? named.groups.filter((group) => caller.groups.includes(group)) : [];
}

/**
 * @throws Refusal `unknown-conference` for staff who have no part in the conference: they aren't told that it is
 * there; `not-allowed` for those who have, in another group
 */
export function mustBeStaff(conference: Conference, caller: Caller, allowed: readonly string[]): void {
  const groups = groupsAt(conference, caller);
  if (groups.length === 0) throw new Refusal("unknown-conference");
  if (!groups.some((group) => allowed.includes(group))) throw new Refusal("not-allowed");
}

/**
 * The owner may, and staff of its conference in an allowed group.
 * @throws Refusal `not-found`, whether the registration isn't there or isn't theirs
 */
export function mustMayOpen(
  conference: Conference,
  registration: Registration,
  caller: Caller,
  allowed: readonly string[],
): void {
  const owns = caller.kind === "delegate" && caller.registrationIds.includes(registration.registrationId);
  const works = groupsAt(conference, caller).some((group) => allowed.includes(group));
  if (!owns && !works) throw new Refusal("not-found");
}
