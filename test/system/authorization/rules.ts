import { type OperationId, routes } from "#shared/http/routes.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import type { CallerRole, ConferenceSide } from "./roles.ts";
import type { ValidCall } from "./valid-calls.ts";

/** The object of a call: of the caller's delegation or another one, at the caller's conference or another one. */
export interface ObjectScope {
  readonly delegation: "own" | "other";
  readonly side: ConferenceSide;
}

export const objectScopes: readonly ObjectScope[] = [
  { delegation: "own", side: "here" },
  { delegation: "other", side: "here" },
  { delegation: "own", side: "there" },
  { delegation: "other", side: "there" },
];

type CallTarget = "nothing" | "conference" | "object";

function getCallTarget(operation: OperationId): CallTarget {
  const { path } = routes[operation];
  if (path.includes("{conferenceId}")) return "conference";
  return path.includes("{") ? "object" : "nothing";
}

/**
 * The access rules, stated independently of the production code. A caller with an invalid token, and an
 * anonymous one where a token is required, gets 401; a caller who may never use the operation gets 403; a caller who
 * doesn't own the object gets 404, as if the object didn't exist.
 */
export function getExpectedRule(
  operation: OperationId,
  call: ValidCall,
  role: CallerRole,
  scope: ObjectScope,
): "allowed" | DomainErrorCode {
  const { may, owned } = call;
  if (role.is === "unknown") return "not-signed-in";
  if (may.includes("public")) return "allowed";
  if (role.is === "anonymous") return owned ? "not-found" : "not-signed-in";
  const what = getCallTarget(operation);
  return role.is === "staff" ? getStaffRule(call, role, scope, what) : getLinkRule(call, role.is, scope, what);
}

/**
 * A sign-in link gives access to one registration, or to the delegations of one focal point, at the link's conference.
 */
function getLinkRule(
  { may, owned }: ValidCall,
  role: "delegate" | "focal-point",
  scope: ObjectScope,
  what: CallTarget,
) {
  if (!owned && !may.includes("delegate") && !may.includes("focal-point")) return "not-allowed";
  if (what === "nothing") return "allowed";
  const isTheirs = what === "object" && scope.delegation === "own" && scope.side === "here";
  return isTheirs && may.includes(role) ? "allowed" : "not-found";
}

/** Staff have the groups that both the user pool and the conference give them. */
function getStaffRule(
  { may, admits = [], owned }: ValidCall,
  role: CallerRole & { is: "staff" },
  { side }: ObjectScope,
  what: CallTarget,
) {
  const mayAtAll = role.groups.some((group) => may.includes(group) || admits.includes(group));
  if (!mayAtAll && !owned) return "not-allowed";
  if (what === "nothing") return "allowed";
  const named = role.named[side];
  const works = named !== undefined && role.groups.includes(named);
  if (works && may.includes(named)) return "allowed";
  if (what === "object") return "not-found";
  return works ? "not-allowed" : "unknown-conference";
}
