import type { StaffGroup } from "#shared/contract/routes.ts";
import type { Actor } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";

/** Who calls, as the authoriser found: nobody known, a member of staff, the owner of registrations, or a focal point. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "staff"; readonly id: string; readonly email: string; readonly groups: readonly StaffGroup[] }
  | {
      readonly kind: "delegate";
      readonly conferenceId: string;
      readonly registrationIds: readonly string[];
      /** Those that they act for as a focal point. */
      readonly delegationIds: readonly string[];
    };

/** How the caller stands in the history. */
export function actorOf(caller: Caller, registrationId?: string): Actor {
  if (caller.kind === "staff") return { kind: "staff", id: caller.id };
  if (caller.kind === "delegate" && registrationId && caller.registrationIds.includes(registrationId))
    return { kind: "delegate", id: registrationId };
  if (caller.kind === "delegate" && caller.delegationIds[0])
    return { kind: "focal-point", id: caller.delegationIds[0] };
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
  const owns = caller.kind === "delegate" && isTheirs(caller, registration);
  const works = groupsAt(conference, caller).some((group) => allowed.includes(group));
  if (!owns && !works) throw new Refusal("not-found");
}

/** Their own, or of a delegation that they act for, be it that the form only named it so far. */
function isTheirs(
  { registrationIds, delegationIds }: Extract<Caller, { kind: "delegate" }>,
  { registrationId, delegationId, claimedDelegation }: Registration,
): boolean {
  const delegation = delegationId ?? claimedDelegation;
  return registrationIds.includes(registrationId) || (delegation !== undefined && delegationIds.includes(delegation));
}

/**
 * Its focal points may, and staff of its conference in an allowed group.
 * @throws Refusal `not-found`, whether the delegation isn't there or isn't theirs
 */
export function mustActFor(
  conference: Conference,
  { delegationId }: Pick<Delegation, "delegationId">,
  caller: Caller,
  allowed: readonly string[],
): void {
  const acts = caller.kind === "delegate" && caller.delegationIds.includes(delegationId);
  const works = groupsAt(conference, caller).some((group) => allowed.includes(group));
  if (!acts && !works) throw new Refusal("not-found");
}
