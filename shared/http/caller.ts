import type { Access, StaffGroup } from "#shared/contract/routes.ts";
import type { Actor } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Event } from "./event.ts";

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

/** Who calls, as the authoriser wrote it into the event; nobody known on an address that it isn't asked about. */
export function callerOf({ requestContext }: Event): Caller {
  const found = requestContext.authorizer?.lambda?.caller;
  return found === undefined ? { kind: "anonymous" } : (JSON.parse(found) as Caller);
}

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

/** Who asks, and who may by the table of routes. */
export interface Asking {
  readonly caller: Caller;
  readonly access: readonly Access[];
}

/** Whether the caller works at the conference in a group that the table lets in. */
const worksAt = (conference: Conference, { caller, access }: Asking): boolean =>
  groupsAt(conference, caller).some((group) => access.includes(group));

/**
 * @throws Refusal `unknown-conference` for staff who have no part in the conference: they aren't told that it is
 * there; `not-allowed` for those who have, in another group
 */
export function mustBeStaff(conference: Conference, asking: Asking): void {
  if (groupsAt(conference, asking.caller).length === 0) throw new Refusal("unknown-conference");
  if (!worksAt(conference, asking)) throw new Refusal("not-allowed");
}

/**
 * As the table of routes says: its owner, the focal points of its delegation, be it that the form only named it so far,
 * and staff of its conference.
 * @throws Refusal `not-found`, whether the registration isn't there or isn't theirs
 */
export function mustMayOpen(conference: Conference, registration: Registration, asking: Asking): void {
  const { caller, access } = asking;
  const delegation = registration.delegationId ?? registration.claimedDelegation;
  const isDelegate = caller.kind === "delegate";
  const owns =
    isDelegate && access.includes("delegate") && caller.registrationIds.includes(registration.registrationId);
  const acts =
    isDelegate &&
    access.includes("focal-point") &&
    delegation !== undefined &&
    caller.delegationIds.includes(delegation);
  if (!owns && !acts && !worksAt(conference, asking)) throw new Refusal("not-found");
}

/**
 * As the table of routes says: its focal points, and staff of its conference.
 * @throws Refusal `not-found`, whether the delegation isn't there or isn't theirs
 */
export function mustActFor(
  conference: Conference,
  { delegationId }: Pick<Delegation, "delegationId">,
  asking: Asking,
): void {
  const { caller, access } = asking;
  const acts =
    caller.kind === "delegate" && access.includes("focal-point") && caller.delegationIds.includes(delegationId);
  if (!acts && !worksAt(conference, asking)) throw new Refusal("not-found");
}
