import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { type Access, isHolder, type StaffGroup, type StaffUser, staffGroups } from "#shared/model/access.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import type { AskAuthorizer } from "./public-caller.ts";

/** The caller that the authorizer identified. A delegate owns registrations, acts for delegations, or both. */
export type Caller =
  /** `hasInvalidToken`: the caller sent a token, but not a valid one, so that no route accepts the request. */
  | { readonly kind: "anonymous"; readonly hasInvalidToken?: true }
  | (StaffUser & {
      readonly kind: "staff";
      readonly email: string;
      readonly groups: readonly StaffGroup[];
      readonly sessionId?: string;
    })
  | {
      readonly kind: "delegate";
      readonly conferenceId: string;
      readonly registrationIds: readonly string[];
      /** The digest of the address that the link was sent to. */
      readonly addressDigest: string;
      /** The delegations that the caller acts for as a focal point. */
      readonly delegationIds: readonly string[];
      readonly sessionId?: string;
    };

/** A caller who is a member of staff. @throws DomainError `not-allowed` for another one */
export function asStaff(caller: Caller): Extract<Caller, { kind: "staff" }> {
  if (caller.kind !== "staff") throw new DomainError("not-allowed");
  return caller;
}

/** The caller that the authorizer identified; anonymous on a public route without a token, and on the default route. */
export function parseCaller({ requestContext }: GatewayEvent): Caller {
  const caller = requestContext.authorizer?.lambda?.caller;
  return caller === undefined ? { kind: "anonymous" } : (JSON.parse(caller) as Caller);
}

/**
 * Identifies the caller on a public route, where the gateway does not ask the authorizer
 * (docs/decisions/0106-ask-the-authorizer-only-about-tokens.md). A request without a token costs nothing more.
 * @throws Error if the authorizer fails, so that no token counts as none
 */
export async function identifyPublicCaller(
  event: GatewayEvent,
  { access }: Pick<AuthContext, "access">,
  askAuthorizer: AskAuthorizer,
): Promise<void> {
  if (!access.includes("public")) return;
  const { requestContext, headers } = event;
  const hasToken = (headers["authorization"] ?? "").trim() !== "";
  if (!hasToken || requestContext.authorizer?.lambda) return;
  requestContext.authorizer = { lambda: { caller: await askAuthorizer(event) } };
}

/** What a request is about: a registration and its delegation, or a delegation alone. */
export type ActionSubject = Partial<Pick<Registration, "registrationId" | "delegationId">>;

/**
 * The caller as the history names it: of a person with several registrations and delegations, the one through which they
 * act on the subject.
 */
export function toActor(caller: Caller, { registrationId, delegationId }: ActionSubject = {}): Actor {
  if (caller.kind === "staff") return { kind: "staff", id: caller.id };
  if (caller.kind !== "delegate") return { kind: "public" };
  if (registrationId !== undefined && caller.registrationIds.includes(registrationId))
    return { kind: "delegate", id: registrationId };
  if (delegationId !== undefined && caller.delegationIds.includes(delegationId))
    return { kind: "focal-point", id: delegationId };
  return { kind: "public" };
}

/**
 * The groups of a member of staff at this conference. Without a list of staff, those of the account in the user pool. A
 * list narrows them; to an account without a group, which was invited, it gives them.
 */
export function getStaffGroups({ staff }: Pick<Conference, "staff">, caller: Caller): readonly StaffGroup[] {
  if (caller.kind !== "staff") return [];
  if (!staff) return caller.groups;
  const given = staff.filter(({ holder }) => isHolder(caller, holder)).flatMap(({ groups }) => groups);
  const possible = caller.groups.length > 0 ? caller.groups : staffGroups;
  return possible.filter((group) => given.includes(group));
}

/** The caller, and the access that the table of routes grants. */
export interface AuthContext {
  readonly caller: Caller;
  readonly access: readonly Access[];
}

/**
 * Asserts that this kind of caller may use the route. The handler checks the object that the request is about.
 * @throws DomainError `not-signed-in`, `not-allowed`
 */
export function assertRouteAccess({ access, caller }: AuthContext): void {
  const isAnonymous = caller.kind === "anonymous";
  if (isAnonymous && caller.hasInvalidToken) throw new DomainError("not-signed-in");
  if (access.includes("public")) return;
  if (isAnonymous) throw new DomainError("not-signed-in");
  if (!listPossibleRoles(caller).some((role) => access.includes(role))) throw new DomainError("not-allowed");
}

/** A list of staff may give any group to an invited account without one, so only the conference decides. */
function listPossibleRoles(caller: Exclude<Caller, { kind: "anonymous" }>): readonly Access[] {
  if (caller.kind === "delegate") return ["delegate", "focal-point"];
  const { groups, invitations = [] } = caller;
  return groups.length === 0 && invitations.length > 0 ? staffGroups : groups;
}

/** Only accounts of the secretariat in the user pool create conferences. @throws DomainError `not-allowed` */
export function assertCanCreateConferences(caller: Caller): void {
  if (caller.kind !== "staff" || !caller.groups.includes("secretariat")) throw new DomainError("not-allowed");
}

/** A conference as far as access depends on it; `undefined` before it is read: then any list of staff is possible. */
export type AccessConference = Pick<Conference, "staff"> | undefined;

function hasStaffAccess(conference: AccessConference, { caller, access }: AuthContext): boolean {
  if (caller.kind !== "staff") return false;
  const groups = conference ? getStaffGroups(conference, caller) : listPossibleRoles(caller);
  return groups.some((group) => access.includes(group));
}

/**
 * @throws DomainError `unknown-conference` for staff without a group at the conference, so that they do not learn that
 * it exists; `not-allowed` for staff in a group without access
 */
export function assertStaff(conference: Pick<Conference, "staff">, auth: AuthContext): void {
  if (getStaffGroups(conference, auth.caller).length === 0) throw new DomainError("unknown-conference");
  if (!hasStaffAccess(conference, auth)) throw new DomainError("not-allowed");
}

/**
 * Whether the caller is the owner, staff of the conference, or a focal point of the person's delegation; each as far as
 * the table of routes grants access.
 */
export function canAccess(conference: AccessConference, registration: Registration, auth: AuthContext): boolean {
  const { caller, access } = auth;
  const { delegationId } = registration;
  const isOwner = caller.kind === "delegate" && access.includes("delegate") && isOwnedBy(registration, caller);
  const managesDelegation =
    delegationId !== undefined && isFocalPoint(delegationId, auth) && !isHiddenFromFocalPoint(registration, caller);
  return isOwner || managesDelegation || hasStaffAccess(conference, auth);
}

/**
 * Whether the person is protected from a focal point whom no reader has let see them. Otherwise an officer who is no
 * reader could name themselves as a focal point.
 */
export function isHiddenFromFocalPoint(registration: Registration, caller: Caller): boolean {
  const { protection } = registration;
  if (!protection || caller.kind !== "delegate" || isOwnedBy(registration, caller)) return false;
  return !protection.focalPoints?.some((address) => computeAddressDigest(address) === caller.addressDigest);
}

/** @throws DomainError `not-found`, as for a registration that does not exist, unless the caller can access it */
export function assertCanAccess(conference: AccessConference, registration: Registration, auth: AuthContext): void {
  if (!canAccess(conference, registration, auth)) throw new DomainError("not-found");
}

/**
 * Whether the session of a link opens the registration as its owner. After a correction of the address, links to the
 * former one open nothing. An erased registration has no address any more, and its owner reads the receipt.
 */
export function isOwnedBy(
  { registrationId, person: { email }, isAddressReplaced, erasure }: Registration,
  { registrationIds, addressDigest }: Pick<Extract<Caller, { kind: "delegate" }>, "registrationIds" | "addressDigest">,
): boolean {
  const isOfAddress = email !== undefined && computeAddressDigest(email) === addressDigest;
  return registrationIds.includes(registrationId) && (!isAddressReplaced || isOfAddress || erasure !== undefined);
}

/**
 * Asserts that the caller is a focal point of the delegation or staff of its conference, as far as the table of routes
 * grants access.
 * @throws DomainError `not-found`, as for a delegation that does not exist
 */
export function assertCanManageDelegation(
  conference: AccessConference,
  { delegationId }: Pick<Delegation, "delegationId">,
  auth: AuthContext,
): void {
  if (!isFocalPoint(delegationId, auth) && !hasStaffAccess(conference, auth)) throw new DomainError("not-found");
}

/** Whether the caller is a focal point of the delegation, as far as the table of routes grants access. */
export const isFocalPoint = (delegationId: string, { caller, access }: AuthContext): boolean =>
  caller.kind === "delegate" && access.includes("focal-point") && caller.delegationIds.includes(delegationId);

/** Only staff may say whether a change is e-mailed. @throws DomainError `invalid-request` at `notify` */
export function assertCanOmitEmails(isStaff: boolean, notify: boolean | undefined): void {
  if (!isStaff && notify !== undefined)
    throw new DomainError("invalid-request", [{ path: "notify", rule: "unknownField" }]);
}
